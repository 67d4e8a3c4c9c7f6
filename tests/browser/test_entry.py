"""Somebody new: an empty installation, the first steps, the help beside each title, the search."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import (
    ParentFactory,
    SchoolFactory,
    StaffFactory,
    StructureFactory,
    coordinator,
    facilitator,
)

pytestmark = pytest.mark.django_db(transaction=True)


def press(page, name):
    page.get_by_role("button", name=name).click()


def test_an_empty_installation_leads_to_its_first_session(page, sign_in, axe):
    # A directory imported beforehand knows the schools.
    SchoolFactory(structure__name="École des Lilas", structure__commune="Roubaix")
    sign_in(page, StaffFactory(first_name="Dominique"))
    faults = []

    page.goto(reverse("first_steps"))
    faults += axe(page)
    page.get_by_role("link", name="Commencer").click()
    page.get_by_label("Nom", exact=False).first.fill("Centre social Les Érables")
    page.get_by_label("Commune").fill("Roubaix")
    faults += axe(page)
    press(page, "Continuer")
    page.get_by_label("Zone de vacances").select_option("B")
    faults += axe(page)
    press(page, "Continuer")
    page.get_by_label("Adresse e-mail").fill("anime@exemple.test")
    press(page, "Envoyer l’invitation")
    faults += axe(page)
    page.get_by_role("link", name="Continuer avec le premier programme").click()
    page.get_by_label("Titre").fill("Ateliers relais")
    page.get_by_label("L’école avec qui le mener").select_option("École des Lilas")
    press(page, "Ouvrir le programme")
    page.get_by_label("Titre").fill("Café des parents")
    page.locator("#id_format").select_option("cafe")
    page.locator("#id_host").select_option("Centre social Les Érables")
    page.locator("main button.btn-primary").click()
    page.get_by_role("link", name="Prévoir une séance").click()
    page.locator("#id_date").fill("2027-01-12")
    page.locator("#id_starts_at").fill("09:00")
    page.locator("#id_ends_at").fill("10:30")
    page.locator("main button.btn-primary").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Café des parents")
    page.goto(reverse("home"))
    expect(page.get_by_text("Ce qu’il reste à faire pour commencer")).to_have_count(0)
    assert faults == []


def test_the_slash_key_searches_from_anywhere_but_where_one_writes(desktop, sign_in, axe):
    centre = StructureFactory()
    ParentFactory(family__structure=centre, first_name="Aïcha")
    sign_in(desktop, coordinator(centre))
    desktop.goto(reverse("partnerships:partnership_list"))

    desktop.keyboard.press("/")
    desktop.keyboard.type("aic/ha")
    expect(desktop.locator("#partout")).to_have_value("aic/ha")
    desktop.locator("#partout").fill("aicha")
    desktop.keyboard.press("Enter")

    expect(desktop.locator("#resultats a").first).to_contain_text("Aïcha")
    assert axe(desktop) == []


def test_whoever_dictates_turns_the_key_off(desktop, sign_in):
    sign_in(desktop, facilitator(StructureFactory()))
    desktop.goto(reverse("help"))
    desktop.locator("input[data-keys]").uncheck()
    desktop.goto(reverse("help"))

    desktop.keyboard.press("/")

    expect(desktop.locator("#partout")).not_to_be_focused()
    expect(desktop.locator("input[data-keys]")).not_to_be_checked()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_help_of_a_page_opens_within_the_screen_and_shuts(open_page, sign_in, axe, width):
    page = open_page({"width": width, "height": 740})
    sign_in(page, coordinator(StructureFactory()))
    page.goto(reverse("families:parent_list"))
    summary = page.locator(".purpose > summary")

    summary.click()
    told = page.locator(".purpose .told")
    expect(told).to_be_visible()
    faults = axe(page)
    box = told.bounding_box()
    page.keyboard.press("Escape")

    expect(told).to_be_hidden()
    expect(summary).to_be_focused()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert faults == []


def test_the_welcome_is_said_once(page, sign_in, axe):
    sign_in(page, facilitator(StructureFactory()))
    page.goto(reverse("home"))
    expect(page.get_by_role("heading", name="Bienvenue")).to_be_visible()
    faults = axe(page)

    press(page, "J’ai compris")

    expect(page.get_by_role("heading", name="Bienvenue")).to_have_count(0)
    page.goto(reverse("help"))
    expect(page.get_by_role("heading", name="La visite")).to_be_visible()
    assert faults == []
    assert axe(page) == []
