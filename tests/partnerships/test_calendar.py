import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from partnerships import calendar
from partnerships.calendar import (
    months_after,
    months_between,
    public_holidays,
    school_year,
    school_year_after,
    school_year_bounds,
    weeks,
    zone_of,
)
from partnerships.validators import validate_commune_code, validate_qpv_code, validate_uai

DATA = Path(calendar.__file__).parent / "data"


def rows_of(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def code_of(function, *arguments):
    with pytest.raises(ValidationError) as caught:
        function(*arguments)
    return caught.value.code


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2025, 8, 31), "2024-2025"),
        (date(2025, 9, 1), "2025-2026"),
        (date(2026, 1, 1), "2025-2026"),
    ],
)
def test_a_school_year_starts_on_1_september(day, label):
    assert school_year(day) == label


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_a_day_is_within_the_bounds_of_its_school_year(day):
    start, end = school_year_bounds(school_year(day))

    assert start <= day <= end
    assert school_year(end + timedelta(days=1)) == school_year_after(school_year(day))


def test_a_school_year_ends_on_31_august():
    assert school_year_bounds("2025-2026") == (date(2025, 9, 1), date(2026, 8, 31))


def test_the_school_year_before():
    assert school_year_after("2025-2026", -1) == "2024-2025"


@pytest.mark.parametrize("label", ["2025", "2025-2027", "2025/2026", "2025-2026 ", ""])
def test_what_is_not_a_school_year_is_refused(label):
    assert code_of(school_year_bounds, label) == "school_year"


@pytest.mark.parametrize(
    ("academy", "zone"),
    [
        ("Lille", "B"),
        ("LILLE", "B"),
        ("Créteil", "C"),
        ("Académie de Créteil", "C"),
        ("Normandie", "B"),
        ("Rouen", "B"),
        ("ORLEANS-TOURS", "B"),
        ("Aix Marseille", "B"),
        ("Lyon", "A"),
        ("Corse", "Corse"),
        ("La Réunion", "Réunion"),
        ("Académie de la Réunion", "Réunion"),
        ("Saint Pierre et Miquelon", "Saint-Pierre-et-Miquelon"),
        ("Atlantide", ""),
        ("", ""),
    ],
)
def test_an_academy_has_a_zone(academy, zone):
    assert zone_of(academy) == zone


def test_2026_has_eleven_public_holidays():
    assert {day: str(name) for day, name in public_holidays(2026).items()} == {
        date(2026, 1, 1): "jour de l’An",
        date(2026, 4, 6): "lundi de Pâques",
        date(2026, 5, 1): "fête du Travail",
        date(2026, 5, 8): "victoire de 1945",
        date(2026, 5, 14): "Ascension",
        date(2026, 5, 25): "lundi de Pentecôte",
        date(2026, 7, 14): "fête nationale",
        date(2026, 8, 15): "Assomption",
        date(2026, 11, 1): "Toussaint",
        date(2026, 11, 11): "armistice de 1918",
        date(2026, 12, 25): "Noël",
    }


def test_public_holidays_come_in_order_and_alsace_moselle_has_two_more():
    days = list(public_holidays(2026, alsace_moselle=True))

    assert days == sorted(days)
    assert set(days) - set(public_holidays(2026)) == {date(2026, 4, 3), date(2026, 12, 26)}


def test_months_go_over_new_year():
    months = months_between(date(2025, 11, 30), date(2026, 2, 1))

    assert months == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


def test_no_month_lies_between_a_day_and_the_month_before():
    assert months_between(date(2026, 2, 1), date(2026, 1, 31)) == []


def test_weeks_start_on_mondays():
    assert weeks(date(2025, 12, 31), date(2026, 1, 5)) == [date(2025, 12, 29), date(2026, 1, 5)]


# -- School holidays ---------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion"])
def test_an_instant_in_utc_is_read_as_the_day_in_paris(settings, zone):
    settings.TIME_ZONE = zone

    assert calendar.read_day("2025-10-17T22:00:00+00:00") == date(2025, 10, 18)
    assert calendar.read_day("2025-11-02T23:00:00+00:00") == date(2025, 11, 3)
    assert calendar.read_day("2025-12-20") == date(2025, 12, 20)


@pytest.mark.parametrize("text", ["", "17/10/2025", "bientôt"])
def test_what_is_no_day_is_refused(text):
    assert code_of(calendar.read_day, text) == "date"


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Zone B", "B"), ("c", "C"), ("Réunion", "Réunion"), ("Zone D", ""), ("", "")],
)
def test_a_zone_is_read_however_it_is_written(text, zone):
    assert calendar.read_zone(text) == zone


# -- The extracts of public data that come with the project ---------------------------------------


@pytest.mark.parametrize("zone", calendar.ZONES)
def test_the_holidays_of_a_zone_follow_each_other_to_summer_2028(zone):
    rows = [row for row in rows_of("school_holidays.csv") if row["zone"] == zone]
    starts = [calendar.read_day(row["starts_on"]) for row in rows]
    ends = [calendar.read_day(row["returns_on"]) for row in rows]

    assert [row["school_year"] for row in rows] == [school_year(start) for start in starts]
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    assert [end for end in ends if end.weekday() > 4] == []
    assert (starts[0], starts[-1], ends[-1]) == (
        date(2022, 10, 22),
        date(2028, 7, 4),
        date(2028, 9, 1),
    )


def test_every_school_year_has_its_five_holidays_in_each_zone():
    found = {
        (row["school_year"], row["zone"], row["name"]) for row in rows_of("school_holidays.csv")
    }
    names = [
        "Vacances de la Toussaint",
        "Vacances de Noël",
        "Vacances d’hiver",
        "Vacances de printemps",
        "Pont de l’Ascension",
        "Vacances d’été",
    ]

    assert found == {
        (f"{year}-{year + 1}", zone, name)
        for year in range(2022, 2028)
        for zone in calendar.ZONES
        for name in names
    }


def test_the_schools_of_lille_have_a_true_uai_and_a_name():
    rows = rows_of("schools_lille.csv")
    uais = [row["Identifiant_de_l_etablissement"] for row in rows]

    for row in rows:
        validate_uai(row["Identifiant_de_l_etablissement"])
        validate_commune_code(row["Code_commune"])
    assert len(uais) == len(set(uais)) == 87
    assert {"0596833G", "0594288R", "0593235W", "0593179K", "0597004T"} <= set(uais)
    assert {row["Nom_etablissement"][:3] for row in rows} == {"Col", "Éco"}
    assert {zone_of(row["Libelle_academie"]) for row in rows} == {"B"}


def test_the_sample_of_neighbourhoods_has_true_codes():
    rows = rows_of("qpv_sample.csv")

    for row in rows:
        validate_qpv_code(row["code_qp"])
    assert len(rows) == 7


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 6, 1), date(2026, 6, 30), 0),
        (date(2026, 6, 30), date(2026, 7, 1), 1),
        (date(2026, 7, 1), date(2026, 7, 3), 2),
        (date(2026, 8, 30), date(2026, 9, 15), 1),
        (date(2026, 6, 1), date(2026, 12, 1), 62),
        (date(2026, 9, 1), date(2026, 12, 1), 0),
    ],
)
def test_the_days_of_a_summer_between_two_days(start, end, days):
    assert calendar.days_within(start, end, [calendar.summer(2026)]) == days


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 10), 24, date(2028, 3, 10)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_months_later_is_the_same_day_or_the_last(day, months, later):
    assert months_after(day, months) == later
