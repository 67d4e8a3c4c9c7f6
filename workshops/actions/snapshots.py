"""What an attendance keeps of its session and of the person, whatever becomes of them."""

from collections.abc import Iterable

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from families.models import AgeBand, Gender, Parent, Qpv
from partnerships.models import User
from workshops.models import Attendance, Session


def counted(session: Session, minutes: int | None) -> int:
    """The minutes that figures add up: their own, else the delivered ones; none until it is held."""
    if session.status != Session.Status.HELD:
        return 0
    return session.delivered_minutes if minutes is None else minutes


def group_of(session: Session) -> Subquery:
    """On parents: the group for which each is expected there to catch up; nothing for the others."""
    guests = session.guests.filter(parent=OuterRef("pk"), enrolment__isnull=False)
    return Subquery(guests.order_by().values("enrolment__workshop")[:1])


def row_of(
    *, session: Session, parent: Parent, status: str, by: User | None, cohort: int | None = None
) -> Attendance:
    """An unsaved row with its whole snapshot; the family of the parent is read with them.

    `cohort` is the key of the group it counts for, when that is another than the one that meets.
    """
    return Attendance(
        session=session,
        parent=parent,
        status=status,
        recorded_by=by,
        programme_id=session.workshop.programme_id,
        workshop_id=session.workshop_id,
        cohort_id=cohort or session.workshop_id,
        date=session.date,
        school_id=session.school_id,
        module_id=session.module_id,
        held=session.status == Session.Status.HELD,
        counted_minutes=counted(session, None),
        family_key=parent.family_id,
        lives_in_qpv=parent.family.lives_in_qpv,
        gender=parent.gender,
        age_band=parent.age_band_in(session.date.year),
    )


def follow(session: Session, *, only: Iterable[int] | None = None) -> None:
    """All the rows of a session, or those, take its date, module, school and state, in one update."""
    is_held = session.status == Session.Status.HELD
    rows = session.attendances.all() if only is None else session.attendances.filter(pk__in=only)
    rows.update(
        date=session.date,
        module=session.module,
        school=session.school,
        held=is_held,
        counted_minutes=Coalesce(F("minutes"), session.delivered_minutes) if is_held else 0,
    )


def fill_unknowns(session: Session) -> None:
    """What was learnt of somebody since they were noted completes their row; nothing known moves."""
    fill_rows(session.attendances.all())


def fill_rows(rows: QuerySet[Attendance]) -> None:
    """The same for rows of several sessions, in as many queries."""
    rows = rows.filter(
        Q(lives_in_qpv=Qpv.UNKNOWN) | Q(gender=Gender.UNKNOWN) | Q(age_band=AgeBand.UNKNOWN),
        parent__erased_on__isnull=True,
    )
    learnt = [row for row in rows.select_related("parent__family") if fill(row)]
    Attendance.objects.bulk_update(learnt, ["lives_in_qpv", "gender", "age_band"])


def fill(row):
    """Whether something was learnt."""
    before = (row.lives_in_qpv, row.gender, row.age_band)
    if row.lives_in_qpv == Qpv.UNKNOWN:
        row.lives_in_qpv = row.parent.family.lives_in_qpv
    row.gender = row.gender or row.parent.gender
    row.age_band = row.age_band or row.parent.age_band_in(row.date.year)
    return before != (row.lives_in_qpv, row.gender, row.age_band)


def change_year(session: Session) -> None:
    """Age bands are those of 31 December: another year may be another band."""
    rows = session.attendances.filter(parent__birth_year__isnull=False)
    rows = list(rows.select_related("parent"))
    for row in rows:
        row.age_band = row.parent.age_band_in(session.date.year)
    Attendance.objects.bulk_update(rows, ["age_band"])
