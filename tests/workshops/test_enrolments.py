"""Enrolling and leaving: the actions, and the search that comes first."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from families.models import Parent
from partnerships.models import AuditEvent
from tests.factories import (
    EnrolmentFactory,
    ParentFactory,
    SchoolingFactory,
    UserFactory,
    WorkshopFactory,
    facilitator,
)
from workshops.actions import enrolments
from workshops.finding import find

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


class TestFinding:
    def names(self, text, workshop):
        user = facilitator(workshop.programme.lead, workshop)
        return [str(found.parent) for found in find(text, workshop=workshop, user=user)]

    def test_the_beginning_of_a_name_is_enough_whatever_its_accents(self, workshop):
        known(workshop, first_name="Élodie", last_name="Petit")
        known(workshop, first_name="Awa")
        ParentFactory(first_name="Élodie", last_name="D’Ailleurs")

        assert self.names("elo", workshop) == ["Élodie Petit"]

    def test_a_name_nearly_right_is_proposed_after(self, workshop):
        known(workshop, first_name="Fatoumata", last_name="Sarr")
        known(workshop, first_name="Fatoumatta", last_name="Sarr")

        assert self.names("fatoumata sarr", workshop) == ["Fatoumata Sarr", "Fatoumatta Sarr"]

    def test_nothing_typed_finds_nobody(self, workshop):
        known(workshop)

        assert self.names("  ", workshop) == []

    def test_the_schools_of_the_children_tell_people_apart(self, workshop):
        parent = known(workshop, first_name="Awa")
        SchoolingFactory(family=parent.family, school__structure__name="École du Fil")
        user = facilitator(workshop.programme.lead, workshop)

        [found] = find("awa", workshop=workshop, user=user)

        assert found.schools == "École du Fil"
