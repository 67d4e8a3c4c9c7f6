import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from partnerships import french

UTC = dt.UTC


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (12500, "12\u202f500"),
        (-66, "\u221266"),
        (2.5, "2,5"),
        (Decimal("2.50"), "2,5"),
        (Decimal("1234.567"), "1\u202f234,57"),
        (Decimal(100), "100"),
        ("7", "7"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_a_number_has_narrow_spaces_and_a_comma(value, text):
    assert french.number(value) == text


def test_a_number_keeps_the_decimals_one_asks_for():
    assert french.number(2, 2) == "2,00"
    assert french.number(Decimal("2.345"), 1) == "2,3"


@pytest.mark.parametrize(
    ("value", "word", "text"),
    [
        (0, "place", "0 place"),
        (1, "place", "1 place"),
        (1.5, "heure", "1,5 heure"),
        (2, "place", "2 places"),
        (2, "mois", "2 mois"),
        (2, "bureau", "2 bureaux"),
        (2, "bilan annuel,bilans annuels", "2 bilans annuels"),
        (1200, "parent", "1\u202f200 parents"),
    ],
)
def test_a_count_follows_french_grammar(value, word, text):
    assert french.count(value, word) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, "1\u00a0Ko"),
        (240_000, "240\u00a0Ko"),
        (999_000, "999\u00a0Ko"),
        (999_001, "1,0\u00a0Mo"),
        (10_485_760, "10,5\u00a0Mo"),
    ],
)
def test_a_file_weighs_what_a_phone_says(size, text):
    assert french.weight(size) == text


def test_a_count_follows_the_language_of_the_page():
    with translation.override("en"):
        assert french.count(0, "place") == "0 places"
        assert french.count(1, "place") == "1 place"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("9000.00"), "9\u202f000\u00a0€"),
        (Decimal("12.5"), "12,50\u00a0€"),
        (-40, "\u221240\u00a0€"),
        (None, "–"),
    ],
)
def test_money_shows_cents_only_if_there_are_any(value, text):
    assert french.money(value) == text


@pytest.mark.parametrize(("value", "text"), [(81, "81\u00a0%"), (80.6, "81\u00a0%"), (None, "–")])
def test_a_percentage_is_whole(value, text):
    assert french.percent(value) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (930, "15\u00a0h\u00a030"),
        (65, "1\u00a0h\u00a005"),
        (120, "2\u00a0h"),
        (45, "45\u00a0min"),
        (0, "0\u00a0h"),
        (-60, "\u22121\u00a0h"),
        (-30, "\u221230\u00a0min"),
        (75000, "1\u202f250\u00a0h"),
        (None, "–"),
    ],
)
def test_hours_are_said_as_one_says_them(minutes, text):
    assert french.hours(minutes) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (6, "number", "+6"),
        (-66, "number", "\u221266"),
        (0, "number", "0"),
        (-60, "hours", "\u22121\u00a0h"),
        (150, "money", "+150\u00a0€"),
        (None, "number", "–"),
    ],
)
def test_a_gap_has_its_sign(value, unit, text):
    assert french.gap(value, unit) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.time(14, 30), "14\u00a0h\u00a030"),
        (dt.time(9), "9\u00a0h"),
        (dt.time(0, 5), "0\u00a0h\u00a005"),
        (dt.datetime(2026, 3, 10, 13, 7, tzinfo=UTC), "14\u00a0h\u00a007"),
        (None, "–"),
    ],
)
def test_a_clock_reads_as_spoken(value, text):
    assert french.clock(value) == text


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(2026, 3, 10), "10\u00a0mars"),
        (dt.date(2025, 9, 1), "1er\u00a0septembre"),
        (dt.date(2025, 8, 31), "31\u00a0août 2025"),
        (dt.date(2026, 9, 1), "1er\u00a0septembre 2026"),
        (dt.datetime(2026, 3, 9, 23, 30, tzinfo=UTC), "10\u00a0mars"),
        (None, "–"),
    ],
)
def test_a_day_has_its_year_outside_this_school_year(value, text):
    assert french.day(value) == text


@pytest.mark.usefixtures("today")
def test_a_day_has_its_year_when_asked_for():
    assert french.day(dt.date(2026, 3, 10), "year") == "10\u00a0mars 2026"


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(2026, 3, 10), "mardi 10\u00a0mars"),
        (dt.date(2024, 9, 1), "dimanche 1er\u00a0septembre 2024"),
        (None, "–"),
    ],
)
def test_when_says_the_day_of_the_week(value, text):
    assert french.when(value) == text


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (
            dt.date(2025, 9, 1),
            dt.date(2026, 6, 30),
            "du 1er\u00a0septembre 2025 au 30\u00a0juin 2026",
        ),
        (dt.date(2026, 3, 3), dt.date(2026, 4, 12), "du 3\u00a0mars au 12\u00a0avril 2026"),
        (dt.date(2026, 3, 1), dt.date(2026, 3, 12), "du 1er au 12\u00a0mars 2026"),
        (dt.date(2026, 3, 3), dt.date(2026, 3, 3), "le 3\u00a0mars 2026"),
        (dt.date(2026, 3, 3), None, "depuis le 3\u00a0mars 2026"),
        (None, dt.date(2026, 3, 3), "jusqu’au 3\u00a0mars 2026"),
        (None, None, "–"),
    ],
)
def test_a_span_does_not_say_twice_what_its_end_says(start, end, text):
    assert french.span_of_days(start, end) == text


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("due", "text"),
    [
        (dt.date(2026, 3, 3), "7 jours de retard"),
        (dt.date(2026, 3, 9), "1 jour de retard"),
        (dt.date(2026, 3, 10), "aujourd’hui"),
        (dt.date(2026, 3, 11), "demain"),
        (dt.date(2026, 3, 31), "dans 21 jours"),
    ],
)
def test_lateness_is_a_duration(due, text):
    assert french.late(due) == text


@pytest.mark.usefixtures("today")
@pytest.mark.parametrize(
    ("seen", "text"),
    [
        (dt.date(2026, 3, 10), "aujourd’hui"),
        (dt.date(2026, 3, 9), "hier"),
        (dt.date(2026, 3, 1), "il y a 9 jours"),
        (dt.date(2025, 12, 10), "il y a 3 mois"),
        (dt.date(2022, 3, 10), "il y a 4 ans"),
    ],
)
def test_ago_grows_coarser_with_time(seen, text):
    assert french.ago(seen) == text


@pytest.mark.usefixtures("today")
def test_other_languages_have_the_formats_of_django():
    with translation.override("en"):
        assert french.number(12500) == "12,500"
        assert french.clock(dt.time(14, 30)) == "14:30"
        assert french.day(dt.date(2026, 3, 10)) == "March 10"
        assert french.when(dt.date(2025, 3, 10)) == "Monday, March 10, 2025"
        assert french.first_of(dt.date(2026, 3, 3), dt.date(2026, 3, 5)) == "March 3, 2026"


def test_templates_have_these_filters_without_loading_them():
    template = Template('{{ minutes|hours }}, {{ places|count:"place" }}')

    assert template.render(Context({"minutes": 45, "places": 3})) == "45\u00a0min, 3 places"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0612345678", "06\u00a012\u00a034\u00a056\u00a078"),
        ("+32470123456", "+32470123456"),
        ("", ""),
        ("06 12 34 5", "06 12 34 5"),
    ],
)
def test_a_telephone_number_is_said_two_by_two(number, text):
    assert french.phone(number) == text


def test_the_first_words_keep_the_spaces_that_hold_a_sign_to_its_word():
    page = Template("{{ text|first_words:4 }}")

    said = [
        page.render(Context({"text": text}))
        for text in (
            "On\u00a0dit\u00a0: «\u00a0viens\u00a0» et   l’on\nvient & l’on revient",
            "&\u202f!",
        )
    ]

    assert said == ["On\u00a0dit\u00a0: «\u00a0viens\u00a0» et l’on…", "&amp;\u202f!"]
