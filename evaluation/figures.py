"""Figures of a scope: every measure and breakdown folds the same rows, read once.

    figures = Figures.of(Scope((programme,), programme.starts_on, programme.ends_on))
    figures.measure("unique_parents").text      # « au moins 34 »
    figures.within(january, march).by_month()   # another period, no query more

Five queries (evaluation.scans), and one more when something is asked that stands beside the
sheets (evaluation.beside; three for what surveys say), whatever the measures. Minutes are whole minutes.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from operator import itemgetter

from evaluation.beside import Ran, Reviewed, Spoken, Valued
from evaluation.breakdowns import Breakdowns, GroupLine, Line, Share
from evaluation.measures import MEASURES, Figure
from evaluation.opinions import Results
from evaluation.rows import (
    COHORT,
    DAY,
    MINUTES,
    MODULE,
    PARENT,
    SESSION,
    Group,
    Helped,
    Meeting,
    Row,
    Sent,
)
from evaluation.scopes import Part, Scope
from evaluation.sources import Sources
from families.models import AgeBand, Gender, Qpv
from partnerships.calendar import first_year as first_year_of
from workshops.models import Programme, Session

__all__ = ["Figures", "GroupLine", "Line", "Scope", "Share"]


class Figures(Breakdowns):
    """The measures and breakdowns of one scope."""

    def __init__(self, scope: Scope, sources: Sources):
        self.scope = scope
        self.sources = sources
        self.first_day = scope.starts_on.isoformat()
        self.last_day = scope.ends_on.isoformat()
        self.known: dict[str, dict[int, str]] = {}

    @classmethod
    def of(cls, scope: Scope) -> "Figures":
        """Reads the sheets now, in five queries; what stands beside them when it is asked."""
        return cls(scope, Sources.of(scope))

    def within(self, starts_on: date, ends_on: date) -> "Figures":
        """The same programmes over other days, without a query."""
        return Figures(replace(self.scope, starts_on=starts_on, ends_on=ends_on), self.sources)

    def only(self, *programmes: Programme) -> "Figures":
        """Some programmes among those of the scope, without a query."""
        if set(programmes) == set(self.scope.programmes):
            return self
        scope = replace(self.scope, programmes=programmes)
        return Figures(scope, self.sources.only(*programmes))

    def of_part(self, part: Part) -> "Figures":
        """Some of their workshops, some of their schools, without a query."""
        if not any(part):
            return self
        workshops = part.workshops(self.sources)
        scope = replace(self.scope, workshops=workshops, schools=part.schools)
        return Figures(scope, self.sources.part(workshops, part.schools))

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

    def parents_by(self, span: Callable[[str], object]) -> dict[object, tuple[int, ...]]:
        """Those of the rows of each span of days, in order: rows are, so it is a slice."""
        ends, last = {}, 0
        for day, number in Counter(self.came.day).items():
            ends[span(day)] = last = last + number
        starts = [0, *ends.values()]
        return {
            key: self.came.parent[first:last]
            for (key, last), first in zip(ends.items(), starts, strict=False)
        }

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
        return Counter(map(itemgetter(SESSION), self.rows))

    def latest(self, column: str) -> dict[int, str]:
        """What was last known of each different parent; an unknown never replaces a known."""
        if column not in self.known:
            self.known[column] = self.last_known(column)
        return self.known[column]

    def last_known(self, column: str) -> dict[int, str]:
        known = dict.fromkeys(self.people, UNKNOWN[column])
        for parent, value in zip(self.came.parent, getattr(self.came, column), strict=True):
            if value != UNKNOWN[column]:
                known[parent] = value
        return known

    @cached_property
    def newcomers(self) -> list[int]:
        """Those who had never come to the structure before the period."""
        first_days = self.sources.first_days
        return [
            parent
            for parent, came_on in self.people.items()
            if first_days.get(parent, came_on) >= self.first_day
        ]

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
        schools_of = self.sources.schools_of
        return {
            school
            for year, parents in self.parents_by(first_year).items()
            for parent in set(parents)
            for school in schools_of.get((parent, year), ())
        }

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
        groups = {
            group.workshop: group for group in self.sources.groups.values() if group.planned_minutes
        }
        minutes, modules, done = Counter(), defaultdict(set), {}
        for row in self.sources.followed:
            if group := groups.get(row[COHORT]):
                key = (row[COHORT], row[PARENT])
                if group.is_by_modules:
                    modules[key].add(row[MODULE])
                    followed, planned = len(modules[key] - {None}), group.modules
                else:
                    minutes[key] += row[MINUTES]
                    followed, planned = minutes[key], group.planned_minutes
                if followed * 100 >= planned * group.threshold:
                    done.setdefault(key, row[DAY])
        return done

    # -- What stands beside the sheets ---------------------------------------------------------

    @cached_property
    def ran(self) -> list[Ran]:
        """Who ran the held sessions."""
        held = {meeting.session for meeting in self.held}
        return [row for row in self.sources.beside["ran"] if row.session in held]

    @cached_property
    def runners_of(self) -> dict[int, set[int]]:
        """The structures that ran each held session, when it was noted."""
        found = {}
        for row in self.ran:
            found.setdefault(row.session, set()).add(row.structure)
        return found

    @cached_property
    def partners(self) -> set[int]:
        """Who ran or hosted a held session, and the parties when all is counted; not the leads."""
        groups = self.sources.groups
        found = {row.structure for row in self.ran}
        found |= {groups[meeting.workshop].host for meeting in self.held}
        return (found | self.parties) - self.scope.leads

    @cached_property
    def parties(self) -> set[int]:
        if self.scope.is_part:
            return set()
        rows = self.sources.beside["party"]
        return {row.structure for row in rows if row.programme in self.scope.keys}

    @cached_property
    def reviewed(self) -> list[Reviewed]:
        """In the order of days; of a part of a programme, the reviews of its workshops alone."""
        rows = self.in_period(self.sources.beside["review"])
        if self.scope.is_part:
            return [row for row in rows if row.workshop in self.gathering]
        return [row for row in rows if row.programme in self.scope.keys]

    @cached_property
    def opinions(self) -> list[Results]:
        """Of the surveys closed in the period; of a part of a programme, those of its workshops."""
        asked = self.in_period(self.sources.beside["survey"])
        if self.scope.is_part:
            asked = [row for row in asked if row.workshop in self.gathering]
        else:
            asked = [row for row in asked if row.programme in self.scope.keys]
        heard = self.sources.beside.opinions
        return [heard[row.survey] for row in asked if row.survey in heard]

    @cached_property
    def valued(self) -> list[Valued]:
        """By the reports issued in the period, each in its last version at the end of it."""
        return [
            row
            for row in self.in_period(self.sources.beside["valued"])
            if row.workshop in self.gathering and not ("" < row.until <= self.last_day)
        ]

    @cached_property
    def gathering(self) -> set[int]:
        """The workshops counted here: of a school, those that have a session for it."""
        if self.scope.schools is None:
            return set(self.sources.groups)
        return {meeting.workshop for meeting in self.sources.meetings}

    @cached_property
    def spoken(self) -> list[Spoken]:
        return [row for row in self.sources.beside["spoken"] if row.parent in self.people]

    @cached_property
    def declared(self) -> dict[int, int]:
        """The children of each household that came: those of the year it has most of them."""
        came = set(zip(self.came.family, map(first_year, self.came.day), strict=True))
        found = defaultdict(Counter)
        for row in self.sources.beside["declared"]:
            if (row.family, row.year) in came:
                found[row.family][row.year] += row.children
        return {family: max(years.values()) for family, years in found.items()}


UNKNOWN = {"qpv": Qpv.UNKNOWN, "gender": Gender.UNKNOWN, "age_band": AgeBand.UNKNOWN}


@cache
def first_year(day: str) -> int:
    """2026 for any day of the school year 2026-2027."""
    return first_year_of(date.fromisoformat(day))
