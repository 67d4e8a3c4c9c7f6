"""The five queries behind every figure, whatever the number of measures."""

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    F,
    FilteredRelation,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast

from evaluation.rows import COLUMNS, DAY, PARENT, Group, Helped, Meeting, Sent
from evaluation.scopes import Scope, is_among, narrowed, text_of
from families.models import Parent, Referral
from partnerships.keys import Keys
from partnerships.questions import written_once
from workshops.models import (
    Attendance,
    HeadCount,
    Module,
    Pathway,
    Programme,
    ReferralContext,
    Session,
    SupportContext,
    Workshop,
)

BIG = BigIntegerField()
NO_TEXT, NO_NUMBER = Value(None, output_field=CharField()), Value(None, output_field=BIG)


def read_rows(scope: Scope) -> list[tuple]:
    """The one scan, covered by the index attendance_figures; in the order of days.

    With it, what counts for the groups of the scope and was caught up at another’s: by the index
    attendance_caught_up, a handful of rows. Plain tuples in the order of Row: naming the columns
    of each would cost as much as the scan.
    """
    # A person is once on a sheet, so that the comparison never goes past the first three.
    return sorted(rows_asked(*scope.asked))


@written_once
def rows_asked(programmes, workshops, schools):
    held = Attendance.objects.filter(held=True)
    held = narrowed(held, programme=programmes, workshop=workshops, school=schools).order_by()
    caught_up = caught_up_elsewhere(programmes, workshops, schools).order_by()
    columns = (text_of("date"), *COLUMNS)
    return held.values_list(*columns).union(caught_up.values_list(*columns), all=True)


def caught_up_elsewhere(programmes, workshops, schools):
    """Held rows that advance a group of these, of sessions that are not of them."""
    rows = Attendance.objects.filter(~Q(cohort=F("workshop")), held=True)
    rows = narrowed(rows, school=schools)
    if workshops is None:
        return rows.filter(cohort__programme__in=programmes).exclude(programme__in=programmes)
    groups = narrowed(Workshop.objects, programme=programmes, pk=workshops)
    rows = rows.filter(cohort__in=groups.values("pk"))
    return rows.exclude(is_among("workshop", workshops), programme__in=programmes)


def read_groups(scope: Scope) -> dict[int, Group]:
    return {
        workshop: Group(
            *(workshop, title, programme, pathway, threshold or 0, planned or 0, number or 0),
            *(by == Pathway.CompletionBy.MODULES, *others),
        )
        for workshop, title, programme, pathway, threshold, planned, number, by, *others in (
            groups_asked(*scope.asked[:2])
        )
    }


@written_once
def groups_asked(programmes, workshops):
    modules = Module.objects.filter(pathway=OuterRef("pathway")).order_by().values("pathway")
    groups = narrowed(Workshop.objects, programme=programmes, pk=workshops)
    return groups.order_by("pk").values_list(
        *("pk", "title", "programme_id", "pathway_id", "pathway__completion_threshold"),
        Subquery(modules.annotate(total=Sum("planned_minutes")).values("total")),
        Subquery(modules.annotate(total=Count("pk")).values("total")),
        *("pathway__completion_by", "format", "host_id", "capacity"),
    )


def read_meetings(scope: Scope) -> tuple[list[Meeting], dict[int, str]]:
    """The sessions with the heads counted there, and the names of their schools."""
    lines = meetings_asked(*scope.asked)
    meetings, names = [], {}
    for session, workshop, day, status, minutes, school, parents, children, name in lines:
        meetings.append(
            Meeting(session, workshop, day, status, minutes or 0, school, parents, children)
        )
        if school:
            names[school] = name
    return meetings, names


@written_once
def meetings_asked(programmes, workshops, schools):
    sessions = narrowed(
        Session.objects, workshop__programme=programmes, workshop=workshops, school=schools
    ).annotate(
        parents=counted(HeadCount.Category.PARENTS),
        children=counted(HeadCount.Category.CHILDREN),
    )
    return sessions.order_by("date", "starts_at", "pk").values_list(
        *("pk", "workshop_id", text_of("date"), "status", "delivered_minutes", "school_id"),
        *("parents__number", "children__number", "school__structure__name"),
    )


def read_care(scope: Scope) -> tuple[list[Helped], list[Sent]]:
    """Two questions about people one by one, in one query: who was helped, who was sent.

    Neither is of a workshop. A school narrows them to what was done with it, or sent by it. Never a
    note is read. A draft and an agreement taken back were never sent.
    """
    programmes, workshops, schools = scope.asked
    if workshops is not None:
        return [], []
    supports, referrals = [], []
    for day, key, programme, minutes, place, status in care_asked(programmes, schools):
        if status is None:
            supports.append(Helped(day, key, programme, minutes, place))
        else:
            referrals.append(Sent(day, key, programme, place, status))
    return sorted(supports, key=in_time), sorted(referrals, key=in_time)


@written_once
def care_asked(programmes, schools):
    helped = narrowed(SupportContext.objects, programme=programmes, support__school=schools)
    sent = narrowed(ReferralContext.objects, programme=programmes, referral__sender=schools)
    sent = sent.filter(referral__in=Referral.objects.sent().order_by().values("pk"))
    helped = helped.order_by().values_list(
        *(text_of("support__held_on"), "support", "programme", Cast("support__minutes", BIG)),
        *(Cast("support__school", BIG), NO_TEXT),
    )
    sent = sent.order_by().values_list(
        *(text_of("referral__made_on"), "referral", "programme", NO_NUMBER),
        *(Cast("referral__sender", BIG), "referral__status"),
    )
    return helped.union(sent, all=True)


def in_time(row: tuple) -> tuple:
    """The day, then the number."""
    return row[:2]


def counted(category: str) -> FilteredRelation:
    return FilteredRelation("head_counts", condition=Q(head_counts__category=category))


def first_days_of(came: list[tuple]) -> dict[int, str]:
    """The first day each came, among rows in the order of days."""
    return {row[PARENT]: row[DAY] for row in reversed(came)}


def read_people(scope: Scope, came: dict[int, str]):
    """Two questions about people in one query: since when they come, where their children learn.

    A line has a first day, or a school year with the school and its name. The rows already read tell
    the first days in the whole programmes of the scope: only the others of the leads are asked for.
    People are asked for by their keys, be they thousands: a database that guesses how many there
    are would read the table of all.
    """
    if scope.is_nothing:
        return {}, {}, {}
    known = () if scope.is_part else scope.keys
    lines = people_asked(Keys(sorted(came)), scope.leads, known)
    first_days, schools_of, names = dict(came), {}, {}
    for parent, first_day, year, school, name in lines:
        if first_day:
            first_days[parent] = min(first_day, first_days.get(parent, first_day))
        else:
            schools_of.setdefault((parent, year), set()).add(school)
            names[school] = name
    return first_days, schools_of, names


@written_once
def people_asked(parents, leads, known):
    # The other programmes first: a database would look for these people in those of the scope too.
    others = Programme.objects.filter(lead__in=leads).exclude(pk__in=known).order_by()
    since = (
        Attendance.objects.taken_part()
        .filter(is_among("parent", parents), programme__in=others.values("pk"))
        .order_by()
        .values("parent")
        .values_list("parent", Cast(Min("date"), CharField()), NO_NUMBER, NO_NUMBER, NO_TEXT)
    )
    in_school = Parent.objects.filter(is_among("pk", parents), family__schoolings__isnull=False)
    schools = in_school.order_by().values_list(
        *("pk", NO_TEXT, Cast("family__schoolings__school_year", BIG)),
        *("family__schoolings__school", "family__schoolings__school__structure__name"),
    )
    return since.union(schools, all=True)
