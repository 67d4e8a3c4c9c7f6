"""The history of a partnership: gathered from every floor, told in five minutes or whole."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from partnerships import registry
from partnerships.calendar import school_year
from partnerships.models import Partnership, User
from partnerships.registry import Happening, Strand

# Of what repeats itself, the story in five minutes keeps the last ones and the next ones.
LAST = 6
NEXT = 4
# Of a long past, it keeps the latest chapters: the whole is one link away.
CHAPTERS = 16


@dataclass(frozen=True)
class Story:
    """What comes and what was, the latest first; whether something was left out."""

    coming: list[Happening]
    past: list[Happening]
    is_whole: bool


def happenings(partnership: Partnership, user: User) -> list[Happening]:
    """Everything this person may know of, the latest first."""
    found = registry.history.ask(partnership, user)
    return sorted(found, key=lambda happening: happening.on, reverse=True)


def in_five_minutes(found: list[Happening], today: dt.date) -> Story:
    coming = [happening for happening in found if happening.on > today]
    past = found[len(coming) :]
    # The next ones are the last of a list that goes back in time.
    near = list(reversed(thinned(reversed(coming), NEXT)))
    recent = thinned(past, LAST)[:CHAPTERS]
    return Story(near, recent, is_whole=len(near) + len(recent) == len(found))


def thinned(found: Iterable[Happening], most: int) -> list[Happening]:
    """All of them, but for routine ones after the first so many."""
    kept, routine = [], 0
    for happening in found:
        routine += happening.is_routine
        if not happening.is_routine or routine <= most:
            kept.append(happening)
    return kept


def of_strand(found: list[Happening], strand: str) -> list[Happening]:
    """Those of one strand; a word that is no strand filters nothing."""
    if strand not in Strand.values:
        return found
    return [happening for happening in found if happening.strand == strand]


def by_school_year(found: Iterable[Happening]) -> list[tuple[str, list[Happening]]]:
    """[(« 2025-2026 », its happenings)], in the order they come."""
    groups = groupby(found, key=lambda happening: school_year(happening.on))
    return [(year, list(group)) for year, group in groups]


def strands(found: list[Happening], chosen: str) -> list[tuple[str, str, bool]]:
    """The filters of a history that leave something to read: (value, label, is it the one)."""
    chosen = chosen if chosen in Strand.values else ""
    spun = {happening.strand for happening in found} | {chosen}
    return [("", _("tout"), not chosen)] + [
        (strand.value, strand.label, strand.value == chosen) for strand in Strand if strand in spun
    ]
