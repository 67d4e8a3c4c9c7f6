import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from partnerships.models import SchoolHoliday, Territory
from partnerships.resources import NeighbourhoodResource, SchoolHolidayResource
from tests.partnerships.taking import changes, counts, refusals, take, take_file

pytestmark = pytest.mark.django_db

# -- Priority neighbourhoods ---------------------------------------------------------------------


def where(code):
    place, path = Territory.objects.get(kind="qpv", official_code=code), []
    while place := place.parent:
        path.append((place.kind, place.official_code, place.name))
    return path


def test_the_official_list_places_neighbourhoods_in_their_commune_or_their_departement():
    resource, _result = take_file(NeighbourhoodResource, "listeqp2024-cog2024.csv")

    assert counts(resource) == (7, 0, 0)
    assert where("QN00101M") == [
        ("commune", "01053", "Bourg-en-Bresse"),
        ("department", "01", "Ain"),
    ]
    assert where("QN01341I") == [("department", "13", "Bouches-du-Rhône")]
    assert resource.entries[3].what == "Europe (QN00201M), dans Aisne"


@pytest.mark.parametrize("name", ["listeqp2024-cog2024.csv", "qpv_2015.csv"])
def test_a_list_of_neighbourhoods_taken_twice_changes_nothing(name):
    first, _result = take_file(NeighbourhoodResource, name)
    territories = Territory.objects.count()

    second, _result = take_file(NeighbourhoodResource, name)

    assert counts(second) == (0, 0, counts(first)[0])
    assert Territory.objects.count() == territories


def test_the_codes_of_2015_are_taken_as_they_are():
    take_file(NeighbourhoodResource, "qpv_2015.csv")

    assert Territory.objects.get(official_code="QP009001").name == "Coeur De Ville"
    assert where("QP009001") == []


def test_a_neighbourhood_renamed_keeps_its_place():
    take_file(NeighbourhoodResource, "listeqp2024-cog2024.csv")

    resource, _result = take(NeighbourhoodResource, "code_qp;lib_qp\nqn00102m;La Croix-Blanche\n")

    assert changes(resource) == [("Nom", "Croix Blanche", "La Croix-Blanche")]
    assert where("QN00102M")[0] == ("commune", "01053", "Bourg-en-Bresse")


def test_a_code_that_is_no_neighbourhood_is_refused_with_its_line():
    resource, result = take(NeighbourhoodResource, "code_qp;lib_qp\nQN0102M;Croix Blanche\n")

    ((line, text),) = refusals(resource, result)
    assert (line, "n’est pas un code de quartier prioritaire" in text) == (2, True)


# -- School holidays -------------------------------------------------------------------------------


def test_the_national_calendar_is_read_in_days_of_paris():
    take_file(SchoolHolidayResource, "calendrier-scolaire_national.csv")

    christmas = SchoolHoliday.objects.get(zone="B", name="Vacances de Noël")
    assert (christmas.starts_on, christmas.returns_on) == (
        dt.date(2025, 12, 20),
        dt.date(2026, 1, 5),
    )
    assert christmas.population == "all"
    assert SchoolHoliday.objects.filter(name="Vacances d’hiver", zone="B").count() == 1


def test_lines_of_the_calendar_without_a_place_here_are_counted_and_left_aside():
    resource, _result = take_file(SchoolHolidayResource, "calendrier-scolaire_national.csv")

    assert resource.notes() == [
        "6 lignes laissées de côté : sans jour de la reprise, qui n’est pas encore publié.",
        "3 lignes laissées de côté : vacances d’une partie seulement des élèves ou d’un territoire.",
        "11 lignes laissées de côté : zones que la plateforme ne connaît pas.",
    ]


def test_the_calendar_taken_twice_changes_nothing():
    first, _result = take_file(SchoolHolidayResource, "calendrier-scolaire_national.csv")

    second, _result = take_file(SchoolHolidayResource, "calendrier-scolaire_national.csv")

    assert counts(second) == (0, 0, counts(first)[0])


def test_a_holiday_that_moved_is_corrected_rather_than_doubled():
    header = "zone;name;starts_on;returns_on\n"
    take(SchoolHolidayResource, f"{header}B;Vacances d’hiver;2026-02-14;2026-03-02\n")

    resource, _result = take(
        SchoolHolidayResource, f"{header}Zone B;Vacances d'Hiver;21/02/2026;09/03/2026\n"
    )

    assert changes(resource) == [
        ("Premier jour", "14 février 2026", "21 février 2026"),
        ("Jour de la reprise", "2 mars 2026", "9 mars 2026"),
    ]
    assert SchoolHoliday.objects.count() == 1


def test_other_dates_for_the_same_holidays_are_said_and_the_first_kept():
    content = (
        "zone;name;starts_on;returns_on\n"
        "B;Vacances d’hiver;2026-02-14;2026-03-02\n"
        "B;Vacances d’hiver;2026-02-21;2026-03-09\n"
    )

    resource, _result = take(SchoolHolidayResource, content)

    assert [warning.line for warning in resource.warnings] == [3]
    assert SchoolHoliday.objects.get().starts_on == dt.date(2026, 2, 14)


def test_teachers_have_their_own_summer():
    content = (
        "zone;name;starts_on;returns_on;population\n"
        "B;Vacances d’été;2025-07-05;2025-09-01;Élèves\n"
        "B;Vacances d’été;2025-07-05;2025-08-29;Enseignants\n"
    )

    take(SchoolHolidayResource, content)

    summers = SchoolHoliday.objects.order_by("returns_on").values_list("population", flat=True)
    assert list(summers) == ["teachers", "pupils"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Zone D;Noël;2025-12-20;2026-01-05", "ne fait pas partie des valeurs connues"),
        ("B;Noël;20 décembre;2026-01-05", "n’est pas une date"),
        ("B;Noël;12/25/2025;2026-01-05", "n’est pas une date"),
        ("B;;2025-12-20;2026-01-05", "Nom : la cellule est vide."),
    ],
)
def test_a_line_of_the_calendar_that_cannot_be_right_is_refused(row, words):
    resource, result = take(SchoolHolidayResource, f"zone;name;starts_on;returns_on\n{row}\n")

    lines = refusals(resource, result)
    assert [(line, words in text) for line, text in lines] == [(2, True)]


def test_a_calendar_of_which_nothing_is_for_us_says_why():
    content = "zone;name;starts_on;returns_on\nPolynésie;Noël;2025-12-13;2026-01-05\n"

    with pytest.raises(ValidationError) as refused:
        take(SchoolHolidayResource, content)

    assert refused.value.messages == [
        "1 ligne laissée de côté : zones que la plateforme ne connaît pas."
    ]
