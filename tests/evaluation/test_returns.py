"""The tables of SENACS, CLAS and OEPRE, worked out by hand."""

import datetime as dt

import pytest
from django.urls import reverse

from partnerships.models import Term
from tests import factories as make
from tests.evaluation.observing import rows_of
from tests.evaluation.pages import get, text_of
from tests.evaluation.season import hold, note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_november")]


@pytest.fixture
def boss(season):
    return make.coordinator(season.programme.lead)


def test_senacs_counts_each_parent_once_over_the_civil_year(client, season, boss):
    later = make.WorkshopFactory(programme__lead=season.programme.lead)
    note(hold(later, 1, 12, 60, year=2027), make.ParentFactory())

    response = get(client, boss, "senacs")

    # Ana, Bob, Zoé and Dan; Bob came in June too, at the programme of the season before.
    assert {label: row[0] for label, row in rows_of(response, "participants").items()} == {
        "Parents différents, tous ateliers confondus": "au moins 4",
        "Familles différentes": "au moins 3",
        "Participations cumulées": "15",
        "Séances réalisées": "6",
        "Heures face public": "7,25",
        "Sexe : femme": "2",
        "Sexe : homme": "1",
        "Sexe : non renseigné": "1",
        "Habite un QPV : oui": "1",
        "Habite un QPV : non": "1",
        "Habite un QPV : on ne sait pas": "2",
        "Parents différents aux événements": "0",
        "Présences aux événements": "0",
    }


def test_senacs_gives_each_workshop_its_line_and_its_kind(client, season, boss):
    response = get(client, boss, "senacs")

    found = rows_of(response, "ateliers")
    assert found[season.talk.title][1:] == ["2", "3,5", "3", "7"]
    assert found[season.path.title] == [
        "Groupe de réflexion, recherche-action, formation",
        *["2", "1,75", "2", "4"],
    ]
    assert found[season.other.title][1:] == ["1", "1", "0", "3"]


def test_senacs_counts_events_apart(client, season, boss):
    party = make.WorkshopFactory(programme=season.programme, format="festivity", title="Kermesse")
    note(hold(party, 11, 14, 180, counted=40), season.ana)

    response = get(client, boss, "senacs")

    assert rows_of(response, "evenements") == {"Kermesse": ["Événement", "1", "3", "1", "40"]}
    participants = rows_of(response, "participants")
    assert participants["Participations cumulées"] == ["15"]
    assert participants["Parents différents aux événements"] == ["au moins 1"]
    assert participants["Présences aux événements"] == ["40"]
    assert "Kermesse" not in rows_of(response, "ateliers")


def test_senacs_tells_the_kinds_of_action_of_the_national_survey(client, season, boss):
    found = rows_of(get(client, boss, "senacs"), "types")

    assert found["Groupe de parole de parents"] == ["2", "3", "4,5", "3", "8"]
    assert found["Groupe de réflexion, recherche-action, formation"] == ["2", "3", "2,75", "2", "7"]
    assert found["Action parents-enfants"] == ["0", "0", "0", "0", "0"]
    assert found["Écoute individualisée"] == ["", "2", "", "", ""]
    assert found["Université populaire de parents"] == ["", "", "", "", ""]


def test_senacs_bands_are_those_of_31_december_and_children_are_left_empty(client, season, boss):
    born = make.ParentFactory(family__structure=season.programme.lead, birth_year=2000)
    note(hold(season.talk, 11, 13, 60), born)

    found = rows_of(get(client, boss, "senacs"), "ages")

    assert [found[band][0] for band in ("0-6 ans", "7-10 ans", "11-14 ans")] == ["", "", ""]
    assert found["26 à 59 ans"] == ["1"]
    assert found["non renseigné"] == ["4"]


def test_a_partner_is_formal_once_every_party_accepted_the_agreement(client, season, boss):
    centre = season.programme.lead
    schools = [season.north.structure, season.south.structure]
    formal, asked = (
        make.PartnershipFactory(parties=[centre, school], stage="active") for school in schools
    )
    for partnership, sides in ((formal, [centre, schools[0]]), (asked, [centre])):
        agreement = make.AgreementFactory(partnership=partnership, school_year=2026)
        make.AgreementVersionFactory(agreement=agreement)
        for side in sides:
            make.AgreementAcceptanceFactory(agreement=agreement, structure=side)
    sensed = make.PartnershipFactory(parties=[centre, make.StructureFactory()], stage="sensed")

    found = rows_of(get(client, boss, "senacs"), "partenaires")

    assert {name: row[-1] for name, row in found.items()} == {
        schools[0].name: "oui",
        schools[1].name: "non",
    }
    assert str(sensed) not in found


def test_volunteers_are_counted_once_with_their_hours(client, season, boss):
    helper = make.UserFactory()
    for session, minutes in ((season.talk1, 30), (season.talk2, None)):
        make.FacilitationFactory(session=session, user=helper, is_volunteer=True, minutes=minutes)
    make.FacilitationFactory(
        session=season.talk1, user=None, name="Une voisine", is_volunteer=True, minutes=60
    )
    make.FacilitationFactory(session=season.talk1, is_volunteer=False, minutes=60)

    found = rows_of(get(client, boss, "senacs"), "benevoles")

    assert found == {
        "Bénévoles différents ayant animé": ["2"],
        "Heures d’animation bénévole": ["3"],
        "Heures de préparation et autres": [""],
    }


def test_a_table_is_ready_to_copy(client, season, boss):
    response = get(client, boss, "senacs")

    [table] = [each for each in response.context["tables"] if each.key == "participants"]
    lines = table.tabbed.split("\n")
    assert lines[0] == "Ce que l’enquête demande\tNombre"
    assert "Heures face public\t7,25" in lines
    assert f'id="copie-{table.key}"' in response.content.decode()


def test_one_chooses_the_year_and_the_structure_among_ones_own(client, season, boss):
    before = get(client, boss, "senacs", year="2025")
    forged = get(client, boss, "senacs", year="1990", structure=make.StructureFactory().pk)
    file = get(client, boss, "senacs", table="ages", format="csv")

    assert rows_of(before, "participants")["Séances réalisées"] == ["0"]
    assert forged.context["return"].structure == season.programme.lead
    assert forged.context["year"] == "2026"
    assert file["Content-Disposition"] == 'attachment; filename="ages.csv"'


# -- CLAS and OEPRE --------------------------------------------------------------------------------


def scheme(season, label):
    season.programme.scheme = Term.objects.get(vocabulary="scheme", label=label)
    season.programme.save()


def test_clas_tells_groups_parents_schools_and_meetings(client, season, boss):
    scheme(season, "CLAS")
    season.talk.schools.add(season.north)
    partnership = make.PartnershipFactory(name="Le fil", parties=[season.programme.lead])
    season.programme.partnerships.add(partnership)
    make.MeetingFactory(partnership=partnership, held_on=dt.date(2026, 10, 5))
    for day in (dt.date(2026, 6, 5), dt.date(2026, 12, 3)):
        make.MeetingFactory(partnership=partnership, held_on=day)

    response = get(client, boss, "clas")

    talk = rows_of(response, "collectifs")[season.talk.title]
    assert talk == [season.north.structure.name, "2", "3,5", "3", "7", "6"]
    summary = rows_of(response, "ensemble")
    assert summary["Parents différents rencontrés"] == ["au moins 4"]
    schools = rows_of(response, "ecoles")
    assert {name: row[1:] for name, row in schools.items()} == {
        season.north.structure.name: ["1", "1"],
        season.south.structure.name: ["1", "1"],
    }
    assert rows_of(response, "rencontres")["Le fil"][1:] == ["1", "05/10/2026"]
    by_hand = rows_of(response, "enfants")
    assert {cell for row in by_hand.values() for cell in row} == {""}
    assert "la plateforme ne tient aucune fiche d’enfant" in text_of(response)


def test_oepre_sets_enrolled_against_come(client, season, boss):
    scheme(season, "OEPRE")

    response = get(client, boss, "clas")

    found = rows_of(response, "oepre")
    assert found[season.talk.title] == ["", "4", "2", "3,5", "3", "7", "1"]
    assert found[season.path.title] == ["", "3", "2", "1,75", "2", "4", "2"]


def test_without_such_a_programme_the_page_says_how_to_begin(client, season, boss):
    text = text_of(get(client, boss, "clas"))

    assert "Aucun programme de ce dispositif cette année-là." in text


@pytest.mark.parametrize("role", [make.facilitator, make.partner, make.observer])
@pytest.mark.parametrize("page", ["senacs", "clas"])
def test_returns_are_for_coordinators(client, role, page):
    assert get(client, role(make.StructureFactory()), page).status_code == 404


@pytest.mark.parametrize("page", [("senacs", 28), ("clas", 18)])
@pytest.mark.parametrize("count", [1, 3])
def test_a_return_costs_the_same_however_much_it_shows(
    client, django_assert_num_queries, count, page
):
    name, queries = page
    centre = make.StructureFactory()
    kind = Term.objects.get(vocabulary="scheme", label="CLAS")
    for _number in range(count):
        partnership = make.PartnershipFactory(
            parties=[centre, make.StructureFactory()], stage="active"
        )
        agreement = make.AgreementFactory(partnership=partnership, school_year=2026)
        make.AgreementVersionFactory(agreement=agreement)
        workshop = make.WorkshopFactory(programme__lead=centre, programme__scheme=kind)
        workshop.programme.partnerships.add(partnership)
        workshop.schools.add(make.SchoolFactory())
        note(hold(workshop, 9, 15, 60), make.ParentFactory(family__structure=centre))
    client.force_login(make.coordinator(centre))

    with django_assert_num_queries(queries):
        response = client.get(reverse(f"evaluation:{name}"))

    assert len(response.context["tables"]) > 4
