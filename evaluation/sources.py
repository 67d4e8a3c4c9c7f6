"""What figures are made of: five queries, whatever the number of measures, read once and kept.

Days are ISO texts (« 2026-11-17 »): they compare as dates do, and cost nothing to read.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast

from families.models import Parent, Referral, Schooling
from workshops.models import (
    Attendance,
    HeadCount,
    Module,
    Programme,
    ReferralContext,
    Session,
    SupportContext,
    Workshop,
)

BIG = BigIntegerField()
NO_TEXT, NO_NUMBER = Value(None, output_field=CharField()), Value(None, output_field=BIG)
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


class Helped(NamedTuple):
    """One meeting of individual support; its school is the one it was with."""

    day: str
    support: int
    programme: int
    minutes: int
    school: int | None


class Sent(NamedTuple):
    """One person shown the way to the programme, with their agreement; the sender is a structure."""

    day: str
    referral: int
    programme: int
    sender: int
    status: str


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
    supports: list[Helped]
    referrals: list[Sent]
    # The first day a parent ever came, in any programme of the leads.
    first_days: dict[int, str]
    # (parent, first year of the school year) → the schools of their children.
    schools_of: dict[tuple[int, int], set[int]]
    school_names: dict[int, str]

    @classmethod
    def of(cls, scope: Scope) -> "Sources":
        rows = read_rows(scope)
        came = [row for row in rows if row[STATUS] in COUNTING]
        meetings, names = read_meetings(scope)
        supports, referrals = read_care(scope)
        first_days, schools_of, more_names = read_people(scope)
        return cls(
            rows=rows,
            came=came,
            groups=read_groups(scope),
            meetings=meetings,
            supports=supports,
            referrals=referrals,
            first_days=first_days,
            schools_of=schools_of,
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
            supports=[row for row in self.supports if row.programme == programme.pk],
            referrals=[row for row in self.referrals if row.programme == programme.pk],
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


def read_care(scope: Scope) -> tuple[list[Helped], list[Sent]]:
    """Two questions about people one by one, in one query: who was helped, who was sent.

    Neither is of a workshop. A school narrows them to what was done with it, or sent by it. Never a
    note is read. A draft and an agreement taken back were never sent.
    """
    if scope.workshops is not None:
        return [], []
    helped = SupportContext.objects.filter(programme__in=scope.keys)
    sent = ReferralContext.objects.filter(
        programme__in=scope.keys, referral__in=Referral.objects.sent().order_by().values("pk")
    )
    if scope.schools is not None:
        helped = helped.filter(support__school__in=scope.schools)
        sent = sent.filter(referral__sender__in=scope.schools)
    helped = helped.order_by().values_list(
        *(text_of("support__held_on"), "support", "programme", Cast("support__minutes", BIG)),
        *(Cast("support__school", BIG), NO_TEXT),
    )
    sent = sent.order_by().values_list(
        *(text_of("referral__made_on"), "referral", "programme", NO_NUMBER),
        *(Cast("referral__sender", BIG), "referral__status"),
    )
    supports, referrals = [], []
    for day, key, programme, minutes, place, status in helped.union(sent, all=True):
        if status is None:
            supports.append(Helped(day, key, programme, minutes, place))
        else:
            referrals.append(Sent(day, key, programme, place, status))
    return sorted(supports, key=in_time), sorted(referrals, key=in_time)


def in_time(row: tuple) -> tuple:
    """The day, then the number."""
    return row[:2]


def counted(category: str) -> FilteredRelation:
    return FilteredRelation("head_counts", condition=Q(head_counts__category=category))


def read_people(scope: Scope):
    """Two questions about people in one query: since when they come, where their children learn.

    A line has a first day, or a school year with the school and its name.
    """
    since = Parent.objects.filter(pk__in=parents_of(scope)).values_list(
        *("pk", first_day_ever(scope), NO_NUMBER, NO_NUMBER, NO_TEXT)
    )
    schools = Schooling.objects.filter(family__parents__in=parents_of(scope)).values_list(
        *("family__parents", NO_TEXT, Cast("school_year", BIG)),
        *("school_id", "school__structure__name"),
    )
    first_days, schools_of, names = {}, {}, {}
    lines = since.order_by().union(schools.order_by(), all=True)
    for parent, first_day, year, school, name in lines:
        if first_day:
            first_days[parent] = first_day
        else:
            schools_of.setdefault((parent, year), set()).add(school)
            names[school] = name
    return first_days, schools_of, names


def parents_of(scope: Scope):
    return within(scope, Attendance.objects.taken_part()).order_by().values("parent")


def first_day_ever(scope: Scope) -> Cast:
    """Looked for one parent at a time: it costs the same however long the history of the centre."""
    ever = Attendance.objects.taken_part().filter(programme__lead__in=scope.leads)
    first = ever.filter(parent=OuterRef("pk")).order_by("date").values("date")[:1]
    return Cast(Subquery(first), CharField())
