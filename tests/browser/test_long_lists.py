"""A list of forty answers is narrowed by typing; without the module it is whole."""

import pytest
from playwright.sync_api import expect

from tests.factories import ProgrammeFactory, StructureFactory, coordinator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]
MANY = 40
CHOSEN = "select => select.selectedOptions[0].textContent.trim()"


@pytest.fixture
def boss(today):
    """Somebody who asks for a grant among forty funders, for some of forty programmes."""
    centre = StructureFactory(name="Centre")
    for number in range(MANY):
        StructureFactory(kind="foundation", name=f"Fondation {number}")
        ProgrammeFactory(lead=centre, title=f"Saison {number}")
    StructureFactory(kind="foundation", name="Fondation Éclat")
    return coordinator(centre)


def test_a_select_keeps_the_lines_that_hold_what_is_typed(desktop, sign_in, axe, boss):
    sign_in(desktop, boss)
    desktop.goto("/subventions/nouvelle/")
    field = desktop.get_by_role("searchbox", name="Réduire la liste : Financeur")

    field.fill("eclat")

    funder = desktop.locator("#id_funder")
    assert funder.locator("option:not([value=''])").all_inner_texts() == ["Fondation Éclat"]
    expect(desktop.get_by_text("Réponses trouvées : 1")).to_be_visible()
    assert axe(desktop) == []

    funder.select_option(label="Fondation Éclat")
    field.fill("fondation 3")

    assert funder.evaluate(CHOSEN) == "Fondation Éclat"
    field.fill("")
    assert funder.locator("option:not([value=''])").count() >= MANY
    assert funder.evaluate(CHOSEN) == "Fondation Éclat"


def test_boxes_that_are_ticked_stay_when_others_go(desktop, sign_in, boss):
    sign_in(desktop, boss)
    desktop.goto("/subventions/nouvelle/")
    desktop.get_by_label("Saison 7", exact=True).check()

    desktop.get_by_role("searchbox", name="Programmes").fill("saison 38")

    boxes = desktop.locator(".form-check:visible").filter(has_text="Saison")
    assert boxes.all_inner_texts() == ["Saison 38", "Saison 7"]


def test_a_short_list_is_left_alone(desktop, sign_in, boss):
    sign_in(desktop, boss)

    desktop.goto("/programmes/nouveau/")

    expect(desktop.get_by_role("searchbox", name="Réduire la liste")).to_have_count(0)
