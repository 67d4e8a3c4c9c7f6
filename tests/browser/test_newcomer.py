"""Met at a café des parents, told and asked, shown the way with a voucher, welcomed elsewhere."""

import datetime as dt
import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from families.actions import notices
from families.models import Consent, Parent, Referral
from tests.browser.group import who
from tests.factories import (
    PartnershipFactory,
    ProgrammeFactory,
    SessionFactory,
    StructureFactory,
    coordinator,
    facilitator,
)
from workshops.models import Programme

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cafe(today):
    """A café of this morning; another centre leads the digital pathway with this one."""
    centre = StructureFactory(name="Centre social", phone="0320000001")
    parc = StructureFactory(name="Centre du Parc", email="accueil@parc.test")
    partnership = PartnershipFactory(parties=[centre, parc])
    pathway = ProgrammeFactory(
        title="Parents et outils numériques",
        lead=parc,
        starts_on=today - dt.timedelta(days=90),
        ends_on=today + dt.timedelta(days=90),
    )
    pathway.partnerships.add(partnership)
    boss = coordinator(centre)
    notices.publish(notice=notices.prepare(structure=centre, by=boss), by=boss)
    return SessionFactory(
        date=today,
        starts_at=dt.time(8, 30),
        ends_at=dt.time(9, 15),
        workshop__title="Café des parents",
        workshop__format="cafe",
        workshop__programme__lead=centre,
    )


def test_a_newcomer_is_told_asked_and_shown_the_way(page, open_page, sign_in, cafe, axe):
    ines = facilitator(
        cafe.workshop.programme.lead, cafe.workshop, first_name="Inès", last_name="Carpentier"
    )
    pathway = Programme.objects.get(title="Parents et outils numériques")
    faults = []

    # A newcomer, one touch; the sheet is closed.
    sign_in(page, ines)
    page.goto(f"/seances/{cafe.pk}/feuille/")
    who(page).fill("Karima Nord")
    page.get_by_role("button", name="Créer « Karima Nord »").tap()
    page.get_by_role("button", name="Clore la séance").tap()
    page.wait_for_url(f"**/seances/{cafe.pk}/")

    # Told what is noted, and asked.
    karima = Parent.objects.get(first_name="Karima")
    page.goto(karima.get_absolute_url())
    page.get_by_role("button", name="Informée aujourd’hui, de vive voix").tap()
    expect(page.get_by_text("Pas encore informée")).to_have_count(0)
    page.get_by_role("link", name="Noter : paroles citées").tap()
    page.get_by_label("oui, d’accord").check()
    faults.append(axe(page))
    page.get_by_role("button", name="Enregistrer sa réponse").tap()
    page.wait_for_url(f"**{karima.get_absolute_url()}")

    # Shown the way to the digital pathway, from the session.
    page.goto(cafe.get_absolute_url())
    page.get_by_role("link", name="Orienter une personne").tap()
    page.get_by_role("link", name="Karima Nord").tap()
    page.get_by_role("combobox", name="Vers").select_option(f"programme-{pathway.pk}")
    page.get_by_label("de vive voix").check()
    page.get_by_role("button", name="Enregistrer").tap()
    page.get_by_role("link", name="Envoyer un lien par e-mail").tap()
    page.get_by_role("button", name="Envoyer le lien").tap()
    expect(page.get_by_text("Le lien est parti à accueil@parc.test")).to_be_visible()
    voucher = page.request.get(f"{Referral.objects.get().get_absolute_url()}bon/")

    # The other centre says yes by the link, on its own phone.
    theirs = open_page({"width": 360, "height": 740})
    theirs.goto(re.search(r"/familles/orientations/lettre/[\w-]+/", mail.outbox[-1].body)[0])
    theirs.get_by_label("Votre nom et votre fonction").fill("Mme Lefort, accueil")
    faults.append(axe(theirs))
    theirs.get_by_role("button", name="Oui, nous l’accueillons").click()
    expect(theirs.get_by_text("Vous accueillez Karima Nord")).to_be_visible()

    # The prescriber hears back.
    page.goto("/")
    expect(page.get_by_text("Acceptée le")).to_be_visible()
    referral = Referral.objects.get()
    assert (referral.status, referral.context.programme, referral.context.session) == (
        "accepted",
        pathway,
        cafe,
    )
    assert Consent.objects.get().state == "given"
    karima.family.refresh_from_db()
    assert (karima.family.informed_on, karima.family.notice.version) == (cafe.date, 1)
    assert voucher.body().startswith(b"%PDF-")
    assert faults == [[], []]
