"""Somebody the sheet did not expect."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from families.models import Family, Parent
from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    HeldSessionFactory,
    ParentFactory,
    PathwayFactory,
    SchoolingFactory,
    SessionFactory,
    UserFactory,
)
from workshops.actions.arrivals import add_newcomer, add_parent, remove_parent, split_name
from workshops.models import Session, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return UserFactory(first_name="Nadia", last_name="Ouali")


def known(session, **fields):
    return ParentFactory(family__structure=session.workshop.programme.lead, **fields)


def enrolments(session):
    return list(session.workshop.enrolments.values_list("parent", "enrolled_on", "left_on"))


# -- Known already -------------------------------------------------------------------------------


def test_somebody_known_comes_to_an_open_group_and_is_not_expected_next_time(nadia):
    session = SessionFactory()
    parent = known(session)

    row = add_parent(session=session, parent=parent, by=nadia)

    assert (row.status, row.version, row.recorded_by) == ("present", 1, nadia)
    assert enrolments(session) == []


def test_somebody_who_joins_a_cohort_is_expected_next_time(nadia):
    cohort = {"workshop__format": Workshop.Format.COHORT, "workshop__pathway": PathwayFactory()}
    session = SessionFactory(**cohort)
    parent = known(session)

    add_parent(session=session, parent=parent, by=nadia)

    assert enrolments(session) == [(parent.pk, session.date, None)]
    assert AuditEvent.objects.get(object_type="workshops.session").fields == [
        f"attendance-{parent.pk}",
        f"enrolment-{parent.pk}",
    ]


def test_somebody_who_had_left_a_list_is_back_on_it(nadia):
    session = SessionFactory()
    gone = EnrolmentFactory(workshop=session.workshop, left_on=dt.date(2026, 10, 1))

    add_parent(session=session, parent=gone.parent, by=nadia)

    assert enrolments(session) == [(gone.parent_id, gone.enrolled_on, None)]


def test_somebody_expected_stays_expected(nadia):
    session = SessionFactory()
    enrolment = EnrolmentFactory(workshop=session.workshop)

    add_parent(session=session, parent=enrolment.parent, by=nadia)

    assert enrolments(session) == [(enrolment.parent_id, enrolment.enrolled_on, None)]


def test_somebody_already_noted_stays_as_noted(nadia):
    session = SessionFactory()
    row = AttendanceFactory(session=session, status="late")

    again = add_parent(session=session, parent=row.parent, by=nadia)

    assert (again, again.status, again.version) == (row, "late", 1)
    assert not AuditEvent.objects.exists()


def test_somebody_of_another_structure_is_refused(nadia):
    with pytest.raises(ValidationError, match="pas connue de votre structure"):
        add_parent(session=SessionFactory(), parent=ParentFactory(), by=nadia)


@pytest.mark.parametrize(
    ("session", "refusal"),
    [
        ({"status": Session.Status.CANCELLED, "cancel_reason": "Canicule"}, "annulée"),
        (
            {
                "status": Session.Status.HELD,
                "delivered_minutes": 60,
                "closed_at": dt.datetime(2026, 11, 17, tzinfo=dt.UTC),
            },
            "dites pourquoi",
        ),
    ],
)
def test_nobody_is_added_to_a_cancelled_nor_silently_to_a_held_session(nadia, session, refusal):
    session = SessionFactory(**session)

    with pytest.raises(ValidationError, match=refusal):
        add_parent(session=session, parent=known(session), by=nadia)
    with pytest.raises(ValidationError, match=refusal):
        add_newcomer(session=session, name="Fatou", by=nadia)

    assert not session.attendances.exists()


def test_somebody_forgotten_on_a_held_sheet_is_added_with_a_reason(nadia):
    session = HeldSessionFactory()

    row = add_parent(session=session, parent=known(session), by=nadia, reason="Oubli")

    assert (
        row.held,
        row.counted_minutes,
        AuditEvent.objects.get(object_type="workshops.session").reason,
    ) == (True, 120, "Oubli")


# -- Newcomers -----------------------------------------------------------------------------------


def test_a_first_name_is_enough(nadia, today):
    session = SessionFactory(date=today)

    row = add_newcomer(session=session, name="fatou", by=nadia)

    parent = row.parent
    assert AuditEvent.objects.first().fields == [
        f"attendance-{parent.pk}",
        f"newcomer-{parent.pk}",
    ]
    assert (parent.first_name, parent.last_name, parent.registered_on) == ("Fatou", "", today)
    assert parent.family.structure == session.workshop.programme.lead
    assert [line.object_type for line in AuditEvent.objects.order_by("pk")] == [
        "families.family",
        "families.parent",
        "workshops.attendance",
        "workshops.session",
    ]


@pytest.mark.parametrize("name", ["", "  ", "…?", "x" * 61])
def test_a_name_without_a_letter_or_too_long_is_refused(nadia, name):
    with pytest.raises(ValidationError):
        add_newcomer(session=SessionFactory(), name=name, by=nadia)

    assert not Parent.objects.exists()


@pytest.mark.parametrize(
    ("typed", "first_name", "last_name"),
    [
        ("fatou", "Fatou", ""),
        ("Fatoumata K.", "Fatoumata", "K."),
        ("jean-marc petit", "Jean-marc", "Petit"),
        ("Thi Lan Nguyen", "Thi Lan", "Nguyen"),
        ("Marie Le Gall", "Marie", "Le Gall"),
        ("De Souza", "De", "Souza"),
        ("KONÉ DIALLO Awa", "Awa", "KONÉ DIALLO"),
        ("AWA KONÉ", "AWA", "KONÉ"),
    ],
)
def test_a_name_typed_in_one_go_is_split(typed, first_name, last_name):
    assert split_name(typed) == (first_name, last_name)


# -- Mistakes ------------------------------------------------------------------------------------


def test_a_mistake_leaves_the_sheet_with_the_enrolment_it_made(nadia):
    session = SessionFactory()
    EnrolmentFactory(workshop=session.workshop)
    parent = known(session)
    add_parent(session=session, parent=parent, by=nadia)

    is_deleted = remove_parent(session=session, parent=parent, by=nadia)

    assert not session.attendances.exists()
    assert not session.workshop.enrolments.filter(parent=parent).exists()
    assert (is_deleted, Parent.objects.filter(pk=parent.pk).exists()) == (False, True)
    assert AuditEvent.objects.first().fields == [f"attendance-{parent.pk}"]


def test_somebody_created_by_mistake_on_the_sheet_is_known_no_more(nadia):
    session = SessionFactory()
    row = add_newcomer(session=session, name="Fat", by=nadia)

    is_deleted = remove_parent(session=session, parent=row.parent, by=nadia)

    assert (is_deleted, Parent.objects.exists(), Family.objects.exists()) == (True, False, False)
    assert [line.object_type for line in AuditEvent.objects.filter(verb="deleted")] == [
        "families.family",
        "families.parent",
    ]


@pytest.mark.parametrize(
    "learn",
    [
        lambda parent: Parent.objects.update(phone="0612345678"),
        lambda parent: Family.objects.update(lives_in_qpv="no", qpv_source="declared"),
        lambda parent: SchoolingFactory(family=parent.family),
        lambda parent: ParentFactory(family=parent.family),
        lambda parent: AttendanceFactory(parent=parent),
        lambda parent: EnrolmentFactory(parent=parent),
    ],
)
def test_somebody_of_whom_more_is_known_stays_known(nadia, learn):
    session = SessionFactory()
    parent = add_newcomer(session=session, name="Fat", by=nadia).parent
    learn(parent)

    is_deleted = remove_parent(session=session, parent=Parent.objects.get(pk=parent.pk), by=nadia)

    assert (is_deleted, Parent.objects.filter(pk=parent.pk).exists()) == (False, True)


def test_somebody_expected_before_that_day_is_only_unticked(nadia):
    session = SessionFactory()
    enrolment = EnrolmentFactory(workshop=session.workshop)
    AttendanceFactory(session=session, parent=enrolment.parent)

    remove_parent(session=session, parent=enrolment.parent, by=nadia)

    assert not session.attendances.exists()
    assert enrolments(session) == [(enrolment.parent_id, enrolment.enrolled_on, None)]


def test_somebody_noted_at_another_session_stays_enrolled(nadia):
    session = SessionFactory()
    enrolment = EnrolmentFactory(workshop=session.workshop, enrolled_on=session.date)
    AttendanceFactory(session__workshop=session.workshop, parent=enrolment.parent)

    remove_parent(session=session, parent=enrolment.parent, by=nadia)

    assert len(enrolments(session)) == 1
    assert not AuditEvent.objects.exists()


def test_nobody_is_taken_off_a_held_session(nadia):
    row = AttendanceFactory()

    with pytest.raises(ValidationError, match="rouvrez-la pour retirer"):
        remove_parent(session=row.session, parent=row.parent, by=nadia)

    assert row.session.attendances.get() == row
