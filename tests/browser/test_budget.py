"""A budget from the keyboard, and two people in it at the same time."""

import pytest
from playwright.sync_api import expect

from evaluation.models import BudgetLine
from tests.browser.conftest import DESKTOP, fits
from tests.factories import BudgetLineFactory, GrantFactory, ProgrammeFactory, coordinator

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def grant():
    programme = ProgrammeFactory()
    grant = GrantFactory(holder=programme.lead, awarded=9000)
    grant.programmes.add(programme)
    return grant


def kept(grant):
    lines = BudgetLine.objects.filter(grant=grant).order_by("account")
    return [(line.account, float(line.forecast), line.actual) for line in lines]


def test_a_budget_is_written_from_the_keyboard_and_nobody_loses_a_cell(
    open_page, sign_in, axe, grant
):
    BudgetLineFactory(grant=grant, account="75", label="", forecast=1000)
    mine, theirs = (open_page(viewport=DESKTOP) for _person in range(2))
    for page in (mine, theirs):
        sign_in(page, coordinator(grant.holder))
        page.goto(f"/subventions/{grant.pk}/budget/")

    mine.get_by_label("Prévu, Prestations de services").focus()
    mine.keyboard.type("1 250,50")
    mine.keyboard.press("Tab")
    mine.keyboard.type("1300")
    mine.keyboard.press("Enter")
    theirs.get_by_label("Prévu, 75").fill("900")
    theirs.get_by_role("button", name="Enregistrer le budget").click()

    expect(mine.get_by_text("2 cases sont enregistrées.")).to_be_visible()
    expect(theirs.get_by_text("1 case est enregistrée.")).to_be_visible()
    mine.set_viewport_size({"width": 320, "height": 640})
    assert axe(mine) == []
    assert fits(mine)
    assert kept(grant) == [("604", 1250.5, 1300), ("75", 900, None)]
