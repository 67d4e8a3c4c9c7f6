import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from workshops.series import MOST_SESSIONS, Calendar, Chosen, Holiday, Proposal, Rule, propose

AUTUMN = Holiday("Vacances de la Toussaint", dt.date(2025, 10, 18), dt.date(2025, 11, 3))
SUMMER = Holiday("Vacances d’été", dt.date(2026, 7, 4), dt.date(2026, 9, 1))
CALENDAR = Calendar([AUTUMN, SUMMER])
TUESDAY = dt.date(2025, 10, 14)


def weeks(number):
    return dt.timedelta(weeks=number)


def test_a_series_skips_the_holidays_and_says_which():
    assert propose(Rule(TUESDAY, times=2), CALENDAR) == [
        Proposal(TUESDAY),
        Proposal(dt.date(2025, 10, 21), "vacances de la Toussaint"),
        Proposal(dt.date(2025, 10, 28), "vacances de la Toussaint"),
        # A Tuesday, and no school, but for another reason.
        Proposal(dt.date(2025, 11, 4)),
    ]


def test_a_public_holiday_is_left_out():
    [armistice, _after] = propose(Rule(dt.date(2025, 11, 11), times=1), CALENDAR)

    assert armistice == Proposal(dt.date(2025, 11, 11), "férié\u00a0: armistice de 1918")


def test_pupils_are_back_on_the_day_of_return():
    assert CALENDAR.obstacle(dt.date(2025, 10, 17)) == ""
    assert CALENDAR.obstacle(AUTUMN.starts_on) == "vacances de la Toussaint"
    assert CALENDAR.obstacle(AUTUMN.returns_on - dt.timedelta(days=1)) != ""
    assert CALENDAR.obstacle(AUTUMN.returns_on) == ""


def test_alsace_and_moselle_have_two_days_more():
    good_friday = dt.date(2026, 4, 3)

    assert CALENDAR.obstacle(good_friday) == ""
    assert Calendar(is_alsace_moselle=True).obstacle(good_friday) == "férié\u00a0: Vendredi saint"


def test_every_other_week_until_a_day_included():
    proposals = propose(Rule(dt.date(2026, 1, 6), every=2, until=dt.date(2026, 2, 3)), CALENDAR)

    assert [p.day for p in proposals] == [
        dt.date(2026, 1, 6),
        dt.date(2026, 1, 20),
        dt.date(2026, 2, 3),
    ]


def test_beyond_the_last_known_holiday_nothing_is_published():
    days = [dt.date(2026, 8, 25), dt.date(2026, 9, 1)]

    assert [CALENDAR.is_published(day) for day in days] == [True, False]
    assert Calendar().is_published(TUESDAY) is False


def test_a_series_ends_even_when_every_day_is_a_holiday():
    endless = Calendar([Holiday("Vacances", dt.date(2020, 1, 1), dt.date(2040, 1, 1))])

    proposals = propose(Rule(TUESDAY, times=5), endless)

    assert {proposal.is_kept for proposal in proposals} == {False}
    assert len(proposals) == 79


def test_a_series_never_holds_more_than_a_season():
    every_day = frozenset(range(7))

    proposals = propose(Rule(TUESDAY, until=TUESDAY + weeks(78), weekdays=every_day), Calendar())

    assert sum(proposal.is_kept for proposal in proposals) == MOST_SESSIONS


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "l’un des deux"),
        ({"times": 3, "until": TUESDAY}, "l’un des deux"),
        ({"times": 0}, "de 1 à 80"),
        ({"times": 81}, "de 1 à 80"),
        ({"until": TUESDAY - weeks(1)}, "précéder"),
        ({"first": dt.date(9999, 12, 31), "times": 1}, "trop lointaine"),
        ({"until": TUESDAY + weeks(79)}, "dix-huit mois"),
    ],
)
def test_a_rule_without_a_sensible_end_is_refused(given, why):
    with pytest.raises(ValidationError, match=why):
        Rule(**{"first": TUESDAY} | given)


def test_on_several_weekdays_from_the_first_day_on():
    rule = Rule(dt.date(2026, 1, 8), times=4, weekdays=frozenset({1, 3}))

    # From a Thursday: the Tuesday of that week is over.
    assert [proposal.day.day for proposal in propose(rule, CALENDAR)] == [8, 13, 15, 20]


def test_every_other_week_on_several_weekdays_counts_weeks_and_not_days():
    rule = Rule(dt.date(2026, 1, 8), every=2, until=dt.date(2026, 1, 31), weekdays={1, 3})

    assert [proposal.day.day for proposal in propose(rule, CALENDAR)] == [8, 20, 22]


def test_dates_picked_one_by_one_are_looked_at_in_order_and_once():
    later = dt.date(2025, 11, 4)

    assert propose(Chosen((later, dt.date(2025, 10, 21), later)), CALENDAR) == [
        Proposal(dt.date(2025, 10, 21), "vacances de la Toussaint"),
        Proposal(later),
    ]


@pytest.mark.parametrize(
    ("picked", "why"),
    [
        ((), "de 1 à 80"),
        ((TUESDAY,) * 81, "de 1 à 80"),
        ((TUESDAY, dt.date(2101, 1, 1)), "trop lointaine"),
    ],
)
def test_no_date_too_many_or_too_far_are_refused(picked, why):
    with pytest.raises(ValidationError, match=why):
        Chosen(picked)
