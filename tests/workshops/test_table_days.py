"""Dates as people write them above a column, and answers as they tick them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from workshops.imports.answers import Answer, read_answer
from workshops.imports.days import Season, read_heading

pytestmark = pytest.mark.usefixtures("today")
SEASON = Season(dt.date(2025, 9, 1), dt.date(2026, 8, 31))
DAY = dt.date(2025, 11, 18)


@pytest.mark.parametrize(
    "title",
    [
        *("18/11/2025", "18/11/25", "18-11-2025", "18.11.2025", "2025-11-18", "2025/11/18"),
        *("18 nov. 2025", "18 novembre 2025", "mar. 18 novembre", "mardi 18/11", "18/11"),
        *("18-nov", "Mardi 18 Novembre 2025", "45979", "45979,5", "45979.25"),
        *("Séance du 18/11", "Séance 3 (18/11/2025)", "S3 18/11", "Le 18 nov", "MAR 18/11/25"),
        *("2025-11-18 00:00:00x"[:-1], "18/11 (présence)"),
    ],
)
def test_a_day_is_read_however_it_is_written(title):
    heading = read_heading(title, SEASON)

    assert heading.day == DAY


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_read_in_full_and_abridged(month):
    day = dt.date(2026 if month < 9 else 2025, month, 3)
    full = [
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
        *("septembre", "octobre", "novembre", "décembre"),
    ][month - 1]
    short = {6: "juin", 7: "juil."}.get(month, f"{full[:3]}.")

    assert [read_heading(f"3 {name}", SEASON).day for name in (full, short)] == [day, day]


@pytest.mark.parametrize(
    ("title", "found"),
    [("18/11", True), ("mar. 18 novembre", True), ("18/11/25", False), ("45979", False)],
)
def test_a_year_that_was_found_is_told(title, found):
    assert read_heading(title, SEASON).is_year_found is found


@pytest.mark.parametrize(
    ("title", "hour", "unit"),
    [
        ("18/11 14h30", dt.time(14, 30), ""),
        ("18/11/2025 9 h", dt.time(9), ""),
        ("2025-11-18 14:00:00", dt.time(14), ""),
        ("18/11 (minutes)", None, "minutes"),
        ("durée 18/11", None, "minutes"),
        ("18/11 h", None, "hours"),
        ("18/11 25h", None, "hours"),
    ],
)
def test_a_title_may_say_the_hour_and_the_unit(title, hour, unit):
    if title == "18/11 25h":
        assert read_heading(title, SEASON) is None
        return

    heading = read_heading(title, SEASON)

    assert (heading.hour, heading.unit) == (hour, unit)


@pytest.mark.parametrize(
    "title",
    ["Nom", "Total", "3 enfants", "12", "Remarques", "1h30", "xyz 18/11", "99999", "18 truc"],
)
def test_other_titles_are_no_day(title):
    assert read_heading(title, SEASON) is None


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("11/18/2025", "écrivez le jour avant le mois"),
        ("31/02/2026", "n’est pas un jour qui existe"),
        ("lundi 18/11/2025", "ce jour-là est un mardi 18 novembre 2025"),
        ("29/02", "l’année manque"),
    ],
)
def test_a_day_that_cannot_be_is_refused(title, told):
    with pytest.raises(ValidationError) as refusal:
        read_heading(title, SEASON)

    assert told in refusal.value.messages[0].replace("\u00a0", " ")


def test_a_day_that_two_years_of_the_season_hold_needs_its_year():
    season = Season(dt.date(2024, 9, 1), dt.date(2026, 8, 31))

    with pytest.raises(ValidationError, match="l’année manque"):
        read_heading("18/11", season)

    # The weekday tells which.
    assert read_heading("mardi 18/11", season).day == DAY


ANSWERS = {
    "present": "x X 1 P p présent Présente oui OK ✓ ✔ ☑ v VRAI TRUE",
    "absent": "0 A a abs Abs. absent absente non FAUX",
    "excused": "E e exc exc. Excusé excusée AE AJ",
    "late": "R r ret. retard RETARD",
}


@pytest.mark.parametrize(
    ("status", "text"), [(status, text) for status, all in ANSWERS.items() for text in all.split()]
)
def test_an_answer_is_read_however_it_is_ticked(status, text):
    assert read_answer(text) == Answer(status)


@pytest.mark.parametrize(
    ("text", "unit", "answer"),
    [
        ("absence excusée", "", Answer("excused")),
        ("en retard", "", Answer("late")),
        ("90", "minutes", Answer("present", 90)),
        ("1,5", "hours", Answer("present", 90)),
        ("2", "hours", Answer("present", 120)),
        ("0", "minutes", Answer("absent")),
        ("x", "minutes", Answer("present")),
        ("1h30", "", Answer("present", 90)),
        ("1 h 05", "", Answer("present", 65)),
        ("2h", "minutes", Answer("present", 120)),
        ("01:30", "", Answer("present", 90)),
        ("1:30:00", "", Answer("present", 90)),
        ("45 min", "", Answer("present", 45)),
        ("  ", "", None),
        ("", "minutes", None),
    ],
)
def test_minutes_are_read_when_the_title_or_the_cell_says_so(text, unit, answer):
    assert read_answer(text, unit) == answer


@pytest.mark.parametrize(
    ("text", "unit", "told"),
    [
        ("pr", "", "ou laissez vide"),
        ("?", "", "« ? » n’est pas une réponse connue"),
        ("-", "", "n’est pas une réponse connue"),
        ("90", "", "dites-le dans le titre"),
        ("25h", "", "dépasse 24 heures"),
        ("1441", "minutes", "dépasse 24 heures"),
        ("P" * 200, "", "« " + "P" * 80 + " »"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(text, unit, told):
    with pytest.raises(ValidationError) as refusal:
        read_answer(text, unit)

    assert told in refusal.value.messages[0].replace("\u00a0", " ")
