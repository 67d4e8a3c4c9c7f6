"""SQL that is written once answers as the queryset would, whoever asks and of whatever."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from partnerships.keys import Among, Keys
from partnerships.models import Membership, Structure
from partnerships.questions import padded, written_once
from tests.factories import MembershipFactory, SessionFactory, StructureFactory, coordinator
from workshops.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def times():
    """How often a question had its SQL written."""
    return []


@pytest.fixture
def named(times):
    @written_once
    def question(structures):
        times.append(1)
        return Structure.objects.filter(pk__in=structures).order_by("pk")

    return question


def test_each_sending_finds_its_own(named, times):
    one, other = StructureFactory(), StructureFactory()

    assert named([one.pk]) == [one]
    assert named([other.pk]) == [other]
    assert len(times) == 1


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5, 8, 9])
def test_a_list_finds_all_it_names_whatever_its_length(named, number):
    structures = StructureFactory.create_batch(number)

    assert named([structure.pk for structure in structures]) == structures


def test_few_lengths_are_kept(named, times):
    for number in range(1, 17):
        named(range(number))

    assert len(times) == 5
    assert padded([7, 8, 9]) == [7, 8, 9, 9]


@pytest.mark.parametrize("number", [0, 1, 2, 5])
def test_keys_are_one_value_whatever_their_number(times, number):
    @written_once
    def question(structures):
        times.append(1)
        return Structure.objects.filter(Among(F("pk"), structures)).order_by("pk")

    structures = StructureFactory.create_batch(number + 1)[1:]

    assert question(Keys(structure.pk for structure in structures)) == structures
    assert question(Keys([0])) == []
    assert len(times) == 1


def test_keys_are_found_through_a_relation():
    members = MembershipFactory.create_batch(3)
    wanted = Keys([members[0].structure_id, members[2].structure_id])

    found = Membership.objects.filter(Among(F("structure"), wanted)).order_by("pk")

    assert list(found) == [members[0], members[2]]


def test_nothing_is_another_question_than_something(times):
    @written_once
    def question(structures):
        times.append(1)
        found = Structure.objects.order_by("pk")
        return found if structures is None else found.filter(pk__in=structures)

    one, other = StructureFactory.create_batch(2)

    assert question([other.pk]) == [other]
    assert question(None) == [one, other]
    assert question([]) == []
    assert len(times) == 3


def test_a_day_is_a_value_like_another():
    @written_once
    def held_on(user, day):
        return Membership.objects.filter(user=user).current(day)

    ended = MembershipFactory(starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2024, 6, 30))

    assert held_on(ended.user_id, dt.date(2024, 6, 30)) == [ended]
    assert held_on(ended.user_id, dt.date(2024, 7, 1)) == []


def test_somebody_else_does_not_pass_by_the_door_of_the_one_before():
    @written_once
    def door(user, session):
        return Session.objects.loggable_by(user).filter(pk=session)

    session, other = SessionFactory(), SessionFactory()
    inside, outside = (coordinator(each.workshop.programme.lead) for each in (session, other))

    assert door(inside, session.pk) == [session]
    assert door(outside, session.pk) == []
    assert door(outside, other.pk) == [other]


def test_a_value_that_stayed_out_of_the_parameters_finds_nothing():
    @written_once
    def chosen(structure):
        return Structure.objects.extra(where=[f"id = {structure}"])

    assert chosen(StructureFactory().pk) == []


def test_what_was_joined_and_added_comes_with_the_rows():
    @written_once
    def carried(session):
        return Session.objects.with_carried().select_related("workshop").filter(pk=session)

    session = SessionFactory()

    with CaptureQueriesContext(connection) as asked:
        found = carried(session.pk)[0]
        assert (found.workshop, found.carried_from) == (session.workshop, None)
    assert len(asked) == 1
