"""A workshop prepared together on phones: an idea, its plan, a letter, a yes, the sessions."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone

from tests.browser.conftest import DESKTOP, fits
from tests.factories import (
    PartnershipFactory,
    ProgrammeFactory,
    SchoolFactory,
    StructureFactory,
    coordinator,
    partner,
)
from workshops.models import Idea, PlanAcceptance, PlanComment, Session, Workshop

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def programme():
    today = timezone.localdate()
    centre = StructureFactory(name="Centre social")
    school = SchoolFactory(structure__name="École du Fil").structure
    made = ProgrammeFactory(
        title="Relais",
        lead=centre,
        starts_on=today - dt.timedelta(days=60),
        ends_on=today + dt.timedelta(days=200),
    )
    made.partnerships.add(PartnershipFactory(name="École et Centre", parties=[centre, school]))
    return made


@pytest.fixture
def people(programme):
    school = SchoolFactory._meta.model.objects.get().structure
    return (
        coordinator(programme.lead, first_name="Nadia"),
        partner(school, first_name="Hélène", email="helene@ecole.test"),
    )


def propose(page, programme):
    """Two minutes on a phone."""
    page.goto(programme.get_absolute_url())
    page.get_by_role("link", name="Proposer une idée").click()
    page.get_by_label("L’idée, en quelques mots").fill("Jouer aux maths")
    page.get_by_label("Ce qu’on voudrait faire, et pourquoi").fill("Oser compter ensemble.")
    page.get_by_role("button", name="Proposer cette idée").click()
    page.get_by_role("heading", name="Jouer aux maths").wait_for()


def prepare(page):
    """From the home page to the plan."""
    page.goto("/")
    page.get_by_role("link", name="Répondre : Jouer aux maths").click()
    page.get_by_role("link", name="La préparer").click()
    page.get_by_label("Forme").select_option("know_how")
    page.get_by_role("button", name="Ouvrir l’atelier et son plan").click()
    page.get_by_role("button", name="Prendre la plume").click()
    page.get_by_label("À qui il s’adresse").fill("Les parents du CP.")
    page.get_by_role("button", name="Enregistrer cette version").click()
    page.get_by_text("Version 2 enregistrée").wait_for()


def send(page):
    page.get_by_role("link", name="Envoyer École du Fil").click()
    page.get_by_label("Adresse e-mail").fill("direction@ecole.test")
    page.get_by_role("button", name="Envoyer le lien").click()
    page.get_by_text("Le lien est parti").wait_for()
    return re.search(r"/plan/[\w-]+/", mail.outbox[-1].body)[0]


def test_an_idea_becomes_a_plan_that_all_accept_then_sessions(
    open_page, sign_in, programme, people, axe
):
    nadia, helene = people
    faults = []

    def look(page):
        faults.append(axe(page) + ([] if fits(page) else ["overflow"]))

    school, centre = open_page(PHONE), open_page(PHONE)
    sign_in(school, helene)
    propose(school, programme)
    look(school)
    sign_in(centre, nadia)
    prepare(centre)
    look(centre)
    plan = Workshop.objects.get().plan.get_absolute_url()

    # The school says when, with its account.
    school.goto(plan)
    school.get_by_role("link", name="Proposer un créneau").click()
    look(school)
    school.get_by_label("Date").fill(str(timezone.localdate() + dt.timedelta(days=21)))
    school.get_by_label("Début").fill("14:00")
    school.get_by_label("Fin").fill("16:00")
    school.get_by_role("button", name="Proposer ce créneau").click()
    school.get_by_text("Proposé par École du Fil").wait_for()
    look(school)

    # The head reads the letter, says a word, and accepts without an account.
    centre.goto(plan)
    address = send(centre)
    letter = open_page(PHONE)
    letter.goto(address)
    look(letter)
    letter.get_by_label("Votre remarque").fill("Plutôt le jeudi.")
    letter.get_by_role("button", name="Envoyer la remarque").click()
    letter.get_by_text("Votre remarque est notée").wait_for()
    letter.get_by_label("Votre nom et votre fonction").fill("Mme Lefort, directrice")
    letter.get_by_role("button", name="J’accepte ce plan").click()
    letter.get_by_role("heading", name="Merci, c’est accepté").wait_for()

    # The remark is heard, and one tap plans the session.
    centre.goto(plan)
    centre.get_by_role("button", name="Entendue").click()
    centre.get_by_text("Entendue le").wait_for()
    centre.get_by_text("Pas encore accepté par").wait_for()
    centre.get_by_role("button", name="Créer la séance").click()
    centre.get_by_text("1 séance est prévue").wait_for()
    centre.get_by_text("Plan accepté par 1 structure sur 2").wait_for()
    look(centre)

    assert Idea.objects.get().answer == "taken"
    assert PlanComment.objects.get().settled_by == nadia
    assert PlanAcceptance.objects.get().how == "link"
    assert Session.objects.get().starts_at == dt.time(14)
    assert [fault for fault in faults if fault] == []


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, DESKTOP])
@pytest.mark.deep
def test_the_small_pages_are_accessible_and_fit(
    open_page, sign_in, programme, people, axe, viewport
):
    page = open_page(viewport)
    sign_in(page, people[0])
    page.goto(f"/programmes/{programme.pk}/idees/nouvelle/")
    page.get_by_label("L’idée, en quelques mots").fill("Jouer aux maths")
    page.get_by_role("button", name="Proposer cette idée").click()
    idea = Idea.objects.get().get_absolute_url()
    prepare(page)
    plan = Workshop.objects.get().plan.get_absolute_url()

    faults = {}
    for address in [
        *("/idees/", idea, programme.get_absolute_url()),
        *(f"{plan}inviter/", f"{plan}remarque/", f"{plan}creneau/", plan),
    ]:
        page.goto(address)
        faults[address] = axe(page) + ([] if fits(page) else ["overflow"])

    assert {address: found for address, found in faults.items() if found} == {}
