"""A photo of the paper put on the shelf from a phone, and found again by the school."""

import pytest
from playwright.sync_api import expect

from partnerships.models import Document
from tests.browser.conftest import PHONE
from tests.factories import DocumentFactory
from tests.partnerships.lived import table
from tests.partnerships.papers import HTML, indiscreet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]


@pytest.fixture
def here(today):
    return table()


def photo(content, name="IMG_2031.jpg"):
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def test_a_diagnosis_is_photographed_and_read_by_the_school(page, open_page, sign_in, here):
    sign_in(page, here.boss)
    page.goto(here.partnership.get_absolute_url())

    page.get_by_role("link", name="Ajouter le diagnostic").tap()
    page.get_by_label("Fichier").set_input_files(photo(HTML))
    page.get_by_role("button", name="Enregistrer").tap()
    expect(page.get_by_text("Ce fichier n’est ni un PDF").first).to_be_visible()
    page.get_by_label("Fichier").set_input_files(photo(indiscreet()))
    page.get_by_role("button", name="Enregistrer").tap()

    expect(page.get_by_role("status")).to_contain_text("Le document est sur l’étagère")
    assert Document.objects.get().kind == "diagnosis"

    school = open_page(PHONE)
    sign_in(school, here.teacher)
    school.goto(here.partnership.get_absolute_url())
    with school.expect_download() as kept:
        school.get_by_role("link", name="Diagnostic local").first.click()
    assert kept.value.suggested_filename == "diagnostic-local-2026-03-10.jpg"


def test_a_logo_is_chosen_and_shown(page, sign_in, here):
    sign_in(page, here.boss)
    page.goto(f"{here.centre.get_absolute_url()}modifier/")

    page.get_by_role("link", name="Ajouter un logo").tap()
    page.get_by_label("Image").set_input_files(photo(indiscreet()))
    page.get_by_role("button", name="Enregistrer").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Centre")

    # Drawn, and not only named: its own width, once it came.
    expect(page.locator("img.logo")).to_have_js_property("naturalWidth", 40)


@pytest.mark.deep
def test_the_pages_are_accessible_and_fit(desktop, sign_in, here, sound):
    document = DocumentFactory(
        partnership=here.partnership, title="Charte des ateliers parents-école", added_by=here.boss
    )
    sign_in(desktop, here.boss)
    root = here.partnership.get_absolute_url()

    faults = sound(
        desktop,
        root,
        f"{root}documents/",
        f"{root}documents/nouveau/",
        f"/documents/{document.pk}/modifier/",
        f"/documents/{document.pk}/retirer/",
        f"/structures/{here.centre.pk}/modifier/",
        f"/structures/{here.centre.pk}/logo/choisir/",
    )

    assert faults == {}
