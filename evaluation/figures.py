"""Figures of a scope: every measure and breakdown folds the same rows, read once.

    figures = Figures.of(Scope((programme,), programme.starts_on, programme.ends_on))
    figures.measure("unique_parents").text      # « au moins 34 »
    figures.within(january, march).by_month()   # another period, no query more

Five queries (evaluation.sources), whatever is asked afterwards. Minutes are whole minutes.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple

from django.utils.translation import gettext as _

from evaluation.measures import MEASURES, Figure
from evaluation.sources import (
    DAY,
    MINUTES,
    PARENT,
    SESSION,
    WORKSHOP,
    Group,
    Helped,
    Meeting,
    Row,
    Scope,
    Sent,
    Sources,
)
from families.models import AgeBand, Gender, Qpv
from partnerships.calendar import first_year as first_year_of
from partnerships.calendar import months_between
from workshops.models import Programme, Session

__all__ = ["Figures", "Scope"]


class Line(NamedTuple):
    """One line of a breakdown; parents are the different ones of that line, never to be summed."""

    key: object
    label: str
    sessions: int
    minutes: int
    participations: int
    parents: int | None


class Share(NamedTuple):
    """Different parents by something personal; the parts add up to the whole, unknown included.

    None once hidden: see disclosure.py.
    """

    key: str
    label: str
    parents: int | None
    is_unknown: bool


class GroupLine(NamedTuple):
    group: Group
    starts_on: date | None
    sessions: int
    delivered_minutes: int
    parents: int


class Figures:
    """The measures and breakdowns of one scope."""

    def __init__(self, scope: Scope, sources: Sources):
        self.scope = scope
        self.sources = sources
        self.first_day = scope.starts_on.isoformat()
        self.last_day = scope.ends_on.isoformat()

    @classmethod
    def of(cls, scope: Scope) -> "Figures":
        """Reads everything now, in five queries; nothing is asked of the database afterwards."""
        return cls(scope, Sources.of(scope))

    def within(self, starts_on: date, ends_on: date) -> "Figures":
        """The same programmes over other days, without a query."""
        return Figures(replace(self.scope, starts_on=starts_on, ends_on=ends_on), self.sources)

    def only(self, programme: Programme) -> "Figures":
        """One programme among those of the scope, without a query."""
        if len(self.scope.programmes) == 1:
            return self
        scope = replace(self.scope, programmes=(programme,))
        return Figures(scope, self.sources.only(programme))

    # -- Measures ------------------------------------------------------------------------------

    def measure(self, name: str) -> Figure:
        """Refuses (KeyError) a name that is not in the registry."""
        return MEASURES[name].of(self)

    def measures(self, names: Iterable[str] = MEASURES) -> dict[str, Figure]:
        return {name: self.measure(name) for name in names}

    # -- What the folds read -------------------------------------------------------------------

    def covers(self, day: str) -> bool:
        return self.first_day <= day <= self.last_day

    def in_period(self, rows: list[tuple]) -> list[tuple]:
        """Those of the period; rows are sorted by day, so it is a slice."""
        first = bisect_left(rows, self.first_day, key=lambda row: row[DAY])
        last = bisect_right(rows, self.last_day, key=lambda row: row[DAY])
        return rows[first:last]

    @cached_property
    def rows(self) -> list[tuple]:
        """The sheets of the period, the absent included."""
        return self.in_period(self.sources.rows)

    @cached_property
    def came(self) -> Row:
        """Present or late, as columns: came.parent is the parents of all these rows, in order."""
        rows = self.in_period(self.sources.came)
        return Row(*zip(*rows, strict=True)) if rows else Row(*[()] * len(Row._fields))

    @cached_property
    def helped(self) -> list[Helped]:
        return self.in_period(self.sources.supports)

    @cached_property
    def sent(self) -> list[Sent]:
        return self.in_period(self.sources.referrals)

    @cached_property
    def people(self) -> dict[int, str]:
        """The different parents, and the first day each came in the period."""
        first = {}
        for parent, day in zip(self.came.parent, self.came.day, strict=True):
            first.setdefault(parent, day)
        return first

    @cached_property
    def held(self) -> list[Meeting]:
        return [
            meeting
            for meeting in self.sources.meetings
            if meeting.status == Session.Status.HELD and self.covers(meeting.day)
        ]

    @cached_property
    def named_in(self) -> Counter:
        """How many parents with a name took part, by session."""
        return Counter(self.came.session)

    @cached_property
    def unnamed_in(self) -> dict[int, int]:
        """Parents counted by eye beyond those with a name, by session."""
        beyond = {
            meeting.session: (meeting.counted or 0) - self.named_in[meeting.session]
            for meeting in self.held
        }
        return {session: number for session, number in beyond.items() if number > 0}

    @cached_property
    def unnamed(self) -> int:
        return sum(self.unnamed_in.values())

    @cached_property
    def expected_in(self) -> Counter:
        """How many parents each held session expected: those noted on its sheet, present or not.

        Closing it noted everybody enrolled that day, so that enrolling, leaving or coming back
        later moves no past rate.
        """
        return Counter(row[SESSION] for row in self.rows)

    def latest(self, column: str) -> dict[int, str]:
        """What was last known of each different parent; an unknown never replaces a known."""
        known = dict.fromkeys(self.people, UNKNOWN[column])
        for parent, value in zip(self.came.parent, getattr(self.came, column), strict=True):
            if value != UNKNOWN[column]:
                known[parent] = value
        return known

    @cached_property
    def schools_of_sessions(self) -> set[int]:
        """Of the held sessions that gathered somebody."""
        return {
            meeting.school
            for meeting in self.held
            if meeting.school and (meeting.counted or self.named_in[meeting.session])
        }

    @cached_property
    def schools_of_families(self) -> set[int]:
        """Of the children of those who came, the school year they came."""
        when = set(zip(self.came.parent, map(first_year, self.came.day), strict=True))
        return {school for key in when for school in self.sources.schools_of.get(key, ())}

    @cached_property
    def start_of_groups(self) -> dict[int, str]:
        """The first day each workshop gathered somebody, whatever the period."""
        named = {row[SESSION] for row in self.sources.came}
        start = {}
        for meeting in self.sources.meetings:
            gathered = meeting.counted or meeting.session in named
            if meeting.status == Session.Status.HELD and gathered:
                start.setdefault(meeting.workshop, meeting.day)
        return start

    def next_start(self, today: date) -> tuple[Group, date] | None:
        """The first cohort that has not started and has a session planned from that day on."""
        groups = self.sources.groups
        for meeting in self.sources.meetings:
            is_ahead = meeting.status == Session.Status.PLANNED and meeting.day >= today.isoformat()
            is_new = meeting.workshop not in self.start_of_groups
            if is_ahead and is_new and groups[meeting.workshop].pathway:
                return groups[meeting.workshop], date.fromisoformat(meeting.day)
        return None

    @cached_property
    def completions(self) -> dict[tuple[int, int], str]:
        """(cohort, parent) → the day they had followed enough of it, whatever the period."""
        wanted = {
            group.workshop: group.planned_minutes * group.threshold
            for group in self.sources.groups.values()
            if group.planned_minutes
        }
        followed, done = Counter(), {}
        for row in self.sources.came:
            if row[WORKSHOP] in wanted:
                key = (row[WORKSHOP], row[PARENT])
                followed[key] += row[MINUTES]
                if followed[key] * 100 >= wanted[row[WORKSHOP]]:
                    done.setdefault(key, row[DAY])
        return done

    # -- Breakdowns ----------------------------------------------------------------------------

    def by_month(self) -> list[Line]:
        """Every month of the scope, also those without a session; the key is its first day."""
        months = months_between(self.scope.starts_on, self.scope.ends_on)
        line_of = self.broken_down(
            [meeting.day[:7] for meeting in self.held], [day[:7] for day in self.came.day]
        )
        return [line_of(month.isoformat()[:7])._replace(key=month) for month in months]

    def by_school(self) -> list[Line]:
        """By the school a session was held for; those held for none come last."""
        held = [meeting.school for meeting in self.held]
        line_of = self.broken_down(held, self.came.school)
        names = self.sources.school_names
        schools = {*held, *self.came.school}
        known = sorted(schools - {None}, key=lambda school: names.get(school, ""))
        unknown = [None] if None in schools else []
        return [
            line_of(school)._replace(
                label=names.get(school) or _("pour aucune école en particulier")
            )
            for school in known + unknown
        ]

    def broken_down(self, held: list, came: Iterable) -> Callable[[object], Line]:
        """A function from a key to its line, from the key of each held session and of each row."""
        sessions, participations, minutes = Counter(held), Counter(came), Counter()
        for key, meeting in zip(held, self.held, strict=True):
            minutes[key] += meeting.minutes
            participations[key] += self.unnamed_in.get(meeting.session, 0)
        # Counted by the interpreter, as fast as it goes: there are thousands of these pairs.
        parents = Counter(key for key, _parent in set(zip(came, self.came.parent, strict=True)))
        return lambda key: Line(
            key, "", sessions[key], minutes[key], participations[key], parents[key]
        )

    def cumulative(self) -> list[tuple[date, int]]:
        """Different parents since the first day, at the end of each month: recomputed, not summed."""
        months = months_between(self.scope.starts_on, self.scope.ends_on)
        first = Counter(day[:7] for day in self.people.values())
        totals = accumulate(first[month.isoformat()[:7]] for month in months)
        return list(zip(months, totals, strict=True))

    def by_qpv(self) -> list[Share]:
        return self.shares("qpv", Qpv)

    def by_gender(self) -> list[Share]:
        return self.shares("gender", Gender)

    def by_age_band(self) -> list[Share]:
        return self.shares("age_band", AgeBand)

    def shares(self, column: str, choices) -> list[Share]:
        """One part per possible answer, in its order, the unknown last."""
        numbers = Counter(self.latest(column).values())
        return [
            Share(choice.value, str(choice.label), numbers[choice.value], choice == choices.UNKNOWN)
            for choice in choices
        ]

    @property
    def outside_groups(self) -> int:
        """Different parents who are in no cohort."""
        groups = self.sources.groups
        inside = {
            parent
            for workshop, parent in zip(self.came.workshop, self.came.parent, strict=True)
            if workshop in groups and groups[workshop].pathway
        }
        return len(self.people) - len(inside)

    def groups(self) -> list[GroupLine]:
        """The cohorts in the order they started: what was delivered, and to how many."""
        sessions, minutes, parents = Counter(), Counter(), {}
        for meeting in self.held:
            sessions[meeting.workshop] += 1
            minutes[meeting.workshop] += meeting.minutes
        for workshop, parent in zip(self.came.workshop, self.came.parent, strict=True):
            parents.setdefault(workshop, set()).add(parent)
        lines = [
            GroupLine(
                group,
                to_date(self.start_of_groups.get(group.workshop)),
                sessions[group.workshop],
                minutes[group.workshop],
                len(parents.get(group.workshop, ())),
            )
            for group in self.sources.groups.values()
            if group.pathway
        ]
        return sorted(lines, key=lambda line: (line.starts_on or date.max, line.group.title))


UNKNOWN = {"qpv": Qpv.UNKNOWN, "gender": Gender.UNKNOWN, "age_band": AgeBand.UNKNOWN}


def to_date(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


@cache
def first_year(day: str) -> int:
    """2026 for any day of the school year 2026-2027."""
    return first_year_of(date.fromisoformat(day))
