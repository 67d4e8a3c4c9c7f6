"""How stable a school team is: counted from the directory (PAR-053)."""

import datetime as dt

import pytest

from partnerships.stability import of_schools
from tests.factories import SchoolFactory, StructureFactory, TenureFactory, observer
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def school(here):
    """Beside its head (here.head): somebody who changed function, two who left, one to come."""
    school = here.school
    here.head.tenures.update(is_key_person=True, starts_on=dt.date(2024, 9, 1))
    teacher = TenureFactory(
        structure=school, function="enseignante", starts_on=dt.date(2019, 9, 1), is_key_person=True
    ).contact
    TenureFactory(
        contact=teacher,
        structure=school,
        function="référente",
        ends_on=dt.date(2026, 1, 5),
        end_reason="left",
    )
    TenureFactory(
        structure=school, function="CPE", ends_on=dt.date(2025, 12, 19), end_reason="left"
    )
    TenureFactory(structure=school, function="AED", ends_on=dt.date(2025, 8, 31), end_reason="left")
    TenureFactory(structure=school, is_key_person=True, starts_on=dt.date(2026, 9, 1))
    return school


def test_it_counts_key_persons_since_when_and_who_left_this_year(here, school):
    found = of_schools(here.partnership, here.boss, TODAY)

    assert [
        (each.structure, each.people, each.key_persons, each.since, each.left) for each in found
    ] == [(school, 2, 2, dt.date(2019, 9, 1), 1)]


def test_the_evidence_and_the_page_of_the_school_say_it(client, here, school):
    evidence = text(client.get(f"/partenariats/{here.partnership.pk}/preuves/"))
    client.post(
        f"/partenariats/{here.partnership.pk}/rencontres/nouvelle/",
        {
            "purpose": "Faire connaissance",
            "held_on": "2026-03-01",
            "kind": "formal",
            "decisions-TOTAL_FORMS": 0,
            "decisions-INITIAL_FORMS": 0,
        },
    )

    met = text(client.get(f"/partenariats/{here.partnership.pk}/preuves/"))
    page = text(client.get(school.get_absolute_url()))

    assert "La stabilité" not in evidence
    assert 'La plus ancienne est là depuis</th><td class="num">1er septembre 2019</td>' in met
    assert 'Personnes parties depuis la rentrée</th><td class="num">1</td>' in met
    assert "2 personnes clés connues, la plus ancienne depuis le 1er septembre 2019." in page
    assert "1 personne partie depuis la rentrée." in page


def test_a_team_without_a_key_person_says_so(client, here):
    page = text(client.get(here.school.get_absolute_url()))

    assert "0 personne clé connue. 0 personne partie depuis la rentrée." in page


def test_a_team_nobody_knows_and_a_centre_have_no_count(client, here):
    unknown = text(client.get(SchoolFactory().get_absolute_url()))
    centre = text(client.get(here.centre.get_absolute_url()))
    client.force_login(observer(StructureFactory()))
    outside = text(client.get(here.school.get_absolute_url()))

    assert [page.count("depuis la rentrée") for page in (unknown, centre, outside)] == [0, 0, 0]
