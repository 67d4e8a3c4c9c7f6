"""Sheets and lists of one person known twice."""

import datetime as dt

import pytest

from evaluation.figures import Figures, Scope
from evaluation.reports import compute
from families.actions import merges
from tests.factories import (
    AttendanceFactory,
    CatchUpFactory,
    EnrolmentFactory,
    GrantFactory,
    GuestFactory,
    HeldSessionFactory,
    IssuedReportFactory,
    ParentFactory,
    ReportFactory,
    SessionFactory,
    UserFactory,
    WaitingFactory,
    WorkshopFactory,
)
from workshops.models import Attendance, Enrolment, Guest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def workshop():
    return WorkshopFactory()


@pytest.fixture
def pair(workshop):
    return ParentFactory.create_batch(2, family__structure=workshop.programme.lead)


def rows(model):
    return list(model.objects.order_by("pk").values())


def united(pair):
    return merges.merge(kept=pair[0], set_aside=pair[1], by=None)


def separated(merge):
    merges.undo(merge=merge, by=None)


# -- Attendance ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "stays"),
    [
        (("present", None), ("late", 60), ("present", None, 120)),
        (("late", 60), ("present", None), ("present", None, 120)),
        (("present", 45), ("present", 90), ("present", 90, 90)),
        (("present", 45), ("late", 90), ("present", 90, 90)),
        (("absent", None), ("excused", None), ("excused", None, 120)),
        (("absent", None), ("late", 30), ("late", 30, 30)),
    ],
)
def test_the_strongest_presence_stays_and_both_come_back(workshop, pair, mine, theirs, stays):
    session = HeldSessionFactory(workshop=workshop)
    for parent, (status, minutes), role in zip(pair, (mine, theirs), ("", "helps"), strict=True):
        AttendanceFactory(
            session=session,
            parent=parent,
            status=status,
            minutes=minutes,
            role=role,
            recorded_by=UserFactory(),
        )
    before = rows(Attendance)

    merge = united(pair)

    row = Attendance.objects.get()
    assert (row.parent, row.family_key) == (pair[0], pair[0].family_id)
    assert (row.status, row.minutes, row.counted_minutes, row.role) == (*stays, "helps")
    separated(merge)
    assert rows(Attendance) == before


def test_before_the_sheet_is_closed_the_whole_session_is_the_longest(workshop, pair):
    session = SessionFactory(workshop=workshop)
    AttendanceFactory(session=session, parent=pair[0], minutes=90)
    AttendanceFactory(session=session, parent=pair[1])

    united(pair)

    assert Attendance.objects.get().minutes is None


def test_what_was_learnt_of_the_one_does_not_stay_with_the_other(workshop, pair):
    row = AttendanceFactory(session=HeldSessionFactory(workshop=workshop), parent=pair[1])
    merge = united(pair)
    Attendance.objects.filter(pk=row.pk).update(gender="f", lives_in_qpv="yes")

    separated(merge)

    row.refresh_from_db()
    assert (row.parent, row.family_key) == (pair[1], pair[1].family_id)
    assert (row.gender, row.lives_in_qpv) == ("", "unknown")


@pytest.mark.parametrize("strongest", [0, 1])
def test_a_presence_corrected_since_stays_corrected(workshop, pair, strongest):
    session = HeldSessionFactory(workshop=workshop)
    statuses = ["present", "absent"] if strongest == 0 else ["absent", "present"]
    for parent, status in zip(pair, statuses, strict=True):
        AttendanceFactory(session=session, parent=parent, status=status)
    merge = united(pair)
    row = Attendance.objects.get()
    Attendance.objects.filter(pk=row.pk).update(status="excused", version=row.version + 1)

    separated(merge)

    found = dict(Attendance.objects.values_list("parent", "status"))
    assert found == {pair[0].pk: "excused", pair[1].pk: statuses[1]}


def test_a_row_taken_off_the_sheet_since_does_not_come_back(workshop, pair):
    session = SessionFactory(workshop=workshop)
    for parent in pair:
        AttendanceFactory(session=session, parent=parent)
    merge = united(pair)
    Attendance.objects.all().delete()

    separated(merge)

    assert Attendance.objects.count() == 0


def test_rows_that_come_back_follow_a_sheet_closed_since(workshop, pair):
    session = SessionFactory(workshop=workshop)
    for parent in pair:
        AttendanceFactory(session=session, parent=parent)
    merge = united(pair)
    session.status, session.delivered_minutes = "held", 100
    session.closed_at = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
    session.save()

    separated(merge)

    found = set(Attendance.objects.values_list("held", "counted_minutes"))
    assert found == {(True, 100)}


# -- Enrolments ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "last"),
    [
        (dt.date(2026, 10, 1), None, None),
        (dt.date(2026, 10, 1), dt.date(2026, 12, 1), dt.date(2026, 12, 1)),
    ],
)
def test_one_is_expected_from_the_first_day_to_the_last(workshop, pair, mine, theirs, last):
    first, second = dt.date(2026, 9, 8), dt.date(2026, 9, 1)
    EnrolmentFactory(workshop=workshop, parent=pair[0], enrolled_on=first, left_on=mine)
    EnrolmentFactory(workshop=workshop, parent=pair[1], enrolled_on=second, left_on=theirs)
    EnrolmentFactory(workshop__programme=workshop.programme, parent=pair[1])
    before = rows(Enrolment)

    merge = united(pair)

    enrolment = workshop.enrolments.get()
    assert (enrolment.parent, enrolment.enrolled_on, enrolment.left_on) == (pair[0], second, last)
    assert pair[0].enrolments.count() == 2
    separated(merge)
    assert rows(Enrolment) == before


def test_who_left_since_has_left(workshop, pair):
    for parent in pair:
        EnrolmentFactory(workshop=workshop, parent=parent)
    merge = united(pair)
    workshop.enrolments.update(left_on=dt.date(2026, 12, 24))

    separated(merge)

    found = dict(Enrolment.objects.values_list("parent", "left_on"))
    assert found == {pair[0].pk: dt.date(2026, 12, 24), pair[1].pk: None}


def test_a_list_nobody_keeps_any_more_stays_gone(workshop, pair):
    for parent in pair:
        EnrolmentFactory(workshop=workshop, parent=parent)
    merge = united(pair)
    Enrolment.objects.all().delete()

    separated(merge)

    assert Enrolment.objects.count() == 0


def test_what_was_to_be_caught_up_still_counts_for_the_list_that_stays(workshop, pair):
    mine, theirs = [EnrolmentFactory(workshop=workshop, parent=parent) for parent in pair]
    CatchUpFactory(enrolment=theirs, session__workshop__programme=workshop.programme)
    before = rows(Guest)

    merge = united(pair)

    assert (Guest.objects.get().parent, Guest.objects.get().enrolment) == (pair[0], mine)
    separated(merge)
    assert rows(Guest) == before


@pytest.mark.parametrize(
    ("factory", "place"), [(GuestFactory, "session"), (WaitingFactory, "workshop")]
)
def test_one_is_expected_once_somewhere_and_both_come_back(factory, place, workshop, pair):
    first = factory(parent=pair[0])
    factory(**{place: getattr(first, place)}, parent=pair[1])
    elsewhere = factory(parent=pair[1])
    model = type(first)
    before = rows(model)

    merge = united(pair)

    found = set(model.objects.filter(parent=pair[0]).values_list("pk", flat=True))
    assert found == {first.pk, elsewhere.pk}
    assert model.objects.count() == 2
    separated(merge)
    assert rows(model) == before


# -- Figures -------------------------------------------------------------------------------------

NAMES = ["unique_parents", "families", "new_parents", "participations", "participant_hours"]


def figures(programme):
    scope = Scope((programme,), programme.starts_on, programme.ends_on)
    found = Figures.of(scope).measures(NAMES)
    return [found[name].value for name in NAMES]


def test_figures_are_those_one_counts_by_hand(workshop, pair):
    """Two sessions of two hours: Samira at both, and at the second under her other record too.

    With Olga, three parents of three households, four presences, eight hours. Once united: two of
    two, and three presences, six hours: nobody is twice in one room.
    """
    first, second = (
        HeldSessionFactory(workshop=workshop, date=dt.date(2026, 11, day)) for day in (10, 17)
    )
    olga = ParentFactory(family__structure=workshop.programme.lead)
    for session, parent in [(first, pair[0]), (second, pair[0]), (second, pair[1]), (second, olga)]:
        AttendanceFactory(session=session, parent=parent)
    grant = GrantFactory(holder=workshop.programme.lead)
    grant.programmes.add(workshop.programme)
    issued = IssuedReportFactory(
        grant=grant, version=2, figures=compute(ReportFactory(grant=grant))
    )
    frozen = issued.figures

    before = figures(workshop.programme)
    merge = united(pair)
    after = figures(workshop.programme)
    separated(merge)

    assert before == [3, 3, 3, 4, 480]
    assert after == [2, 2, 2, 3, 360]
    assert figures(workshop.programme) == before
    issued.refresh_from_db()
    assert issued.figures == frozen
