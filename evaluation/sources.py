"""What figures are made of: read once (evaluation.scans), then cut, never asked again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from operator import itemgetter

from evaluation.beside import Beside
from evaluation.rows import (
    SCHOOL,
    STATUS,
    WORKSHOP,
    Group,
    Helped,
    Meeting,
    Sent,
)
from evaluation.scans import (
    first_days_of,
    read_care,
    read_groups,
    read_meetings,
    read_people,
    read_rows,
)
from evaluation.scopes import Scope
from workshops.models import Attendance, Programme

COUNTING = frozenset(Attendance.COUNTING)


@dataclass(frozen=True)
class Sources:
    """Everything the programmes hold, whatever the dates, so that a period is only a slice."""

    # In the order of days, all; rows hold the absent, came those who took part, and followed adds
    # to these what counts for a group of the scope and was caught up elsewhere.
    rows: list[tuple]
    came: list[tuple]
    followed: list[tuple]
    groups: dict[int, Group]
    # In the order of time.
    meetings: list[Meeting]
    supports: list[Helped]
    referrals: list[Sent]
    # The first day a parent ever came, in any programme of the leads.
    first_days: dict[int, str]
    # (parent, first year of the school year) → the schools of their children.
    schools_of: dict[tuple[int, int], set[int]]
    school_names: dict[int, str]
    # What only some measures ask, read when one of them does.
    beside: Beside

    @classmethod
    def of(cls, scope: Scope) -> "Sources":
        groups = read_groups(scope)
        sheets = read_rows(scope)
        followed = [row for row in sheets if row[STATUS] in COUNTING]
        rows, came = held_by(groups, sheets), held_by(groups, followed)
        meetings, names = read_meetings(scope)
        supports, referrals = read_care(scope)
        first_days, schools_of, more_names = read_people(scope, first_days_of(came))
        return cls(
            rows=rows,
            came=came,
            followed=followed,
            groups=groups,
            meetings=meetings,
            supports=supports,
            referrals=referrals,
            first_days=first_days,
            schools_of=schools_of,
            school_names=names | more_names,
            beside=Beside(scope),
        )

    def only(self, *programmes: Programme) -> "Sources":
        """What some of the programmes hold; first days stay those of the whole structure."""
        kept = {programme.pk for programme in programmes}
        groups = {
            workshop: group for workshop, group in self.groups.items() if group.programme in kept
        }
        rows, came, meetings = (held.of(kept) for held in self.by_programme)
        return replace(
            self,
            rows=rows,
            came=came,
            groups=groups,
            meetings=meetings,
            supports=[row for row in self.supports if row.programme in kept],
            referrals=[row for row in self.referrals if row.programme in kept],
        )

    @cached_property
    def by_programme(self) -> tuple["ByProgramme", "ByProgramme", "ByProgramme"]:
        """Rows, came and meetings: a network looks at hundreds of programmes one after the other."""
        return (
            ByProgramme(self.rows, map(itemgetter(WORKSHOP), self.rows), self.groups),
            ByProgramme(self.came, map(itemgetter(WORKSHOP), self.came), self.groups),
            ByProgramme(self.meetings, (one.workshop for one in self.meetings), self.groups),
        )

    def part(self, workshops: frozenset[int] | None, schools: frozenset[int] | None) -> "Sources":
        """Of these workshops and of what was held for these schools; None for all of them.

        As if they had been asked so: supports and referrals are of no workshop.
        """
        if workshops is not None:
            groups = {key: group for key, group in self.groups.items() if key in workshops}
            kept = replace(self.among(groups), supports=[], referrals=[])
        else:
            kept = self
        return kept if schools is None else kept.held_for(schools)

    def among(self, groups: dict[int, Group]) -> "Sources":
        """What counts for a group and was caught up elsewhere stays among what is followed."""
        return replace(
            self,
            rows=[row for row in self.rows if row[WORKSHOP] in groups],
            came=[row for row in self.came if row[WORKSHOP] in groups],
            groups=groups,
            meetings=[meeting for meeting in self.meetings if meeting.workshop in groups],
        )

    def held_for(self, schools: frozenset[int]) -> "Sources":
        return replace(
            self,
            rows=[row for row in self.rows if row[SCHOOL] in schools],
            came=[row for row in self.came if row[SCHOOL] in schools],
            followed=[row for row in self.followed if row[SCHOOL] in schools],
            meetings=[meeting for meeting in self.meetings if meeting.school in schools],
            supports=[row for row in self.supports if row.school in schools],
            referrals=[row for row in self.referrals if row.sender in schools],
        )


class ByProgramme:
    """Rows of sources, found by their programmes in their order, without looking at the others."""

    def __init__(self, rows: list, workshops: Iterable[int], groups: dict[int, Group]):
        self.rows, self.places = rows, defaultdict(list)
        for place, workshop in enumerate(workshops):
            self.places[groups[workshop].programme].append(place)

    def of(self, programmes: Iterable[int]) -> list:
        places = sorted(chain.from_iterable(self.places.get(key, ()) for key in programmes))
        return [self.rows[place] for place in places]


def held_by(groups: dict[int, Group], rows: list[tuple]) -> list[tuple]:
    """Those of the sessions of these workshops: nearly always all, which is seen faster than done."""
    if groups.keys() >= set(map(itemgetter(WORKSHOP), rows)):
        return rows
    return [row for row in rows if row[WORKSHOP] in groups]
