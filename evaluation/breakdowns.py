"""Figures line by line: by month, by school, by who ran, by what is known of the people.

Parents of a line are the different ones of that line, never to be summed.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from evaluation.rows import Group
from families.models import AgeBand, Gender, Qpv
from partnerships.calendar import months_between


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


class Breakdowns:
    """What Figures answers in several lines, from what it holds already."""

    def by_month(self) -> list[Line]:
        """Every month of the scope, also those without a session; the key is its first day."""
        months = months_between(self.scope.starts_on, self.scope.ends_on)
        came = self.parents_by(month_of)
        line_of = self.lines_of(
            [month_of(meeting.day) for meeting in self.held],
            Counter({month: len(parents) for month, parents in came.items()}),
            Counter({month: len(set(parents)) for month, parents in came.items()}),
        )
        return [line_of(month_of(month.isoformat()))._replace(key=month) for month in months]

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

    def broken_down(self, held: list, came: tuple) -> Callable[[object], Line]:
        """A function from a key to its line, from the key of each held session and of each row."""
        # Counted by the interpreter, as fast as it goes: there are thousands of these pairs.
        pairs = set(zip(came, self.came.parent, strict=True))
        return self.lines_of(held, Counter(came), Counter(map(itemgetter(0), pairs)))

    def lines_of(self, held: list, named: Counter, parents: Counter) -> Callable[[object], Line]:
        """The same, from how many came with a name and how many different parents, by key."""
        sessions, participations, minutes = Counter(held), named.copy(), Counter()
        for key, meeting in zip(held, self.held, strict=True):
            minutes[key] += meeting.minutes
            participations[key] += self.unnamed_in.get(meeting.session, 0)
        return lambda key: Line(
            key, "", sessions[key], minutes[key], participations[key], parents[key]
        )

    def cumulative(self) -> list[tuple[date, int]]:
        """Different parents since the first day, at the end of each month: recomputed, not summed."""
        months = months_between(self.scope.starts_on, self.scope.ends_on)
        first = Counter(map(month_of, self.people.values()))
        totals = accumulate(first[month_of(month.isoformat())] for month in months)
        return list(zip(months, totals, strict=True))

    def by_qpv(self) -> list[Share]:
        return self.shares("qpv", Qpv)

    def by_gender(self) -> list[Share]:
        return self.shares("gender", Gender)

    def by_age_band(self) -> list[Share]:
        return self.shares("age_band", AgeBand)

    def shares(self, column: str, choices) -> list[Share]:
        return shares_of(Counter(self.latest(column).values()), choices)

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
        # Who only caught up there is of another group.
        for workshop, parent in zip(self.came.cohort, self.came.parent, strict=True):
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

    def by_novelty(self) -> list[Share]:
        """Came for the first time ever in the period, or known before; there is no unknown."""
        new = len(self.newcomers)
        return [
            Share("new", _("nouveaux"), new, False),
            Share("known", _("déjà venus avant"), len(self.people) - new, False),
        ]

    def by_structure(self) -> list[Line]:
        """Held sessions by the structures that ran them: one run by two counts in both."""
        minutes = {meeting.session: meeting.minutes for meeting in self.held}
        names = {row.structure: row.name for row in self.ran}
        found = {
            structure: [] for structure in sorted(names, key=lambda key: names[key].casefold())
        }
        for session, structures in self.runners_of.items():
            for structure in structures:
                found[structure].append(session)
        unsaid = [session for session in minutes if session not in self.runners_of]
        if unsaid and found:
            found[None], names[None] = unsaid, _("on ne sait pas qui animait")
        return [
            Line(key, names[key], len(sessions), sum(map(minutes.get, sessions)), 0, None)
            for key, sessions in found.items()
        ]


def month_of(day: str) -> str:
    return day[:7]


def shares_of(numbers: Counter, choices) -> list[Share]:
    """One part per possible answer, in its order, the unknown last."""
    return [
        Share(choice.value, str(choice.label), numbers[choice.value], choice == choices.UNKNOWN)
        for choice in choices
    ]


def to_date(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
