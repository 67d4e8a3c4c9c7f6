"""Goal 9: a hundred thousand sessions out, by our export and by the library’s.

Everything happens in a transaction that is rolled back.
"""

import datetime as dt
import time
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import modelresource_factory

from config.bench.tables import SHARE
from partnerships.models import Structure
from workshops import exports
from workshops.models import Programme, Session, Workshop

SESSIONS, BATCH = 100_000, 10_000
# What the library writes of each: the columns of ours that it finds, one query for all.
ADDED = ("planned_minutes", "parents_present", "parents_unnamed")
NAMES = (
    *("date", "starts_at", "ends_at", "workshop__programme__title", "workshop__title"),
    *("module__title", "school__structure__name", "place", "status", "cancel_reason"),
    *("delivered_minutes", *ADDED),
)
MEBIBYTE = 1024


def rounds(number):
    """[{format: [ours, the library’s], first, memory}]: seconds, and MB above where it began."""
    with transaction.atomic():
        fill()
        found = [{**timed("csv"), **timed("xlsx")} for _round in range(number)]
        transaction.set_rollback(True)
    return found


def fill():
    today = timezone.localdate()
    lead = Structure.objects.create(name="Centre des listes", kind="social_centre")
    season = {"starts_on": today - dt.timedelta(days=300), "ends_on": today}
    programme = Programme.objects.create(title="Programme des listes", lead=lead, **season)
    workshop = Workshop.objects.create(
        programme=programme, title="Atelier des listes", format="cafe", host=lead
    )
    for start in range(0, SESSIONS, BATCH):
        Session.objects.bulk_create(
            Session(
                workshop=workshop,
                date=today - dt.timedelta(days=number % 300),
                starts_at=dt.time(14),
                ends_at=dt.time(16),
                place=f"Salle {number}",
            )
            for number in range(start, start + BATCH)
        )


def asked():
    return Session.objects.filter(workshop__title="Atelier des listes")


def timed(format):
    ours, first, memory = export(format)
    return {
        format: [ours, SHARE * stock(format)],
        f"{format}_first": first,
        f"{format}_memory": memory,
    }


def export(format):
    """(seconds, seconds to the first byte, MB more than before at the worst moment)."""
    before = peak()
    begun = time.perf_counter()
    answer, first, size = exports.sessions(asked(), format=format), None, 0
    for part in answer:
        first = first or time.perf_counter() - begun
        size += len(part)
    done = time.perf_counter() - begun
    if size < SESSIONS:
        raise RuntimeError(f"{size} bytes for {SESSIONS} sessions")
    return done, first, highest() - before


def stock(format):
    """What the library takes for a tenth of them: it goes row by row."""
    added = {name: Field(attribute=name) for name in ADDED}
    resource = modelresource_factory(Session, meta_options={"fields": NAMES}, custom_fields=added)()
    some = asked().with_presence()
    some = some.select_related("workshop__programme", "module", "school__structure")
    begun = time.perf_counter()
    resource.export(some[: SESSIONS // SHARE]).export(format)
    return time.perf_counter() - begun


def peak():
    """MB held now; the highest is counted anew from here (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")
    return held("VmRSS")


def highest():
    return held("VmHWM")


def held(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith(name))
    return int(line.split()[1]) / MEBIBYTE
