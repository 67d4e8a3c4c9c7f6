"""An agreement by several hands: written, sent, accepted on a phone without an account, changed."""

import re

import pytest
from django.core import mail

from partnerships.models import Agreement, AgreementAcceptance
from tests.browser.conftest import DESKTOP, fits
from tests.factories import PartnershipFactory, SchoolFactory, StructureFactory, coordinator

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table():
    centre = StructureFactory(name="Centre social")
    school = SchoolFactory(structure__name="École du Fil").structure
    return PartnershipFactory(name="École et Centre", parties=[centre, school])


def draft(page, table):
    """From the page of the partnership to the first words."""
    page.goto(table.get_absolute_url())
    page.get_by_role("link", name="Écrire un accord").click()
    page.get_by_role("button", name="Ouvrir l’accord").click()
    page.get_by_label("Objectifs partagés").fill("Que chaque parent passe la porte.")
    page.get_by_role("group", name="Centre social").get_by_label("Ce que nous attendons").fill(
        "Un mot dans le cahier."
    )
    page.get_by_role("button", name="Enregistrer cette version").click()


def letter(page):
    """Send it to the school; the address its letter carries."""
    page.get_by_role("link", name="Envoyer École du Fil").click()
    page.get_by_label("Adresse e-mail").fill("direction@ecole.test")
    page.get_by_role("button", name="Envoyer le lien").click()
    page.get_by_text("Le lien est parti").wait_for()
    return re.search(r"/accord/[\w-]+/", mail.outbox[-1].body)[0]


def test_an_agreement_is_written_accepted_changed_and_asked_again(
    desktop, page, sign_in, table, axe
):
    sign_in(desktop, coordinator(table.parties.first().structure, first_name="Nadia"))
    draft(desktop, table)
    desktop.get_by_role("button", name="Accepter pour Centre social").click()
    address = letter(desktop)

    # The head of the school, on a phone, without an account.
    page.goto(address)
    faults = [axe(page), [] if fits(page) else ["overflow"]]
    page.get_by_label("Votre nom et votre fonction").fill("Mme Lefort, directrice")
    page.get_by_role("button", name="J’accepte cet accord").click()
    page.get_by_role("heading", name="Merci, c’est accepté").wait_for()
    faults.append(axe(page))
    desktop.reload()
    both = desktop.locator(".ledger .sign.ok").count()

    # One expectation is edited: everybody is asked again, and sees what changed.
    desktop.get_by_role("button", name="Prendre la plume").click()
    desktop.get_by_role("group", name="Centre social").get_by_label("Ce que nous attendons").fill(
        "Un mot dans le cahier, en trois langues."
    )
    desktop.get_by_role("button", name="Enregistrer cette version").click()
    waiting = desktop.locator(".ledger .sign.wait").count()
    added = desktop.locator(".ledger ins").all_text_contents()
    faults += [axe(desktop), [] if fits(desktop) else ["overflow"]]

    assert (both, waiting) == (2, 2)
    assert [text.split("\N{NO-BREAK SPACE}: ")[1] for text in added] == [", en trois langues]"] * 2
    assert AgreementAcceptance.objects.get(how="link").told == (
        "par Mme Lefort, directrice, avec le lien reçu"
    )
    assert [fault for fault in faults if fault] == []


def test_a_second_writer_sees_both_texts_without_javascript(open_page, sign_in, table, axe):
    centre, school = (party.structure for party in table.parties.all())
    nadia = open_page(DESKTOP, java_script_enabled=False)
    sign_in(nadia, coordinator(centre, first_name="Nadia", last_name="O"))
    draft(nadia, table)
    agreement = Agreement.objects.get()
    nadia.get_by_role("button", name="Prendre la plume").click()
    nadia.get_by_label("Objectifs partagés").fill("Que chaque parent ose entrer.")

    paul = open_page({"width": 320, "height": 640})
    sign_in(paul, coordinator(school, first_name="Paul"))
    paul.goto(agreement.get_absolute_url())
    paul.get_by_text("Reprendre la plume").first.click()
    paul.get_by_label("Pourquoi, en une phrase").fill("Une faute à corriger.")
    paul.get_by_role("button", name="Reprendre la plume").click()
    paul.get_by_label("Objectifs partagés").fill("Que chaque parent passe deux fois.")
    faults = [axe(paul), [] if fits(paul) else ["overflow"]]
    paul.get_by_role("button", name="Enregistrer cette version").click()
    faults += [axe(paul), [] if fits(paul) else ["overflow"]]
    nadia.get_by_role("button", name="Enregistrer cette version").click()

    told = nadia.get_by_role("alert").inner_text()
    assert "rien n’est perdu" in told
    assert "Que chaque parent passe deux fois." in told
    assert nadia.get_by_label("Objectifs partagés").input_value() == "Que chaque parent ose entrer."
    assert [fault for fault in faults if fault] == []


@pytest.mark.deep
def test_the_small_pages_are_accessible_and_fit(desktop, sign_in, table, sound):
    centre, school = (party.structure for party in table.parties.all())
    sign_in(desktop, coordinator(centre))
    draft(desktop, table)
    url = Agreement.objects.get().get_absolute_url()

    faults = sound(
        desktop,
        table.get_absolute_url(),
        f"{table.get_absolute_url()}accord/",
        f"{url}etapes/",
        f"{url}lien/{school.pk}/",
        f"{url}au-nom-de/{school.pk}/",
    )

    assert faults == {}


def test_a_dead_link_is_a_page_like_the_others(page, axe, watch):
    watch.expect("404")

    page.goto("/accord/essai/")

    assert page.locator("h1").inner_text() == "Ce lien n’ouvre rien"
    assert axe(page) == []
