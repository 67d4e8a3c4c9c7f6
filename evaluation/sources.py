"""What figures are made of: six queries, whatever the number of measures, read once and kept.

Days are ISO texts (« 2026-11-17 »): they compare as dates do, and cost nothing to read.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import CharField, F, FilteredRelation, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast

from families.models import Schooling
from workshops.models import (
    Attendance,
    Enrolment,
    HeadCount,
    Module,
    Programme,
    Session,
    Workshop,
)

COUNTING = frozenset(Attendance.COUNTING)


@dataclass(frozen=True)
class Scope:
    """Whose sessions, and from which day to which, both included.

    workshops and schools (primary keys) narrow it; a school is the one a session is held for.
    """

    programmes: tuple[Programme, ...]
    starts_on: date
    ends_on: date
    workshops: frozenset[int] | None = None
    schools: frozenset[int] | None = None

    @property
    def leads(self) -> frozenset[int]:
        """The structures that answer for these figures."""
        return frozenset(programme.lead_id for programme in self.programmes)

    @property
    def keys(self) -> list[int]:
        return [programme.pk for programme in self.programmes]

    @property
    def is_whole(self) -> bool:
        """Every session of the programmes, whatever the workshop and the school."""
        return self.workshops is None and self.schools is None


class Row(NamedTuple):
    """One person on the sheet of one held session, as the snapshot of that day keeps it."""

    day: str
    session: int
    parent: int
    status: str
    workshop: int
    school: int | None
    minutes: int
    family: int
    qpv: str
    gender: str
    age_band: str


# Where the columns of a row stand: unpacking each row would cost more than counting them.
DAY, SESSION, PARENT, STATUS, WORKSHOP, _SCHOOL, MINUTES, *_OTHERS = range(len(Row._fields))

# Where a Row comes from, after its day.
COLUMNS = (
    "session_id",
    "parent_id",
    "status",
    "workshop_id",
    "school_id",
    "counted_minutes",
    "family_key",
    "lives_in_qpv",
    "gender",
    "age_band",
)


class Meeting(NamedTuple):
    """One session, whatever became of it; counted and children are heads, None when not counted."""

    session: int
    workshop: int
    day: str
    status: str
    minutes: int
    school: int | None
    counted: int | None
    children: int | None


class Group(NamedTuple):
    """One workshop; its planned minutes are those of the pathway it follows, 0 without one."""

    workshop: int
    title: str
    programme: int
    pathway: int | None
    threshold: int
    planned_minutes: int


@dataclass(frozen=True)
class Sources:
    """Everything the programmes hold, whatever the dates, so that a period is only a slice."""

    # In the order of days, both; rows hold the absent, came those who took part.
    rows: list[tuple]
    came: list[tuple]
    groups: dict[int, Group]
    # In the order of time.
    meetings: list[Meeting]
    # The first day a parent ever came, in any programme of the leads.
    first_days: dict[int, str]
    # (parent, first year of the school year) → the schools of their children.
    schools_of: dict[tuple[int, int], set[int]]
    # workshop → (parent, enrolled on, left on or "").
    enrolments: dict[int, list[tuple[int, str, str]]]
    school_names: dict[int, str]

    @classmethod
    def of(cls, scope: Scope) -> "Sources":
        rows = read_rows(scope)
        came = [row for row in rows if row[STATUS] in COUNTING]
        meetings, names = read_meetings(scope)
        schools_of, more_names = read_schools(scope)
        return cls(
            rows=rows,
            came=came,
            groups=read_groups(scope),
            meetings=meetings,
            first_days=read_first_days(scope, came),
            schools_of=schools_of,
            enrolments=read_enrolments(scope),
            school_names=names | more_names,
        )

    def only(self, programme: Programme) -> "Sources":
        """What one of the programmes holds; first days stay those of the whole structure."""
        groups = {
            workshop: group
            for workshop, group in self.groups.items()
            if group.programme == programme.pk
        }
        return replace(
            self,
            rows=[row for row in self.rows if row[WORKSHOP] in groups],
            came=[row for row in self.came if row[WORKSHOP] in groups],
            groups=groups,
            meetings=[meeting for meeting in self.meetings if meeting.workshop in groups],
        )


def text_of(day: str) -> Cast:
    """A date as text: converting thousands of them costs more than reading them."""
    return Cast(day, CharField())


def within(scope: Scope, attendances):
    wanted = {"programme__in": scope.keys, "workshop__in": scope.workshops}
    wanted["school__in"] = scope.schools
    return attendances.filter(
        **{name: values for name, values in wanted.items() if values is not None}
    )


def read_rows(scope: Scope) -> list[tuple]:
    """The one scan, covered by the index attendance_figures; in the order of days.

    Plain tuples in the order of Row: naming the columns of each would cost as much as the scan.
    """
    held = within(scope, Attendance.objects.filter(held=True)).order_by()
    rows = held.values_list(text_of("date"), *COLUMNS)
    # A person is once on a sheet, so that the comparison never goes past the first three.
    return sorted(rows)


def read_groups(scope: Scope) -> dict[int, Group]:
    planned = Module.objects.filter(pathway=OuterRef("pathway")).order_by().values("pathway")
    workshops = Workshop.objects.filter(programme__in=scope.keys)
    if scope.workshops is not None:
        workshops = workshops.filter(pk__in=scope.workshops)
    lines = workshops.order_by("pk").values_list(
        *("pk", "title", "programme_id", "pathway_id", "pathway__completion_threshold"),
        Subquery(planned.annotate(total=Sum("planned_minutes")).values("total")),
    )
    return {
        workshop: Group(workshop, title, programme, pathway, threshold or 0, planned or 0)
        for workshop, title, programme, pathway, threshold, planned in lines
    }


def read_meetings(scope: Scope) -> tuple[list[Meeting], dict[int, str]]:
    """The sessions with the heads counted there, and the names of their schools."""
    sessions = Session.objects.filter(workshop__programme__in=scope.keys)
    for name, values in (("workshop", scope.workshops), ("school", scope.schools)):
        if values is not None:
            sessions = sessions.filter(**{f"{name}__in": values})
    lines = (
        sessions.annotate(
            parents=counted(HeadCount.Category.PARENTS),
            children=counted(HeadCount.Category.CHILDREN),
        )
        .order_by("date", "starts_at", "pk")
        .values_list(
            *("pk", "workshop_id", text_of("date"), "status", "delivered_minutes", "school_id"),
            *("parents__number", "children__number", "school__structure__name"),
        )
    )
    meetings, names = [], {}
    for session, workshop, day, status, minutes, school, parents, children, name in lines:
        meetings.append(
            Meeting(session, workshop, day, status, minutes or 0, school, parents, children)
        )
        if school:
            names[school] = name
    return meetings, names


def counted(category: str) -> FilteredRelation:
    return FilteredRelation("head_counts", condition=Q(head_counts__category=category))


def read_first_days(scope: Scope, came: list[tuple]) -> dict[int, str]:
    """Since when each parent has come to the structure: here, or in another programme of it."""
    first = {row[PARENT]: row[DAY] for row in reversed(came)}
    programmes = Programme.objects.filter(lead__in=scope.leads)
    if scope.is_whole:
        programmes = programmes.exclude(pk__in=scope.keys)
    # Of everybody, in the order of the covering index: cheaper than to look for each of ours.
    elsewhere = Attendance.objects.taken_part().filter(programme__in=programmes.values("pk"))
    lines = elsewhere.order_by().values_list("parent").annotate(day=Cast(Min("date"), CharField()))
    for parent, day in lines:
        if parent in first:
            first[parent] = min(day, first[parent])
    return first


def read_schools(scope: Scope):
    """Where the children of those who came go to school, and the names of these schools."""
    lines = Schooling.objects.filter(family__parents__in=parents_of(scope)).order_by()
    schools_of, names = {}, {}
    for parent, year, school, name in lines.values_list(
        "family__parents", "school_year", "school_id", "school__structure__name"
    ):
        schools_of.setdefault((parent, year), set()).add(school)
        names[school] = name
    return schools_of, names


def parents_of(scope: Scope):
    return within(scope, Attendance.objects.taken_part()).order_by().values("parent")


def read_enrolments(scope: Scope) -> dict[int, list[tuple[int, str, str]]]:
    enrolments = Enrolment.objects.filter(workshop__programme__in=scope.keys)
    lines = enrolments.order_by().values_list(
        F("workshop_id"), F("parent_id"), text_of("enrolled_on"), text_of("left_on")
    )
    found = {}
    for workshop, parent, enrolled_on, left_on in lines:
        found.setdefault(workshop, []).append((parent, enrolled_on, left_on or ""))
    return found
