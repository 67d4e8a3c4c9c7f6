"""Who does what, where, for whom, with whom, since when; and what is missing."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from partnerships.models import AuditEvent, Term
from tests import factories as make
from tests.evaluation.observing import watching
from tests.evaluation.pages import get, text_of
from tests.evaluation.season import hold

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_november")]


@pytest.fixture
def themes():
    """Three themes, and no other."""
    Term.objects.filter(vocabulary="theme").delete()
    return [make.TermFactory(label=label, order=place) for place, label in enumerate("ABC")]


@pytest.fixture
def place(season):
    place = make.TerritoryFactory(name="Les Filatures")
    season.programme.lead.territories.add(place)
    return place


def rows(response, key):
    [table] = [each for each in response.context["inventory"].tables if each.key == key]
    return table.rows


def themes_of(response):
    inventory = response.context["inventory"]
    return {
        theme.label: [action.workshop.title for action in theme.actions]
        for theme in inventory.by_theme
    }


def test_each_action_says_who_where_for_whom_with_whom_and_since_when(
    client, season, themes, place
):
    season.talk.host = season.programme.lead
    season.talk.title, season.talk.place = "Parler", "salle bleue"
    season.talk.save()
    season.talk.themes.add(themes[0])
    season.talk.schools.add(season.north)
    season.programme.addressed_to = ""
    season.programme.save()
    lead = season.programme.lead

    response = get(client, make.coordinator(lead), "local_diagnosis")

    [[_theme, *row]] = [row for row in rows(response, "actions") if row[0] == "A"]
    assert row == [
        "Parler (groupe de parole)",
        lead.name,
        "salle bleue, Les Filatures",
        "parents",
        season.north.structure.name,
        "septembre 2026",
        2,
    ]


@pytest.mark.parametrize(
    ("format", "whom"),
    [
        ("parents_children", "parents et enfants"),
        ("together", "parents et équipe de l’école"),
        ("cafe", "parents"),
    ],
)
def test_without_words_the_form_of_an_action_says_for_whom_it_is(client, season, format, whom):
    season.talk.format = format
    season.talk.save()

    response = get(client, make.coordinator(season.programme.lead), "local_diagnosis")

    [action] = [
        each for each in response.context["inventory"].actions if each.workshop == season.talk
    ]
    assert action.whom == whom


def test_an_action_of_two_themes_is_told_under_both_and_one_without_comes_last(
    client, season, themes
):
    season.talk.themes.set(themes[:2])
    title = season.talk.title

    response = get(client, make.coordinator(season.programme.lead), "local_diagnosis")

    found = themes_of(response)
    assert list(found) == ["A", "B", "Sans thème noté"]
    assert (found["A"], found["B"]) == ([title], [title])


def test_a_theme_nobody_takes_up_somewhere_is_missing_there(client, season, themes, place):
    season.talk.host = season.programme.lead
    season.talk.save()
    season.talk.themes.add(themes[0])
    other = make.StructureFactory(mission="Les papiers")
    other.territories.add(place)
    other.themes.add(themes[1])

    response = get(client, make.coordinator(season.programme.lead), "local_diagnosis")

    assert rows(response, "manques") == [["Les Filatures", "C"]]
    directory = {row[0]: row[3:] for row in rows(response, "annuaire")}
    assert directory == {season.programme.lead.name: ["–", "–"], other.name: ["B", "Les papiers"]}


def test_one_chooses_a_year_a_place_and_a_theme(client, season, themes, place):
    season.talk.themes.add(themes[0])
    season.talk.host = season.programme.lead
    season.talk.save()
    make.StructureFactory().territories.add(make.TerritoryFactory())
    user = make.coordinator(season.programme.lead)

    asked = {"territory": place.pk, "theme": themes[0].pk}
    response = get(client, user, "local_diagnosis", **asked)
    before = get(client, user, "local_diagnosis", year="2024-2025")

    inventory = response.context["inventory"]
    assert [action.workshop for action in inventory.actions] == [season.talk]
    assert inventory.territories == [place]
    assert before.context["inventory"].actions == []
    assert "Aucune action ne se lit ici pour cette année." in text_of(before)


def test_a_few_actions_are_read_at_once(client, season, themes):
    season.talk.themes.add(themes[0])

    response = get(client, make.coordinator(season.programme.lead), "local_diagnosis")

    assert response.content.count(b'<details class="theme" open>') == 2
    assert "A · 1 action A Action Qui" in text_of(response)


def test_of_many_actions_one_reads_the_numbers_first_and_opens_some_at_a_time(
    client, season, themes
):
    for number in range(21):
        workshop = make.WorkshopFactory(programme=season.programme, title=f"Jeu {number:02}")
        workshop.themes.add(themes[0])
    user = make.coordinator(season.programme.lead)

    response = get(client, user, "local_diagnosis")
    file = get(client, user, "local_diagnosis", table="actions", format="csv")

    words = text_of(response).replace("\xa0", " ")
    assert response.content.count(b'<details class="theme">') == 2
    assert "A · 21 actions De « Jeu 00 » à « Jeu 10 »" in words
    assert "De « Jeu 11 » à « Jeu 20 »" in words
    assert "Sans thème noté · 3 actions Sans thème noté Action" in words
    assert b"".join(file.streaming_content).count(b"Jeu ") == 21


def test_a_long_list_of_structures_waits_behind_its_number(client, season, place):
    for _number in range(13):
        make.StructureFactory().territories.add(place)

    response = get(client, make.coordinator(season.programme.lead), "local_diagnosis")

    assert "Emporter en CSV : Structures du territoire 14 lignes" in text_of(response)
    assert b"<details><summary>14" in response.content


def test_words_of_a_diagnosis_stand_beside_with_their_year(client, season):
    lead = season.programme.lead
    season.programme.diagnosis = "Les parents n’entrent pas."
    season.programme.save()
    partnership = make.PartnershipFactory(name="Le fil", parties=[lead])
    make.AgreementFactory(
        partnership=partnership, school_year=2025, diagnosis="La grille est haute."
    )
    make.AgreementFactory(partnership=partnership, school_year=2026, diagnosis="")
    make.AgreementFactory(diagnosis="Ailleurs.")

    response = get(client, make.coordinator(lead), "local_diagnosis")

    words = [(each.year, each.title, each.text) for each in response.context["inventory"].words]
    assert words == [
        ("2025-2026", "Le fil", "La grille est haute."),
        ("2026-2027", season.programme.title, "Les parents n’entrent pas."),
    ]


def test_an_observer_reads_the_actions_and_none_of_the_words(client, season):
    season.programme.diagnosis = "Samira n’ose pas."
    season.programme.save()

    response = get(client, watching(season.programme.lead), "local_diagnosis")

    inventory = response.context["inventory"]
    assert {action.workshop for action in inventory.actions} == {
        season.talk,
        season.path,
        season.other,
    }
    assert inventory.words == []


def test_who_runs_a_workshop_elsewhere_reads_it_and_a_stranger_nothing(client, season):
    helper = make.facilitator(make.StructureFactory(), season.talk)

    read = [
        [action.workshop for action in response.context["inventory"].actions]
        for response in (
            get(client, user, "local_diagnosis")
            for user in (helper, make.coordinator(make.StructureFactory()), make.UserFactory())
        )
    ]
    assert read == [[season.talk], [], []]


def test_it_leaves_as_a_spreadsheet_and_the_journal_says_so(client, season):
    lead = season.programme.lead

    response = get(client, make.coordinator(lead), "local_diagnosis", table="actions", format="csv")

    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Thème;Action;Qui;Où;Pour qui;Avec qui;Depuis;Séances tenues"
    assert len(lines) == 4
    assert AuditEvent.objects.filter(verb="exported", structure=lead).count() == 1


def test_it_prints_as_a_tagged_document(client, season, place):
    season.programme.diagnosis = "Un constat."
    season.programme.save()

    response = get(
        client, make.coordinator(season.programme.lead), "local_diagnosis_pdf", territory=place.pk
    )

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="diagnostic-local-2026-2027.pdf"'
    reader = PdfReader(BytesIO(response.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Diagnostic local 2026-2027" in words
    assert season.talk.title in words
    assert "Un constat." in words


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_much_it_shows(client, django_assert_num_queries, count):
    centre, place = make.StructureFactory(), make.TerritoryFactory()
    centre.territories.add(place)
    for _number in range(count):
        workshop = make.WorkshopFactory(programme__lead=centre, programme__diagnosis="Un constat.")
        workshop.themes.add(make.TermFactory())
        workshop.schools.add(make.SchoolFactory())
        hold(workshop, 9, 15, 60)
        other = make.StructureFactory()
        other.territories.add(place)
        other.themes.add(make.TermFactory())
        make.AgreementFactory(
            partnership=make.PartnershipFactory(parties=[centre]),
            school_year=2026,
            diagnosis=f"Le {dt.date(2026, 9, 1)}",
        )
    client.force_login(make.coordinator(centre))

    with django_assert_num_queries(20):
        response = client.get(reverse("evaluation:local_diagnosis"))

    assert len(response.context["inventory"].actions) == count
