import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from config import search
from partnerships import registry
from tests import factories as make

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)
# One session cookie, one account, one set of rights, then one question a kind (two for people).
QUERIES = 14


@pytest.fixture
def centre():
    return make.StructureFactory(name="Centre social Les Érables", commune="Roubaix")


def found(client, text, **asked):
    response = client.get(reverse("search"), {"q": text} | asked)
    return {kind.kind: [hit.title for hit in kind.hits] for kind in response.context["found"]}


@pytest.fixture
def everywhere(centre):
    """One of everything that bears « Éclair », and somebody who coordinates it all."""
    school = make.SchoolFactory(structure__name="École de l’Éclair")
    table = make.PartnershipFactory(name="Les éclaireurs", parties=[centre, school.structure])
    make.TenureFactory(contact__last_name="Léclair", structure=school.structure)
    programme = make.ProgrammeFactory(lead=centre, title="Éclairer la rentrée")
    programme.partnerships.add(table)
    workshop = make.WorkshopFactory(programme=programme, title="Café-éclair")
    held = make.HeldSessionFactory(workshop=workshop, date=dt.date(2026, 11, 17))
    make.AdviceFactory(session=held, text="Un ÉCLAIR au chocolat pour briser la glace")
    make.ParentFactory(family__structure=centre, first_name="Ève", last_name="Éclair-Dupont")
    make.IssuedReportFactory(grant__holder=centre, title="Bilan « éclair »")
    return make.coordinator(centre)


def test_a_word_finds_every_kind_without_accent_or_case(client, everywhere):
    client.force_login(everywhere)

    kinds = found(client, "ECLAIR")

    assert list(kinds) == [kind for kind in search.ORDER if kind != "seances"]
    assert kinds == {
        "partenariats": ["Les éclaireurs"],
        "structures": ["École de l’Éclair"],
        "contacts": ["Camille Léclair"],
        "familles": ["Ève Éclair-Dupont"],
        "ateliers": ["Café-éclair"],
        "programmes": ["Éclairer la rentrée"],
        "conseils": ["Un ÉCLAIR au chocolat pour briser la glace"],
        "rapports": ["Bilan « éclair »"],
    }


@time_machine.travel(NOON)
def test_the_words_of_a_day_find_its_sessions(client, everywhere):
    client.force_login(everywhere)

    assert found(client, "mardi 17 novembre") == {"seances": ["Café-éclair"]}
    assert found(client, "hier") == {}


def test_a_school_gets_no_bit_of_families_nor_of_sheets(client, everywhere):
    school = make.SchoolFactory.create().structure
    make.PartnershipFactory(name="Éclair à deux", parties=[school])
    client.force_login(make.partner(school))

    assert found(client, "eclair") == {
        "partenariats": ["Éclair à deux"],
        "structures": ["École de l’Éclair"],
    }
    with_, without = (
        client.get(reverse("search"), {"q": text}).text.replace(text, "") for text in ("Ève", "Zoé")
    )
    assert "Éclair-Dupont" not in with_
    assert with_.count("<section") == without.count("<section")


def test_a_facilitator_finds_the_people_they_meet_and_no_other(client, centre):
    workshop = make.WorkshopFactory(programme__lead=centre)
    met = make.ParentFactory(family__structure=centre, first_name="Aïcha", last_name="Met")
    make.ParentFactory(family__structure=centre, first_name="Aïcha", last_name="Autre")
    make.EnrolmentFactory(workshop=workshop, parent=met)
    client.force_login(make.facilitator(centre, workshop))

    assert found(client, "aicha") == {"familles": ["Aïcha Met"]}


def test_the_schools_of_the_children_tell_two_namesakes_apart(client, centre):
    parent = make.ParentFactory(family__structure=centre, first_name="Sofia")
    schooling = make.SchoolingFactory(family=parent.family)
    client.force_login(make.coordinator(centre))

    response = client.get(reverse("search"), {"q": "Sofia"})

    assert response.context["found"][0].hits[0].detail == str(schooling.school)


def test_more_than_a_few_lead_to_the_list_asked_the_same(client, centre):
    for number in range(search.MOST + 1):
        make.ParentFactory(family__structure=centre, first_name="Sofia", last_name=f"N{number}")
        make.WorkshopFactory(programme__lead=centre, title=f"Sofia {number}")
    client.force_login(make.coordinator(centre))

    response = client.get(reverse("search"), {"q": "Sofia"})

    assert [(len(kind.hits), kind.more_url) for kind in response.context["found"]] == [
        (search.MOST, f"{reverse('families:parent_list')}?q=Sofia"),
        (search.MOST, ""),
    ]
    assert "?q=Sofia&amp;dans=ateliers" in response.text
    assert [len(titles) for titles in found(client, "Sofia", dans="ateliers").values()] == [6]


def test_the_rest_of_a_day_is_the_list_of_its_sessions(client, centre):
    workshop = make.WorkshopFactory(programme__lead=centre)
    make.SessionFactory.create_batch(6, workshop=workshop, date=dt.date(2027, 3, 12))
    client.force_login(make.coordinator(centre))

    response = client.get(reverse("search"), {"q": "12 mars 2027"})
    rest = client.get(response.context["found"][0].more_url)

    assert rest.status_code == 200
    assert rest.text.count("<li class=") >= 6


def test_a_uai_finds_its_school(client):
    school = make.SchoolFactory()
    client.force_login(make.UserFactory())

    assert found(client, school.uai.lower()) == {"structures": [str(school)]}


@pytest.mark.parametrize("text", ["", "é", " % ", "[("])
def test_too_little_says_what_to_write(client, text):
    client.force_login(make.UserFactory())

    response = client.get(reverse("search"), {"q": text})

    assert response.context["found"] == []
    assert "au moins deux lettres" in response.text


def test_nothing_found_says_what_to_try(client):
    client.force_login(make.UserFactory())

    text = client.get(reverse("search"), {"q": "xyzzy"}).text

    assert "Rien ne correspond à «\xa0xyzzy\xa0»" in text


@pytest.mark.parametrize("number", [1, 3])
def test_a_search_asks_a_constant_number_of_questions(
    client, centre, number, django_assert_num_queries
):
    for _ in range(number):
        school = make.SchoolFactory(structure__name="Sofia").structure
        make.PartnershipFactory(name="Sofia", parties=[centre, school])
        make.TenureFactory(contact__last_name="Sofia", structure=school)
        parent = make.ParentFactory(family__structure=centre, first_name="Sofia")
        make.SchoolingFactory(family=parent.family)
        workshop = make.WorkshopFactory(programme__lead=centre, title="Sofia")
        make.AdviceFactory(session__workshop=workshop, text="Sofia")
        make.IssuedReportFactory(grant__holder=centre, title="Sofia")
    user = make.coordinator(centre)
    client.force_login(user)

    with django_assert_num_queries(QUERIES):
        response = client.get(reverse("search"), {"q": "Sofia"})

    assert [len(kind.hits) for kind in response.context["found"]] == [number] * 7


def test_every_floor_answers_a_search():
    floors = {function.__module__.split(".")[0] for function in registry.searched.functions}

    assert floors == {"partnerships", "families", "workshops", "evaluation"}
