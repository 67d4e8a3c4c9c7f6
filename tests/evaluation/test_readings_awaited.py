import datetime as dt

import pytest
from django.urls import reverse

from evaluation.readings import due
from tests import factories as make

pytestmark = pytest.mark.django_db

IN_JANUARY = dt.date(2027, 1, 15)


@pytest.fixture
def draft(indicator, boss):
    return make.ReadingFactory(indicator=indicator, value=12, entered_by=boss)


def waiting(user):
    return [(thing.kind, thing.title) for thing in due(user, IN_JANUARY)]


def test_readings_to_check_and_readings_awaited_wait_at_home(
    indicator, told, draft, boss, colleague
):
    make.TargetFactory(indicator=told, ends_on=dt.date(2026, 12, 31), value=1)
    make.TargetFactory(indicator=indicator, ends_on=dt.date(2026, 12, 31))
    make.TargetFactory(
        indicator=told, starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2020, 12, 31), value=1
    )
    make.TargetFactory(indicator__programme=indicator.programme, ends_on=dt.date(2026, 12, 31))
    awaited = ("Relevés attendus", "Entraide")

    assert waiting(boss) == [awaited]
    assert waiting(colleague) == [("Relevés à vérifier", "Repas partagés"), awaited]
    assert waiting(make.facilitator(indicator.programme.lead)) == []


def test_who_coordinates_alone_is_reminded_of_their_own(draft, boss):
    assert waiting(boss) == [("Relevés à vérifier", "Repas partagés")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_readings_cost_the_same_however_many(
    client, indicator, boss, count, django_assert_num_queries
):
    for month in range(1, count + 1):
        date = dt.date(2026, month, 1)
        make.ReadingFactory(indicator=indicator, starts_on=date, ends_on=date, entered_by=boss)
        make.TargetFactory(indicator=indicator, starts_on=date, ends_on=date)
    client.force_login(boss)

    with django_assert_num_queries(7):
        client.get(reverse("evaluation:reading_list", args=[indicator.pk]))
