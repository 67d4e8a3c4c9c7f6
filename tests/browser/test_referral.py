"""Somebody met at a café des parents is shown the way; another centre says yes on a phone."""

import re

import pytest
from django.core import mail

from families.models import Referral
from partnerships.models import Structure
from tests.browser.conftest import fits
from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    HeldSessionFactory,
    PartnershipFactory,
    StructureFactory,
    WorkshopFactory,
    facilitator,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cafe():
    """A session held, where Samira came; its centre knows another one."""
    centre = StructureFactory(name="Centre social")
    other = StructureFactory(name="Centre du Parc", email="accueil@parc.test")
    PartnershipFactory(parties=[centre, other])
    workshop = WorkshopFactory(programme__lead=centre, title="Café des parents", format="cafe")
    session = HeldSessionFactory(workshop=workshop)
    samira = EnrolmentFactory(
        workshop=workshop,
        parent__first_name="Samira",
        parent__last_name="Bellamine",
        parent__phone="0612345678",
        parent__family__structure=centre,
    ).parent
    AttendanceFactory(session=session, parent=samira)
    return session


def address_in(letter):
    return re.search(r"/familles/orientations/lettre/[\w-]+/", letter.body)[0]


def test_from_a_cafe_to_another_centre_and_back(desktop, page, sign_in, cafe, axe):
    ines = facilitator(
        cafe.workshop.programme.lead, cafe.workshop, first_name="Inès", last_name="Carpentier"
    )
    parc = Structure.objects.get(name="Centre du Parc")
    sign_in(desktop, ines)

    # The facilitator, from the page of the session.
    desktop.goto(cafe.get_absolute_url())
    desktop.get_by_role("link", name="Orienter une personne").click()
    faults = [axe(desktop)]
    desktop.get_by_role("link", name="Samira Bellamine").click()
    desktop.get_by_role("combobox", name="Vers").select_option(f"structure-{parc.pk}")
    desktop.get_by_label("de vive voix").check()
    faults.append(axe(desktop))
    desktop.get_by_role("button", name="Enregistrer").click()
    desktop.get_by_text("Centre du Parc peut la lire dès maintenant").wait_for()
    faults.append(axe(desktop))
    voucher = desktop.get_by_role("link", name="Le bon à remettre").get_attribute("href")
    desktop.get_by_role("link", name="Envoyer un lien par e-mail").click()
    desktop.get_by_role("button", name="Envoyer le lien").click()
    desktop.get_by_text("Le lien est parti à accueil@parc.test").wait_for()

    # The other centre, on a phone, without an account.
    page.goto(address_in(mail.outbox[-1]))
    faults += [axe(page), [] if fits(page) else ["overflow"]]
    page.get_by_label("Votre nom et votre fonction").fill("Mme Lefort, accueil")
    page.get_by_role("button", name="Oui, nous l’accueillons").click()
    page.get_by_text("Vous accueillez Samira Bellamine").wait_for()
    faults += [axe(page), [] if fits(page) else ["overflow"]]

    # The prescriber hears back, by e-mail and at home.
    news = [letter for letter in mail.outbox if letter.to == [ines.email]]
    desktop.goto("/")
    heard = desktop.get_by_text("Acceptée le").count()

    # Later, by the second letter: the person came.
    following = [letter for letter in mail.outbox if letter.to == ["accueil@parc.test"]]
    page.goto(address_in(following[-1]))
    page.get_by_label("Votre nom et votre fonction").fill("Mme Lefort, accueil")
    page.get_by_role("button", name="Oui, elle est venue").click()
    page.get_by_role("heading", name="Merci, c’est enregistré").wait_for()

    referral = Referral.objects.get()
    assert faults == [[], [], [], [], [], [], []]
    assert voucher == f"{referral.get_absolute_url()}bon/"
    assert [letter.subject.endswith("acceptée") for letter in news] == [True]
    assert (heard, referral.status, referral.context.session) == (1, "came", cafe)
