"""Actions worth doing again are kept as examples, and others begin from them (ATE-017)."""

import pytest
from django.urls import reverse

from partnerships.models import AuditEvent
from tests.factories import ProgrammeFactory, TermFactory, WorkshopFactory, coordinator, facilitator
from tests.reading import said, text
from workshops.models import Workshop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def workshop():
    found = WorkshopFactory(
        title="Le marché de Noël au centre",
        format="festivity",
        objective="Que l’école et le quartier se croisent.",
        initiative="school",
        capacity=40,
        is_example=True,
        programme__ends_on="2025-08-31",
        programme__starts_on="2024-09-01",
    )
    found.themes.add(TermFactory(vocabulary="theme", label="Jeu"))
    return found


@pytest.fixture
def boss(workshop, client):
    user = coordinator(workshop.programme.lead)
    client.force_login(user)
    return user


def test_a_touch_keeps_it_another_one_lets_it_go(client, workshop, boss):
    url = reverse("workshops:workshop_example", args=[workshop.pk])

    let_go = said(client.post(url, {"keep": "no"}, follow=True))

    workshop.refresh_from_db()
    assert (workshop.is_example, let_go) == (
        False,
        ["Cet atelier n’est plus proposé comme exemple."],
    )
    client.post(url, {"keep": "yes"})
    workshop.refresh_from_db()
    assert workshop.is_example
    fields = [event.fields for event in AuditEvent.objects.filter(object_id=str(workshop.pk))]
    assert fields == [["is_example"], ["is_example"]]


def test_a_new_action_begins_from_it_with_its_own_place(client, workshop, boss):
    programme = ProgrammeFactory(lead=workshop.programme.lead)
    url = reverse("workshops:workshop_create", args=[programme.pk])

    page = client.get(url, {"comme": workshop.pk})

    initial = page.context["form"].initial
    assert initial == {
        "title": "Le marché de Noël au centre",
        "format": "festivity",
        "pathway": None,
        "objective": "Que l’école et le quartier se croisent.",
        "themes": [workshop.themes.get().pk],
        "initiative": "school",
        "capacity": 40,
        "host": programme.lead_id,
    }
    assert "S’inspirer d’un exemple" in text(page)


@pytest.mark.parametrize("answer", ["", "987654321", "x"])
def test_an_example_one_may_not_see_is_none(client, workshop, boss, answer):
    foreign = WorkshopFactory(is_example=True)
    url = reverse("workshops:workshop_create", args=[workshop.programme_id])

    for asked in (answer, foreign.pk):
        page = client.get(url, {"comme": asked})
        assert page.context["form"].initial == {"host": workshop.programme.lead_id}


def test_without_any_example_nothing_is_offered(client, workshop, boss):
    Workshop.objects.update(is_example=False)

    page = client.get(reverse("workshops:workshop_create", args=[workshop.programme_id]))

    assert "S’inspirer d’un exemple" not in text(page)


def test_the_list_finds_examples_of_every_season(client, workshop, boss):
    WorkshopFactory(programme__lead=workshop.programme.lead)

    page = client.get(reverse("workshops:workshop_list"), {"examples": "on"})

    assert list(page.context["page"]) == [workshop]


def test_who_only_reads_is_told_it_is_one(client, workshop):
    client.force_login(facilitator(workshop.programme.lead, workshop))

    page = text(client.get(workshop.get_absolute_url()))

    assert "Gardé comme exemple à reprendre." in page
