"""What figures are made of: four queries, whatever the number of measures, read once and kept.

Days are ISO texts (« 2026-11-17 »): they compare as dates do, and cost nothing to read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import CharField, F, FilteredRelation, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast

from families.models import Parent
from workshops.models import Attendance, Enrolment, HeadCount, Module, Programme, Workshop


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

    rows: list[Row]
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
        groups, meetings, names = read_agenda(scope)
        first_days, schools_of, more_names = read_people(scope)
        return cls(
            rows=rows,
            groups=groups,
            meetings=meetings,
            first_days=first_days,
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
        place = Row._fields.index("workshop")
        return replace(
            self,
            rows=[row for row in self.rows if row[place] in groups],
            groups=groups,
            meetings=[meeting for meeting in self.meetings if meeting.workshop in groups],
        )


def text_of(day: str) -> Cast:
    """A date as text: converting thousands of them costs more than reading them."""
    return Cast(day, CharField())


def within(scope: Scope, attendances, path: str = ""):
    wanted = {"programme__in": scope.keys, "workshop__in": scope.workshops}
    wanted["school__in"] = scope.schools
    return attendances.filter(
        **{f"{path}{name}": values for name, values in wanted.items() if values is not None}
    )


def read_rows(scope: Scope) -> list[tuple]:
    """The one scan, covered by the index attendance_figures; in the order of days.

    Plain tuples in the order of Row: naming the columns of each would cost as much as the scan.
    """
    held = within(scope, Attendance.objects.filter(held=True)).order_by()
    rows = held.values_list(text_of("date"), *COLUMNS)
    # A person is once on a sheet, so that the comparison never goes past the first three.
    return sorted(rows)


def read_agenda(scope: Scope):
    """Workshops, their sessions and the heads counted there, in one query."""
    planned = Module.objects.filter(pathway=OuterRef("pathway")).order_by().values("pathway")
    workshops = Workshop.objects.filter(programme__in=scope.keys)
    if scope.workshops is not None:
        workshops = workshops.filter(pk__in=scope.workshops)
    lines = (
        workshops.annotate(
            planned=Subquery(planned.annotate(total=Sum("planned_minutes")).values("total")),
            parents=counted(HeadCount.Category.PARENTS),
            children=counted(HeadCount.Category.CHILDREN),
            day=text_of("sessions__date"),
        )
        .order_by("sessions__date", "sessions__starts_at", "sessions__pk", "pk")
        .values_list(
            "pk",
            "title",
            "programme_id",
            "pathway_id",
            "pathway__completion_threshold",
            "planned",
            "sessions__pk",
            "day",
            "sessions__status",
            "sessions__delivered_minutes",
            "sessions__school_id",
            "parents__number",
            "children__number",
            "sessions__school__structure__name",
        )
    )
    return sort_agenda(scope, lines)


def counted(category: str) -> FilteredRelation:
    return FilteredRelation(
        "sessions__head_counts", condition=Q(sessions__head_counts__category=category)
    )


def sort_agenda(scope: Scope, lines: Iterable[tuple]):
    groups, meetings, names = {}, [], {}
    for line in lines:
        workshop, title, programme, pathway, threshold, planned = line[:6]
        session, day, status, minutes, school, parents, children, name = line[6:]
        if workshop not in groups:
            groups[workshop] = Group(
                workshop, title, programme, pathway, threshold or 0, planned or 0
            )
        if session and (scope.schools is None or school in scope.schools):
            meetings.append(
                Meeting(session, workshop, day, status, minutes or 0, school, parents, children)
            )
        if school:
            names[school] = name
    return groups, meetings, names


def read_people(scope: Scope):
    """Since when each parent has come to the structure, and where their children go to school."""
    ever = Attendance.objects.taken_part().filter(programme__lead__in=scope.leads)
    first = ever.filter(parent=OuterRef("pk")).order_by("date").values("date")[:1]
    came = within(scope, Attendance.objects.taken_part()).values("parent")
    lines = Parent.objects.filter(pk__in=came).values_list(
        "pk",
        Cast(Subquery(first), CharField()),
        "family__schoolings__school_year",
        "family__schoolings__school_id",
        "family__schoolings__school__structure__name",
    )
    first_days, schools_of, names = {}, {}, {}
    for parent, day, year, school, name in lines.order_by():
        first_days[parent] = day
        if school:
            schools_of.setdefault((parent, year), set()).add(school)
            names[school] = name
    return first_days, schools_of, names


def read_enrolments(scope: Scope) -> dict[int, list[tuple[int, str, str]]]:
    enrolments = Enrolment.objects.filter(workshop__programme__in=scope.keys)
    lines = enrolments.order_by().values_list(
        F("workshop_id"), F("parent_id"), text_of("enrolled_on"), text_of("left_on")
    )
    found = {}
    for workshop, parent, enrolled_on, left_on in lines:
        found.setdefault(workshop, []).append((parent, enrolled_on, left_on or ""))
    return found
