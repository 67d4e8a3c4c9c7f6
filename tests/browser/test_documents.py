"""A photo of the paper put on the shelf from a phone, and found again by the school."""

import pytest
from playwright.sync_api import expect

from partnerships.models import Document
from tests.browser.conftest import DESKTOP, PHONE
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

    page.wait_for_function("document.querySelector('img.logo').complete")
    assert page.evaluate("document.querySelector('img.logo').naturalWidth") == 40


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, DESKTOP])
def test_the_pages_are_accessible_and_fit(open_page, sign_in, here, axe, viewport):
    document = DocumentFactory(
        partnership=here.partnership, title="Charte des ateliers parents-école", added_by=here.boss
    )
    page = open_page(viewport)
    sign_in(page, here.boss)
    root = here.partnership.get_absolute_url()

    faults = {}
    for url in [
        root,
        f"{root}documents/",
        f"{root}documents/nouveau/",
        f"/documents/{document.pk}/modifier/",
        f"/documents/{document.pk}/retirer/",
        f"/structures/{here.centre.pk}/modifier/",
        f"/structures/{here.centre.pk}/logo/choisir/",
    ]:
        page.goto(url)
        overflow = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        faults[url] = axe(page) + (["overflow"] if overflow else [])

    assert {url: found for url, found in faults.items() if found} == {}
