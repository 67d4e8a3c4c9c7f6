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

from evaluation.rows import COLUMNS, Group, Helped, Meeting, Sent
from evaluation.scopes import Scope, parents_of, text_of, within
from families.models import Parent, Referral, Schooling
from workshops.models import (
    Attendance,
    HeadCount,
    Module,
    Pathway,
    ReferralContext,
    Session,
    SupportContext,
    Workshop,
)

BIG = BigIntegerField()
NO_TEXT, NO_NUMBER = Value(None, output_field=CharField()), Value(None, output_field=BIG)
# Keys that one query may name: SQLite takes 32,766 values, and this one names them twice.
FEW = 5000


def read_rows(scope: Scope) -> list[tuple]:
    """The one scan, covered by the index attendance_figures; in the order of days.

    With it, what counts for the groups of the scope and was caught up at another’s: by the index
    attendance_caught_up, a handful of rows. Plain tuples in the order of Row: naming the columns
    of each would cost as much as the scan.
    """
    held = within(scope, Attendance.objects.filter(held=True)).order_by()
    caught_up = caught_up_elsewhere(scope).order_by()
    rows = held.values_list(text_of("date"), *COLUMNS)
    # A person is once on a sheet, so that the comparison never goes past the first three.
    return sorted(rows.union(caught_up.values_list(text_of("date"), *COLUMNS), all=True))


def caught_up_elsewhere(scope: Scope):
    """Held rows that advance a group of the scope, of sessions that are not in it."""
    rows = Attendance.objects.filter(~Q(cohort=F("workshop")), held=True)
    if scope.schools is not None:
        rows = rows.filter(school__in=scope.schools)
    if scope.workshops is None:
        rows = rows.filter(cohort__programme__in=scope.keys)
        return rows.exclude(programme__in=scope.keys)
    groups = Workshop.objects.filter(programme__in=scope.keys, pk__in=scope.workshops)
    rows = rows.filter(cohort__in=groups.values("pk"))
    return rows.exclude(programme__in=scope.keys, workshop__in=scope.workshops)


def read_groups(scope: Scope) -> dict[int, Group]:
    modules = Module.objects.filter(pathway=OuterRef("pathway")).order_by().values("pathway")
    workshops = Workshop.objects.filter(programme__in=scope.keys)
    if scope.workshops is not None:
        workshops = workshops.filter(pk__in=scope.workshops)
    lines = workshops.order_by("pk").values_list(
        *("pk", "title", "programme_id", "pathway_id", "pathway__completion_threshold"),
        Subquery(modules.annotate(total=Sum("planned_minutes")).values("total")),
        Subquery(modules.annotate(total=Count("pk")).values("total")),
        *("pathway__completion_by", "format", "host_id", "capacity"),
    )
    return {
        workshop: Group(
            *(workshop, title, programme, pathway, threshold or 0, planned or 0, number or 0),
            *(by == Pathway.CompletionBy.MODULES, *others),
        )
        for workshop, title, programme, pathway, threshold, planned, number, by, *others in lines
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


def first_days_of(came: list[tuple]) -> dict[int, str]:
    """The first day each came, among rows in the order of days."""
    first = {}
    for day, _session, parent, *_others in came:
        first.setdefault(parent, day)
    return first


def read_people(scope: Scope, came: dict[int, str]):
    """Two questions about people in one query: since when they come, where their children learn.

    A line has a first day, or a school year with the school and its name. The rows already read tell
    the first days in the whole programmes of the scope: only the others of the leads are asked for.
    Few people are asked for by their keys: a database that guesses how many there are would read
    the table of all.
    """
    parents = sorted(came) if 0 < len(came) <= FEW else parents_of(scope)
    ever = Attendance.objects.taken_part().filter(
        parent__in=parents, programme__lead__in=scope.leads
    )
    if not scope.is_part:
        ever = ever.exclude(programme__in=scope.keys)
    since = (
        ever.order_by()
        .values("parent")
        .values_list("parent", Cast(Min("date"), CharField()), NO_NUMBER, NO_NUMBER, NO_TEXT)
    )
    # Families first, whoever else is in them: SQLite would look for each of these parents in every
    # family there is.
    families = Parent.objects.filter(pk__in=parents).order_by().values("family")
    schools = Schooling.objects.filter(family__in=families).values_list(
        *("family__parents", NO_TEXT, Cast("school_year", BIG)),
        *("school_id", "school__structure__name"),
    )
    first_days, schools_of, names = dict(came), {}, {}
    lines = since.union(schools.order_by(), all=True)
    for parent, first_day, year, school, name in lines:
        if first_day:
            first_days[parent] = min(first_day, first_days.get(parent, first_day))
        else:
            schools_of.setdefault((parent, year), set()).add(school)
            names[school] = name
    return first_days, schools_of, names
