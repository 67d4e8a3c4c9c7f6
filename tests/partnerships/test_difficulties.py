"""Difficulties, small services, requests, working groups."""

import datetime as dt

import pytest

from partnerships.models import Difficulty, PartnerRequest, Service, WorkingGroup
from tests.factories import (
    ContactFactory,
    DifficultyFactory,
    PartnerRequestFactory,
    ServiceFactory,
    TenureFactory,
    TermFactory,
    WorkingGroupFactory,
    WorkingGroupMemberFactory,
)
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def url(here, page):
    return f"/partenariats/{here.partnership.pk}/{page}/"


# -- Difficulties --------------------------------------------------------------------------------


def test_a_difficulty_is_said_lifted_and_may_come_back(client, here):
    topic = TermFactory(vocabulary="difficulty", label="trop chronophage")
    client.post(
        url(here, "difficultes/nouvelle"),
        {
            "what": "La salle ferme à 13 h 30.",
            "topic": topic.pk,
            "reach": "between_us",
            "raised_by": here.school.pk,
            "raised_on": "2026-03-01",
            "tried": "Demander la clé.",
        },
    )
    difficulty = Difficulty.objects.get()
    client.post(
        f"/difficultes/{difficulty.pk}/lever/",
        {"lifted_how": "La loge ouvre.", "lifted_on": "2026-03-05"},
    )
    lifted = text(client.get(url(here, "difficultes")))
    answer = client.post(f"/difficultes/{difficulty.pk}/rouvrir/", follow=True)

    assert "Soulevée par École, le 1er mars. Trop chronophage." in lifted
    assert "Levée le 5 mars" in lifted
    assert "La loge ouvre." in lifted
    assert said(answer) == ["La difficulté est de nouveau ouverte."]
    assert [str(each) for each in answer.context["open"]] == ["La salle ferme à 13 h 30."]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"lifted_how": "", "lifted_on": "2026-03-05"}, ["lifted_how"]),
        ({"lifted_how": "La loge ouvre.", "lifted_on": "2026-02-01"}, ["lifted_on"]),
    ],
)
def test_a_difficulty_is_lifted_with_a_day_and_a_way(client, here, sent, errors):
    difficulty = DifficultyFactory(
        partnership=here.partnership, raised_by=here.school, raised_on=dt.date(2026, 3, 1)
    )

    response = client.post(f"/difficultes/{difficulty.pk}/lever/", sent)

    assert list(response.context["form"].errors) == errors


def test_what_was_tried_is_completed(client, here):
    difficulty = DifficultyFactory(partnership=here.partnership, raised_by=here.centre)

    client.post(
        f"/difficultes/{difficulty.pk}/modifier/",
        {
            "what": difficulty.what,
            "reach": "between_us",
            "raised_by": here.centre.pk,
            "raised_on": "2026-10-13",
            "tried": "Deux clés.",
        },
    )

    difficulty.refresh_from_db()
    assert difficulty.tried == "Deux clés."


def test_a_partner_speaks_for_its_own_side(client, here):
    theirs = DifficultyFactory(partnership=here.partnership, raised_by=here.centre)
    client.force_login(here.teacher)
    sent = {"what": "Trop de réunions", "reach": "between_us", "raised_on": "2026-03-01"}

    shown = client.get(url(here, "difficultes/nouvelle")).context["form"]
    refused = client.post(url(here, "difficultes/nouvelle"), sent | {"raised_by": here.centre.pk})
    client.post(url(here, "difficultes/nouvelle"), sent | {"raised_by": here.school.pk})

    assert list(shown.fields["raised_by"].queryset) == [here.school]
    assert list(refused.context["form"].errors) == ["raised_by"]
    assert Difficulty.objects.exclude(pk=theirs.pk).get().raised_by == here.school
    assert client.post(f"/difficultes/{theirs.pk}/rouvrir/").status_code == 403
    assert theirs.what in text(client.get(url(here, "difficultes")))


def test_what_divides_a_whole_town_is_told_apart(client, here):
    DifficultyFactory(partnership=here.partnership, raised_by=here.school, what="La salle ferme")
    client.post(
        url(here, "difficultes/nouvelle"),
        {
            "what": "Mairie et parents se disputent la carte scolaire",
            "reach": "town",
            "raised_by": here.school.pk,
            "raised_on": "2026-03-01",
        },
    )

    whole = client.get(url(here, "difficultes"))
    town = client.get(url(here, "difficultes") + "?reach=town")
    between = client.get(url(here, "difficultes") + "?reach=between_us")

    assert text(whole).count("À l’échelle de la commune.") == 1
    assert [each.reach for each in town.context["open"]] == ["town"]
    assert [each.what for each in between.context["open"]] == ["La salle ferme"]


def test_filtering_everything_away_keeps_the_filter(client, here):
    DifficultyFactory(partnership=here.partnership, raised_by=here.school)

    nothing = text(client.get(url(here, "difficultes") + "?reach=town"))

    assert "Aucune." in nothing
    assert "Rien n’est noté" not in nothing


# -- Small services ------------------------------------------------------------------------------


def test_a_service_is_noted_corrected_and_taken_back(client, here):
    sent = {
        "what": "Vingt chaises",
        "kind": "loan",
        "given_by": here.centre.pk,
        "given_on": "2026-03-02",
    }
    client.post(url(here, "services/nouveau"), sent)
    service = Service.objects.get()
    client.post(f"/services/{service.pk}/modifier/", sent | {"what": "Trente chaises"})
    shown = text(client.get(url(here, "services")))
    answer = client.post(f"/services/{service.pk}/effacer/", follow=True)

    assert "Trente chaises" in shown
    assert "Prêt de salle ou de matériel, Centre, 2 mars" in shown
    assert said(answer) == ["Le service noté par erreur est effacé."]
    assert "Aucun service noté" in text(answer)


# -- Requests ------------------------------------------------------------------------------------


def test_a_request_is_read_among_us_then_answered_to_all(client, here):
    client.post(
        url(here, "demandes/nouvelle"),
        {
            "asked_by": "parents",
            "structure": here.school.pk,
            "need": "workshop",
            "what": "Un atelier le samedi",
            "asked_on": "2026-03-01",
        },
    )
    asked = PartnerRequest.objects.get()
    read = {"analysis": "Pas assez de monde.", "answer": "", "answered_on": "2026-03-10"}
    client.post(f"/demandes/{asked.pk}/repondre/", read)
    asked.refresh_from_db()
    waiting = (asked.answer, asked.answered_on)
    client.post(
        f"/demandes/{asked.pk}/repondre/",
        read | {"answer": "partly", "answer_text": "Un samedi sur deux."},
    )

    ours = text(client.get(url(here, "demandes")))
    client.force_login(here.teacher)
    theirs = text(client.get(url(here, "demandes")))

    assert waiting == ("", None)
    for page in (ours, theirs):
        assert "En partie, le 10 mars" in page
        assert "Un samedi sur deux." in page
    assert ("Pas assez de monde." in ours, "Pas assez de monde." in theirs) == (True, False)
    assert client.get(f"/demandes/{asked.pk}/repondre/").status_code == 403


def test_an_answer_does_not_come_before_the_request(client, here):
    asked = PartnerRequestFactory(partnership=here.partnership, asked_on=dt.date(2026, 3, 5))

    response = client.post(
        f"/demandes/{asked.pk}/repondre/", {"answer": "yes", "answered_on": "2026-03-01"}
    )

    assert response.context["form"].errors == {
        "answered_on": ["Une réponse a une date, qui ne précède pas la demande."]
    }


def test_a_partner_asks_for_its_own_side(client, here):
    client.force_login(here.teacher)
    sent = {"asked_by": "school", "need": "support", "what": "Aide", "asked_on": "2026-03-01"}

    refused = client.post(url(here, "demandes/nouvelle"), sent)
    client.post(url(here, "demandes/nouvelle"), sent | {"structure": here.school.pk})
    asked = PartnerRequest.objects.get()
    client.post(
        f"/demandes/{asked.pk}/modifier/",
        sent | {"structure": here.school.pk, "what": "De l’aide"},
    )

    asked.refresh_from_db()
    assert list(refused.context["form"].errors) == ["structure"]
    assert asked.what == "De l’aide"
    assert "Répondre" not in text(client.get(url(here, "demandes")))


# -- Working groups ------------------------------------------------------------------------------


def test_a_group_gathers_professionals_and_parents(client, here):
    sent = {"name": "Parentalité", "starts_on": "2026-03-01"}
    both = [here.head.pk, here.guide.pk]
    client.post(url(here, "groupes/nouveau"), sent | {"contacts": both, "parents": 3})
    group = WorkingGroup.objects.get()
    shown = text(client.get(url(here, "groupes")))
    kept = group.members.get(contact=here.head)
    client.post(
        f"/groupes/{group.pk}/modifier/",
        sent | {"contacts": [here.head.pk], "parents": 4, "ends_on": "2026-03-09"},
    )
    edited = client.get(f"/groupes/{group.pk}/modifier/").context["form"]

    assert "Hélène Vasseur, Nadia Ostrowski, 3 parents" in shown
    assert list(group.members.order_by("pk").values_list("contact", "parents")) == [
        (here.head.pk, 0),
        (None, 4),
    ]
    assert group.members.get(contact=here.head) == kept
    assert (edited["contacts"].value(), edited["parents"].value()) == ([here.head.pk], 4)


def test_a_group_ends_after_it_starts(client, here):
    response = client.post(
        url(here, "groupes/nouveau"),
        {"name": "Parentalité", "starts_on": "2026-03-01", "ends_on": "2026-02-01"},
    )

    assert list(response.context["form"].errors) == ["ends_on"]


def test_a_member_who_left_the_school_stays_in_the_group(client, here):
    gone = ContactFactory(last_name="Partie")
    TenureFactory(
        contact=gone, structure=here.school, ends_on=dt.date(2026, 1, 31), end_reason="retired"
    )
    group = WorkingGroupFactory(partnership=here.partnership)
    WorkingGroupMemberFactory(group=group, contact=gone)

    assert "Partie" in text(client.get(f"/groupes/{group.pk}/modifier/"))


def test_a_table_without_a_directory_still_counts_parents(client, here):
    here.head.tenures.all().delete()
    here.guide.tenures.all().delete()

    client.post(
        url(here, "groupes/nouveau"), {"name": "Cour", "starts_on": "2026-03-01", "parents": 2}
    )

    assert WorkingGroup.objects.get().members.get().parents == 2


# -- Lists ---------------------------------------------------------------------------------------

MAKERS = {
    "difficultes": lambda here: DifficultyFactory(
        partnership=here.partnership, raised_by=here.school
    ),
    "services": lambda here: ServiceFactory(partnership=here.partnership, given_by=here.school),
    "demandes": lambda here: PartnerRequestFactory(
        partnership=here.partnership, structure=here.school
    ),
    "groupes": lambda here: WorkingGroupMemberFactory(group__partnership=here.partnership),
}


@pytest.mark.parametrize("number", [1, 3, 30])
@pytest.mark.parametrize(
    ("page", "queries"), [("difficultes", 9), ("services", 9), ("demandes", 10), ("groupes", 11)]
)
def test_a_list_costs_the_same_however_long(
    client, here, django_assert_num_queries, page, queries, number
):
    for _ in range(number):
        MAKERS[page](here)

    with django_assert_num_queries(queries):
        client.get(url(here, page))


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("difficultes", "Rien n’est noté"),
        ("services", "Aucun service noté"),
        ("demandes", "Aucune demande notée"),
        ("groupes", "Aucun groupe de travail"),
    ],
)
def test_an_empty_list_says_what_to_do_first(client, here, page, words):
    assert words in text(client.get(url(here, page)))


@pytest.mark.parametrize("page", MAKERS)
def test_what_others_live_does_not_exist(client, here, page):
    client.force_login(here.stranger)

    assert client.get(url(here, page)).status_code == 404
