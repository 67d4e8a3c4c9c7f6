"""A head of school leaves: nobody holds the thread, the sheet is handed over, somebody follows."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import DESKTOP, PHONE, fits
from tests.factories import (
    ContactFactory,
    KnowledgeNoteFactory,
    PartnershipFactory,
    SchoolFactory,
    StructureFactory,
    TenureFactory,
    ThreadFactory,
    coordinator,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def centre():
    return StructureFactory(name="Centre des Tisserands", phone="0320000001")


@pytest.fixture
def partnership(centre):
    """Held on both sides."""
    school = SchoolFactory(structure__name="École du Fil", meeting_slots="Le midi.").structure
    partnership = PartnershipFactory(
        name="École du Fil et Tisserands", parties=[centre, school], stage="active"
    )
    for structure, first, last in [(school, "Hélène", "Vasseur"), (centre, "Inès", "Carpentier")]:
        contact = ContactFactory(first_name=first, last_name=last, phone="0320000002")
        tenure = TenureFactory(contact=contact, structure=structure, is_key_person=True)
        ThreadFactory(partnership=partnership, tenure=tenure)
    KnowledgeNoteFactory(structure=school, text="Prévenir tôt.")
    return partnership


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def any_page(request, open_page, sign_in, centre):
    page = open_page(request.param)
    sign_in(page, coordinator(centre))
    return page


def test_a_head_leaves_and_somebody_takes_the_thread_over(any_page, partnership, axe):
    page, faults = any_page, []

    def look():
        faults.extend(axe(page))
        assert fits(page)

    page.goto(partnership.get_absolute_url())
    look()
    page.get_by_role("link", name="Hélène Vasseur").first.click()
    look()
    page.get_by_role("link", name="Noter son départ").click()
    page.get_by_label("Dernier jour").fill("2025-02-28")
    page.get_by_label("Pourquoi").select_option("retired")
    look()
    page.get_by_role("button", name="Noter le départ").click()
    expect(page.get_by_text("1 personne partie")).to_be_visible()
    look()

    page.goto("/")
    expect(page.get_by_role("heading", name="Partenariats sans fil")).to_be_visible()
    look()
    page.goto(partnership.get_absolute_url())
    expect(page.get_by_text("personne ne tient le fil côté École du Fil")).to_be_visible()
    look()
    page.get_by_role("link", name="Préparer le passage de relais").click()
    expect(page.get_by_text("Personne à ce jour")).to_be_visible()
    look()
    paper = page.request.get(page.get_by_role("link", name="Ouvrir le PDF").get_attribute("href"))
    words = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper.body())).pages)
    words = " ".join(words.split())
    assert all(said in words for said in ["Passage de relais", "Prévenir tôt.", "03 20 00 00 01"])

    page.goto("/")
    page.get_by_role("link", name="Nommer").click()
    page.get_by_label("Prénom").fill("Claire")
    page.get_by_label("Nom", exact=True).fill("Suivante")
    page.get_by_label("Fonction", exact=True).fill("directrice")
    page.get_by_label("hiérarchique").check()
    look()
    page.get_by_role("button", name="Nommer").click()

    expect(page.get_by_text("C’est noté : Claire Suivante tient le fil.")).to_be_visible()
    expect(page.locator(".tie .vacant")).to_have_count(0)
    story = page.locator(".thread").inner_text()
    assert "prend la suite de Hélène Vasseur" in story
    assert "Départ côté École du Fil" in story
    assert faults == []


def test_people_and_neighbourhoods_fit_any_screen(open_page, sign_in, centre, partnership, axe):
    page = open_page({"width": 320, "height": 740})
    sign_in(page, coordinator(centre))
    school = partnership.structures.exclude(pk=centre.pk).get()
    pages = ["/contacts/", "/quartiers/", "/contacts/nouveau/", school.get_absolute_url()]
    pages += [f"/contacts/nouveau/?structure={school.pk}", f"/structures/{centre.pk}/equipe/"]
    contact = centre.tenures.get().contact_id
    pages += [f"/structures/{centre.pk}/departs/contact/{contact}/"]

    for url in pages:
        page.goto(url)
        assert (url, axe(page), fits(page)) == (url, [], True)


def test_what_is_understood_is_written_in_its_place(page, sign_in, centre, partnership):
    sign_in(page, coordinator(centre))
    school = partnership.structures.exclude(pk=centre.pk).get()
    page.goto(school.get_absolute_url())

    page.get_by_role("link", name="Modifier").first.click()
    page.get_by_label("ce qu’il faut savoir").fill("Passer par le secrétariat.")
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_text("Passer par le secrétariat.")).to_be_visible()
    assert "/savoir/" not in page.url
