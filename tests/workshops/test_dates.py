"""A list of dates as people type it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from workshops.forms.dates import DaysField

pytestmark = pytest.mark.usefixtures("today")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-03", [(2026, 11, 3)]),
        ("3/11/2026", [(2026, 11, 3)]),
        ("03.11.26", [(2026, 11, 3)]),
        ("mardi 3 novembre 2026", [(2026, 11, 3)]),
        ("Le dimanche 1er février 2026", [(2026, 2, 1)]),
        # On 10 March 2026: today is still to come, yesterday is next year.
        ("10/3, 9/3", [(2026, 3, 10), (2027, 3, 9)]),
        ("17 août\n3 décembre et 5/11 ; 3 DÉCEMBRE", [(2026, 8, 17), (2026, 11, 5), (2026, 12, 3)]),
    ],
)
def test_dates_are_read_as_one_writes_them_each_once_and_in_order(typed, meant):
    assert DaysField().clean(typed) == tuple(dt.date(*parts) for parts in meant)


@pytest.mark.parametrize("typed", ["31/2/2026", "3 brumaire", "demain", "12", "3/13/2026", "30/2"])
def test_what_is_no_date_is_named(typed):
    with pytest.raises(ValidationError) as refusal:
        DaysField().clean(f"4/11/2026\n{typed}")

    assert refusal.value.messages == [
        f"«\u00a0{typed}\u00a0» n’est pas une date\u00a0: écrivez par exemple 3/11/2026."
    ]


def test_no_date_at_all_is_refused():
    with pytest.raises(ValidationError):
        DaysField().clean(" ")
