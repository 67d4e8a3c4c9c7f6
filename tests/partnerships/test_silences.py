"""Partnerships nobody hears of any more: who is told, after how many weeks of school."""

import datetime as dt

import pytest

from partnerships import registry
from partnerships.models import SchoolHoliday
from tests.factories import (
    DecisionFactory,
    DifficultyFactory,
    MeetingFactory,
    PartnerRequestFactory,
    PartnershipFactory,
    ServiceFactory,
    SessionFactory,
    StructureFactory,
    coordinator,
)
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)
KIND = "Sans nouvelles"


def silent(user, today=TODAY):
    return [thing.detail for thing in registry.due.ask(user, today) if thing.kind == KIND]


def last_lived(here, weeks):
    MeetingFactory(partnership=here.partnership, held_on=TODAY - dt.timedelta(weeks=weeks))


def test_a_partnership_silent_for_nine_weeks_is_recalled_to_its_coordinators(client, here):
    last_lived(here, 20)
    last_lived(here, 9)

    assert silent(here.boss) == ["Sans nouvelles depuis 9 semaines."]
    assert silent(here.animator) == silent(here.teacher) == silent(here.stranger) == []
    assert "Sans nouvelles depuis 9 semaines." in text(client.get("/"))


@pytest.mark.parametrize("weeks", [8, 3, -2])
def test_one_that_met_or_is_about_to_is_not(here, weeks):
    last_lived(here, weeks)

    assert silent(here.boss) == []


def test_the_weeks_are_a_setting(here, settings):
    last_lived(here, 9)
    settings.SILENT_WEEKS = 12

    assert silent(here.boss) == []


@pytest.mark.parametrize("stage", ["sensed", "dormant", "closed"])
def test_only_what_is_alive_may_fall_silent(here, stage):
    here.partnership.stage = stage
    here.partnership.save()

    assert silent(here.boss) == []


def test_one_where_nothing_was_ever_noted_says_so(here):
    assert silent(here.boss) == ["Rien n’est encore noté."]


@pytest.mark.parametrize(
    ("factory", "values"),
    [
        (ServiceFactory, {"given_on": dt.date(2026, 3, 1)}),
        (PartnerRequestFactory, {"asked_on": dt.date(2026, 3, 1)}),
        (DifficultyFactory, {"raised_on": dt.date(2026, 3, 1)}),
        (DecisionFactory, {"decided_on": dt.date(2026, 1, 1), "done_on": dt.date(2026, 3, 1)}),
    ],
)
def test_every_sign_of_life_breaks_the_silence(here, factory, values):
    last_lived(here, 9)
    factory(partnership=here.partnership, **values)

    assert silent(here.boss) == []


def test_a_session_to_come_breaks_the_silence(here):
    session = SessionFactory(date=dt.date(2026, 3, 20))
    session.workshop.programme.partnerships.add(here.partnership)

    assert silent(here.boss) == []


@pytest.mark.parametrize("number", [1, 3, 30])
def test_silence_costs_the_same_however_many_partnerships(django_assert_num_queries, number):
    centre = StructureFactory()
    for _ in range(number):
        PartnershipFactory(stage="active", parties=[centre, StructureFactory()])
    user = coordinator(centre)
    silences = [each for each in registry.due.functions if each.__name__ == "silences"]

    with django_assert_num_queries(12):
        found = list(silences[0](user, TODAY))

    assert len(found) == number


# -- Summer --------------------------------------------------------------------------------------


def heard(here, on, today):
    """What the coordinator is told that day of a partnership last lived on that other one."""
    MeetingFactory(partnership=here.partnership, held_on=on)
    return silent(here.boss, today)


def test_the_summer_does_not_count_among_the_silent_weeks(here):
    # Sixteen weeks, of which nine are July and August, but for two days.
    june, october = dt.date(2026, 6, 16), dt.date(2026, 10, 6)

    assert heard(here, june, october) == []


def test_a_silence_longer_than_its_summer_says_what_was_counted(here):
    june, october = dt.date(2026, 6, 16), dt.date(2026, 10, 16)

    assert heard(here, june, october) == ["Sans nouvelles depuis 8 semaines, l’été non compté."]


def test_the_days_of_the_summer_are_those_of_the_zone(here):
    here.centre.holiday_zone = "Réunion"
    here.centre.save()
    # There the winter of the south is short: more weeks are left to hear of each other.
    for zone, starts_on, returns_on in (
        ("Réunion", dt.date(2026, 7, 4), dt.date(2026, 8, 17)),
        ("B", dt.date(2026, 7, 4), dt.date(2026, 9, 1)),
    ):
        SchoolHoliday.objects.create(
            zone=zone, name="Vacances", starts_on=starts_on, returns_on=returns_on
        )

    june, october = dt.date(2026, 6, 16), dt.date(2026, 10, 6)

    assert heard(here, june, october) == ["Sans nouvelles depuis 9 semaines, l’été non compté."]


def test_two_summers_are_left_out_of_a_long_silence(here):
    assert heard(here, dt.date(2024, 6, 30), dt.date(2025, 9, 1)) == [
        "Sans nouvelles depuis 43 semaines, l’été non compté."
    ]
