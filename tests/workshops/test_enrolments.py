"""Enrolling and leaving: the actions, and the search that comes first."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from families.models import Parent
from partnerships.models import AuditEvent
from tests.factories import (
    EnrolmentFactory,
    ParentFactory,
    UserFactory,
    WorkshopFactory,
)
from workshops.actions import enrolments
from workshops.proposals import find

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 10)


@pytest.fixture
def workshop():
    return WorkshopFactory()


@pytest.fixture
def by():
    return UserFactory()


def known(workshop, **names):
    return ParentFactory(family__structure=workshop.programme.lead, **names)


def test_a_known_parent_is_expected_from_that_day_on(workshop, by):
    parent = known(workshop)

    enrolment = enrolments.enrol(workshop=workshop, parent=parent, enrolled_on=DAY, by=by)

    assert (enrolment.parent, enrolment.enrolled_on, enrolment.left_on) == (parent, DAY, None)
    event = AuditEvent.objects.get()
    assert event.fields == [f"enrolment-{parent.pk}"]
    assert (event.object_id, event.actor) == (str(workshop.pk), by)


def test_who_had_left_comes_back(workshop, by):
    enrolment = EnrolmentFactory(
        workshop=workshop, enrolled_on=dt.date(2025, 10, 1), left_on=dt.date(2026, 1, 5)
    )

    enrolments.enrol(workshop=workshop, parent=enrolment.parent, enrolled_on=DAY, by=by)

    enrolment.refresh_from_db()
    assert (enrolment.enrolled_on, enrolment.left_on) == (dt.date(2025, 10, 1), None)


def test_nobody_is_enrolled_twice(workshop, by):
    parent = EnrolmentFactory(workshop=workshop).parent

    with pytest.raises(ValidationError, match="déjà inscrite"):
        enrolments.enrol(workshop=workshop, parent=parent, enrolled_on=DAY, by=by)


def test_people_of_another_structure_are_not_known(workshop, by):
    with pytest.raises(ValidationError, match="pas connue de votre structure"):
        enrolments.enrol(workshop=workshop, parent=ParentFactory(), enrolled_on=DAY, by=by)


def test_a_capacity_sends_nobody_home(by):
    workshop = WorkshopFactory(capacity=1)
    EnrolmentFactory(workshop=workshop)

    enrolments.enrol(workshop=workshop, parent=known(workshop), enrolled_on=DAY, by=by)

    assert workshop.enrolments.count() == 2


def test_a_newcomer_is_registered_by_a_first_name(workshop, by):
    enrolment = enrolments.enrol_newcomer(
        workshop=workshop, name="awa konaté", enrolled_on=DAY, by=by
    )

    assert str(enrolment.parent) == "Awa Konaté"
    assert enrolment.parent.family.structure == workshop.programme.lead


def test_a_newcomer_has_a_name(workshop, by):
    with pytest.raises(ValidationError, match="au moins un prénom"):
        enrolments.enrol_newcomer(workshop=workshop, name=" ", enrolled_on=DAY, by=by)

    assert not Parent.objects.exists()


def test_leaving_keeps_the_enrolment_until_that_day(workshop, by):
    enrolment = EnrolmentFactory(workshop=workshop, enrolled_on=dt.date(2025, 10, 1))

    enrolments.leave(enrolment=enrolment, left_on=DAY, by=by)

    assert list(workshop.enrolments.on(DAY)) == [enrolment]
    assert list(workshop.enrolments.on(DAY + dt.timedelta(days=1))) == []


def test_nobody_leaves_before_they_came(workshop, by):
    enrolment = EnrolmentFactory(workshop=workshop, enrolled_on=DAY)

    with pytest.raises(ValidationError, match="précéder l’inscription"):
        enrolments.leave(enrolment=enrolment, left_on=DAY - dt.timedelta(days=1), by=by)


def test_search_proposes_the_people_of_the_lead_and_marks_who_is_there(workshop):
    here = EnrolmentFactory(
        workshop=workshop, parent__first_name="Élodie", parent__last_name="Petit"
    ).parent
    parent = known(workshop, first_name="Élodie", last_name="Grand")
    ParentFactory(first_name="Élodie", last_name="D’Ailleurs")

    found = find("elodie", programme=workshop.programme, noted={here.pk})

    assert [(one.name, one.is_noted) for one in found] == [
        (parent.get_short_name(), False),
        (here.get_short_name(), True),
    ]


def test_nothing_typed_finds_nobody(workshop):
    known(workshop)

    assert find("  ", programme=workshop.programme) == []
