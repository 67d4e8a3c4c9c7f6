import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from evaluation.figures import Figures, Scope
from evaluation.models import Indicator
from evaluation.pledges import pledges_of, promises_of
from tests import factories as make

pytestmark = pytest.mark.django_db

START, END = dt.date(2026, 9, 1), dt.date(2027, 6, 30)
IN_NOVEMBER = dt.date(2026, 11, 20)


def pledge(season, measure, target, start=START, end=END):
    indicator = make.IndicatorFactory(programme=season.programme, measure=measure)
    make.TargetFactory(indicator=indicator, value=target, starts_on=start, ends_on=end)
    return only(season)


def only(season):
    [found] = all_of(season)
    return found


def all_of(season):
    figures = Figures.of(Scope((season.programme,), START, END))
    return pledges_of(promises_of(Indicator.objects.all()), figures)


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("measure", "target", "sentence"),
    [
        ("unique_parents", 100, "Il en manque au plus 96, il reste 31 semaines."),
        ("cohorts_started", 16, "Il en manque 14, il reste 31 semaines."),
        ("cohorts_started", 2, "C’est atteint, tout juste."),
        ("cohorts_started", 1, "C’est atteint, et dépassé de 1."),
        ("hours_delivered", 435, "Il manque 1 h, il reste 31 semaines."),
        ("attendance_rate", 75, "Il manque 8,3 points, il reste 31 semaines."),
        ("attendance_rate", 65, "C’est atteint, et dépassé de 1,7 point."),
    ],
)
def test_the_gap_is_a_sentence(season, measure, target, sentence):
    found = pledge(season, measure, target)

    assert plain(found.gap(IN_NOVEMBER)) == sentence


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (dt.date(2026, 8, 20), "Il en manque 14, la période commence le 1er septembre."),
        (dt.date(2027, 6, 16), "Il en manque 14, il reste 2 semaines."),
        (dt.date(2027, 6, 18), "Il en manque 14, il reste 13 jours."),
        (END, "Il en manque 14, il reste 1 jour."),
        (dt.date(2027, 7, 1), "Il en a manqué 14."),
    ],
)
def test_the_time_left_is_that_of_the_target(season, today, sentence):
    found = pledge(season, "cohorts_started", 16)

    with time_machine.travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)):
        assert plain(found.gap(today)) == sentence


def test_missed_hours_are_said_as_hours(season):
    found = pledge(season, "hours_delivered", 435)

    assert plain(found.gap(dt.date(2027, 9, 1))) == "Il a manqué 1 h."


@pytest.mark.parametrize(
    ("measure", "target", "variance", "percent", "share"),
    [
        ("cohorts_started", 16, "−14", "−88 %", Decimal("0.125")),
        ("cohorts_started", 0, "+2", "n.s.", None),
        ("hours_delivered", 435, "−1 h", "−14 %", Decimal(375) / 435),
        ("sessions_held", 5, "0", "0 %", Decimal(1)),
    ],
)
def test_the_variance_is_told_in_units_and_in_percent(
    season, measure, target, variance, percent, share
):
    found = pledge(season, measure, target)

    assert (plain(found.variance_text), plain(found.variance_percent)) == (variance, percent)
    assert found.share == share


def test_a_pledge_reads_as_a_sentence(season):
    found = pledge(season, "unique_parents", 100)

    assert plain(found.sentence_of_figure) == "au moins 4 parents sur 100"
    assert (found.title, found.target_text) == (Indicator.objects.get().title, "100")


def test_a_target_is_measured_over_its_own_period(season):
    found = pledge(season, "sessions_held", 10, dt.date(2026, 11, 1), dt.date(2026, 12, 31))

    assert found.figure.value == 2


def test_a_target_of_another_time_is_left_out(season):
    indicator = make.IndicatorFactory(programme=season.programme)
    make.TargetFactory(
        indicator=indicator, starts_on=dt.date(2025, 9, 1), ends_on=dt.date(2026, 8, 31)
    )

    assert all_of(season) == []


def test_without_a_target_there_is_a_figure_and_no_gap(season):
    make.IndicatorFactory(programme=season.programme, measure="sessions_held")

    found = only(season)

    assert (found.figure.value, found.gap(IN_NOVEMBER), found.target_text) == (5, "", "")
    assert (found.variance_text, found.variance_percent, found.share) == ("–", "–", None)


@pytest.mark.parametrize("kind", ["entered", "qualitative"])
def test_what_is_not_computed_has_a_target_and_no_figure(season, kind):
    make.IndicatorFactory(programme=season.programme, kind=kind, measure="")

    found = only(season)

    assert (found.figure, found.unit, found.gap(IN_NOVEMBER)) == (None, None, "")


def test_an_indicator_of_another_programme_is_left_out(season):
    make.IndicatorFactory()

    assert all_of(season) == []


def test_each_indicator_counts_its_own_programme(season):
    other = make.WorkshopFactory(programme__lead=season.programme.lead)
    make.HeldSessionFactory(workshop=other)
    for programme in [season.programme, other.programme]:
        make.IndicatorFactory(programme=programme, measure="sessions_held")

    figures = Figures.of(Scope((season.programme, other.programme), START, END))
    pledges = pledges_of(promises_of(Indicator.objects.all()), figures)

    assert [pledge.figure.value for pledge in pledges] == [5, 1]
    assert figures.measure("sessions_held").value == 6


def test_promises_are_read_in_one_query(season, django_assert_num_queries):
    for _number in range(3):
        make.TargetFactory(indicator__programme=season.programme)

    with django_assert_num_queries(1):
        promises = promises_of(Indicator.objects.all())

    assert len(promises) == 3
