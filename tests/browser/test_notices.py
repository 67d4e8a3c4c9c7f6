"""The notice handed to a parent on a phone, and an agreement taken back in two taps."""

import datetime as dt

import pytest

from families.actions import notices as actions
from families.models import Consent
from tests.factories import ConsentFactory, ParentFactory, StructureFactory, coordinator

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def centre():
    return StructureFactory(name="Centre du Parc", phone="0320000001")


@pytest.fixture
def boss(centre):
    return coordinator(centre)


@pytest.fixture
def notice(centre, boss):
    return actions.publish(notice=actions.prepare(structure=centre, by=boss), by=boss)


def test_a_parent_reads_it_in_arabic_from_the_page_of_the_family(
    page, sign_in, centre, boss, notice
):
    parent = ParentFactory(family__structure=centre)
    sign_in(page, boss)
    page.goto(parent.get_absolute_url())

    page.get_by_role("link", name="Lire la notice avec elle").click()
    page.get_by_role("link", name="العربية", exact=True).click()

    article = page.locator("article.told")
    assert article.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert page.evaluate("document.fonts.check('700 20px Naskh', 'معلوماتكم')")
    assert page.locator("h1").inner_text() == "معلوماتكم وحقوقكم"


def test_an_agreement_is_taken_back_in_two_taps(page, sign_in, centre, boss):
    consent = ConsentFactory(parent__family__structure=centre, said_on=dt.date(2026, 1, 5))
    sign_in(page, boss)
    page.goto(consent.parent.get_absolute_url())

    page.get_by_role("link", name="Retirer : paroles citées").click()
    page.get_by_role("button", name="Retirer l’accord").click()

    assert "C’est noté" in page.locator(".messages").inner_text()
    assert Consent.objects.in_force().get().state == "withdrawn"


@pytest.mark.deep
def test_the_pages_are_accessible_and_fit(desktop, sign_in, centre, boss, notice, sound):
    consent = ConsentFactory(parent__family__structure=centre)
    draft = actions.prepare(structure=centre, by=boss)
    sign_in(desktop, boss)

    faults = sound(
        desktop,
        "/familles/information/",
        "/familles/information/a-donner/",
        f"{notice.get_absolute_url()}ar/",
        draft.get_absolute_url(),
        f"{draft.get_absolute_url()}tr/modifier/",
        f"{draft.get_absolute_url()}publier/",
        consent.parent.get_absolute_url(),
        f"/familles/parents/{consent.parent_id}/accords/",
        f"/familles/parents/{consent.parent_id}/accords/sharing/",
        f"/familles/accords/{consent.pk}/retirer/",
    )

    assert faults == {}
