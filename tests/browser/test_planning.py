"""What is prepared on a desktop and looked at on a phone; every page is accessible."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import SchoolHoliday
from tests.factories import (
    EnrolmentFactory,
    HeldSessionFactory,
    ModuleFactory,
    ProgrammeFactory,
    SessionFactory,
    TeamMemberFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
)
from workshops.models import Pathway

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def workshop(today):
    """A group with a session held, one to come, somebody expected and somebody to run it."""
    programme = ProgrammeFactory(starts_on="2025-09-01", ends_on="2026-08-31")
    module = ModuleFactory(pathway__structure=programme.lead, title="Pronote")
    workshop = WorkshopFactory(
        programme=programme, format="cohort", pathway=module.pathway, title="Groupe 9", capacity=12
    )
    HeldSessionFactory(workshop=workshop, module=module, date=today - dt.timedelta(days=7))
    SessionFactory(workshop=workshop, date=today)
    EnrolmentFactory(workshop=workshop, enrolled_on="2025-10-01")
    TeamMemberFactory(workshop=workshop)
    SchoolHoliday.objects.create(
        zone="B",
        name="Vacances de printemps",
        starts_on=dt.date(2026, 4, 11),
        returns_on=dt.date(2026, 4, 27),
    )
    return workshop


PAGES = {
    "session_list": "",
    "workshop_list": "",
    "programme_list": "",
    "pathway_list": "",
    "programme_create": "",
    "pathway_create": "",
    "programme_detail": "programme",
    "programme_edit": "programme",
    "programme_renew": "programme",
    "workshop_create": "programme",
    "pathway_detail": "pathway",
    "pathway_edit": "pathway",
    "workshop_detail": "workshop",
    "workshop_edit": "workshop",
    "team_edit": "workshop",
    "enrolment_create": "workshop",
    "session_create": "workshop",
    "series_create": "workshop",
    "session_delete": "session",
    "enrolment_leave": "enrolment",
}


@pytest.mark.deep
def test_the_pages_are_accessible_and_never_wider_than_the_screen(
    desktop, sign_in, sound, workshop
):
    sign_in(desktop, coordinator(workshop.programme.lead))
    targets = {
        "": None,
        "programme": workshop.programme,
        "pathway": workshop.pathway,
        "workshop": workshop,
        "session": workshop.sessions.last(),
        "enrolment": workshop.enrolments.get(),
    }
    addresses = [
        reverse(f"workshops:{name}", args=[targets[kind].pk] if kind else [])
        for name, kind in PAGES.items()
    ]

    faults = sound(desktop, *addresses)

    assert faults == {}


def test_a_series_is_looked_at_then_planned(page, sign_in, axe, workshop):
    sign_in(page, facilitator(workshop.programme.lead, workshop))
    page.goto(workshop.get_absolute_url())

    page.get_by_role("link", name="Prévoir une série").click()
    page.get_by_label("Première date").fill("2026-04-07")
    page.get_by_label("Début").fill("14:00")
    page.get_by_label("Fin").fill("16:00")
    page.get_by_label("Nombre de séances").fill("3")
    page.get_by_role("button", name="Voir les dates").click()

    expect(page.get_by_label("Mardi 14 avril 2026")).not_to_be_checked()
    expect(page.get_by_text("vacances de printemps")).to_have_count(2)
    assert axe(page) == []
    page.get_by_label("Mardi 28 avril 2026").uncheck()
    page.get_by_role("button", name="Prévoir ces séances").click()

    expect(page.get_by_text("2 séances sont prévues")).to_be_visible()
    planned = workshop.sessions.filter(date__gt="2026-03-31").order_by("date")
    assert [f"{session.date}" for session in planned] == ["2026-04-07", "2026-05-05"]


@pytest.mark.parametrize("script", [True, False])
def test_a_row_is_added_to_a_pathway_with_or_without_a_script(
    open_page, sign_in, axe, today, script
):
    page = open_page({"width": 1280, "height": 900}, java_script_enabled=script)
    sign_in(page, coordinator(ProgrammeFactory().lead))
    page.goto(reverse("workshops:pathway_create"))
    page.get_by_label("Titre").first.fill("Numérique")

    page.get_by_role("button", name="Ajouter un module").click()
    expect(page.get_by_label("Durée prévue")).to_have_count(5)
    row = page.locator(".module").nth(4)
    row.get_by_label("Titre").fill("Pronote")
    row.get_by_label("Durée prévue").fill("2 h 30")
    page.get_by_role("button", name="Enregistrer le parcours").click()

    expect(page.get_by_text("1 module, 2 h 30")).to_be_visible()
    assert [module.planned_minutes for module in Pathway.objects.get().modules.all()] == [150]


def test_somebody_found_is_enrolled_in_one_tap(page, sign_in, workshop):
    sign_in(page, facilitator(workshop.programme.lead, workshop))
    gone = EnrolmentFactory(
        workshop__programme=workshop.programme, parent__first_name="Fatoumata"
    ).parent
    page.goto(reverse("workshops:enrolment_create", args=[workshop.pk]))

    page.get_by_label("Prénom, ou prénom et nom").fill("fatou")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name="Fatoumata").click()

    expect(page.get_by_text("Fatoumata est inscrit·e.")).to_be_visible()
    assert workshop.enrolments.filter(parent=gone).exists()
