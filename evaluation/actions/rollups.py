"""What is kept of a structure’s figures: marked when something it counts changes, counted again.

Who changes a held sheet, or the schools of a household, says so through registry.recounted, in the
same transaction. Who reads counts again what is marked; the night does it too.
"""

import logging
from collections.abc import Iterable, Iterator

from django.db import OperationalError
from django.utils import timezone

from evaluation.models import Rollup, RollupMark
from evaluation.rollups import BATCH, counted
from partnerships.transactions import atomic_again
from workshops.models import Attendance, Programme

log = logging.getLogger(__name__)


def mark(structures: Iterable[int], families: Iterable[int] = ()) -> Iterable[int]:
    """Against what is kept of these structures, and of all that counted somebody of these
    households: one insert, which waits for nobody."""
    leads = {*structures}
    if families:
        theirs = Attendance.objects.filter(parent__family__in=families).order_by()
        leads |= {*theirs.values_list("programme__lead", flat=True).distinct()}
    marks = [RollupMark(structure_id=key) for key in sorted(leads)]
    yield len(RollupMark.objects.bulk_create(marks))


def current(programmes: Iterable[Programme]) -> dict[int, dict]:
    """What is kept of those who lead these programmes, counted again where it must be.

    Two queries when nothing changed since; no transaction, so that what was written is seen.
    """
    led = {}
    for programme in programmes:
        led.setdefault(programme.lead_id, set()).add(programme.pk)
    # The marks first: what is kept afterwards is at least as fresh.
    marks = marks_of(led)
    rollups = Rollup.objects.filter(structure__in=led).order_by()
    kept = dict(rollups.values_list("structure", "figures"))
    stale = {
        lead
        for lead, keys in led.items()
        if lead in marks or lead not in kept or not keys <= {*kept[lead]["programmes"]}
    }
    return kept | fresh(stale)


def fresh(structures: Iterable[int]) -> dict[int, dict]:
    """Counted now, and kept when something can be written: whoever only reads is not refused."""
    try:
        return recount(structures)
    except OperationalError:
        log.exception("What was counted could not be kept")
    found = {}
    for some in batched(structures):
        found |= counted(some)
    return found


def recount_marked() -> int:
    """Count again whatever was touched or never counted, observed or not; how many structures."""
    leads = set(Programme.objects.order_by().values_list("lead", flat=True).distinct())
    kept = set(Rollup.objects.order_by().values_list("structure", flat=True))
    return len(recount((leads - kept) | marks_of().keys()))


def recount_all() -> int:
    leads = set(Programme.objects.order_by().values_list("lead", flat=True).distinct())
    return len(recount(leads | marks_of().keys()))


def recount(structures: Iterable[int]) -> dict[int, dict]:
    """What their sheets add up to now, kept unless somebody else counts them too.

    A mark of ours goes first: of two who count at once, the one who keeps takes the marks of both,
    and the other finds theirs gone.
    """
    found = {}
    for some in batched(structures):
        list(mark(some))
        marks = marks_of(some)
        figures = counted(some)
        keep(figures=figures, marks=marks)
        found |= figures
    return found


def batched(structures: Iterable[int]) -> Iterator[list[int]]:
    wanted = sorted(structures)
    for start in range(0, len(wanted), BATCH):
        yield wanted[start : start + BATCH]


def marks_of(structures: Iterable[int] | None = None) -> dict[int, list[int]]:
    rows = RollupMark.objects.order_by()
    if structures is not None:
        rows = rows.filter(structure__in=structures)
    found = {}
    for structure, key in rows.values_list("structure", "pk"):
        found.setdefault(structure, []).append(key)
    return found


@atomic_again
def keep(*, figures: dict[int, dict], marks: dict[int, list[int]]) -> None:
    """By structure: instead of what was kept, and without the marks read before counting.

    A structure of which a mark is gone was counted by somebody else, perhaps later: theirs stays.
    """
    keys = [key for structure in figures for key in marks[structure]]
    rows = RollupMark.objects.filter(pk__in=keys).order_by("pk")
    there = set(rows.select_for_update().values_list("pk", flat=True))
    kept = [structure for structure in figures if there.issuperset(marks[structure])]
    Rollup.objects.bulk_create(
        [Rollup(structure_id=key, figures=figures[key], counted_at=timezone.now()) for key in kept],
        update_conflicts=True,
        unique_fields=["structure"],
        update_fields=["figures", "counted_at"],
    )
    RollupMark.objects.filter(pk__in=[key for one in kept for key in marks[one]]).delete()
