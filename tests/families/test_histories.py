import datetime as dt

import pytest

from families.histories import History, by_school_year
from partnerships.registry import Presence
from tests.factories import FamilyFactory, SchoolingFactory


def presence(day, minutes):
    return Presence(on=day, person="", title="", detail="", url="", minutes=minutes)


def test_a_history_is_told_by_school_year_the_latest_first():
    first, second = presence(dt.date(2025, 8, 31), 30), presence(dt.date(2025, 9, 1), 60)
    third = presence(dt.date(2026, 3, 1), 90)

    history = History.of([first, third, second])

    assert [(year.label, year.presences, year.minutes) for year in history.years] == [
        ("2025-2026", (third, second), 150),
        ("2024-2025", (first,), 30),
    ]
    assert (history.number, history.last) == (3, dt.date(2026, 3, 1))


def test_nothing_yet_is_no_history():
    assert (History.of([]).years, History.of([]).last) == ((), None)


@pytest.mark.django_db
def test_children_are_counted_by_year_and_level():
    family = FamilyFactory()
    SchoolingFactory(family=family, school_year=2025, level="nursery", children=2)
    SchoolingFactory(family=family, school_year=2025, level="college")
    SchoolingFactory(family=family, school_year=2025, level="nursery")
    SchoolingFactory(family=family, school_year=2024, level="nursery")

    years = by_school_year(family.schoolings.with_school().in_name_order())

    assert [(year.label, year.children, year.levels) for year in years] == [
        ("2025-2026", 4, [("maternelle", 3), ("collège", 1)]),
        ("2024-2025", 1, [("maternelle", 1)]),
    ]
