"""A joint review from its call to the next agreement: under seal, then side by side.

The school answers by its letter, parents by the form of the QR code, in Arabic, children on paper.
"""

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone

from evaluation.models import Review
from partnerships.models import Agreement, Decision
from tests.factories import (
    FeedbackFactory,
    PartnershipFactory,
    ProgrammeFactory,
    SchoolFactory,
    StructureFactory,
    SurveyFactory,
    coordinator,
)

pytestmark = pytest.mark.django_db(transaction=True)
SCHOOL = "Trois mères osent entrer."
CENTRE = "Le groupe tient."
CHILDREN = "Maman sait où sont mes devoirs."
PARENTS = "شكراً للجميع"


@pytest.fixture
def partnership():
    centre = StructureFactory(name="Centre social")
    school = SchoolFactory(structure__name="École du Fil").structure
    return PartnershipFactory(name="École et Centre", parties=[centre, school])


def call(page, partnership):
    """The voices of both, of the parents and of the children."""
    page.goto(partnership.get_absolute_url())
    page.get_by_role("link", name="Appeler un bilan").click()
    page.get_by_role("button", name="Appeler le bilan").click()
    page.get_by_role("heading", name="chaque voix reste sous pli").wait_for()
    return Review.objects.get()


def invite(page):
    """A link for the school; the address its letter carries."""
    page.get_by_role("link", name="Envoyer un lien : École du Fil").click()
    page.get_by_label("Adresse e-mail").fill("direction@ecole.test")
    page.get_by_role("button", name="Envoyer le lien").click()
    page.get_by_text("La lettre est partie").wait_for()
    return re.search(r"/voix/[\w-]+/", mail.outbox[-1].body)[0]


def speak(page, words, **more):
    page.get_by_label("Ce qui a bien marché").fill(words)
    page.get_by_label("Ce qui n’a pas bien marché").fill("rien")
    for label, value in more.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    page.get_by_role("button", name="Déposer sous pli").click()
    page.get_by_text(re.compile("éposé")).filter(visible=True).first.wait_for()


def survey_of(review):
    """The form whose QR code hangs in the room; four parents have already answered it."""
    today = timezone.localdate()
    centre = review.voices.get(kind="centre").structure
    programme = ProgrammeFactory(lead=centre, title="Ateliers relais")
    programme.partnerships.add(review.partnership)
    survey = SurveyFactory(
        programme=programme,
        voice=review.voices.get(kind="parents"),
        skill="online",
        starts_on=today - dt.timedelta(days=9),
        ends_on=today + dt.timedelta(days=9),
    )
    FeedbackFactory.create_batch(4, survey=survey)
    return survey


def answer_in_arabic(page, survey):
    page.goto(f"/avis/{survey.code}/")
    page.get_by_role("link", name="العربية").tap()
    page.locator(".faces label").first.tap()
    page.get_by_label("هل تودّون إضافة كلمة؟").fill(PARENTS)
    page.get_by_role("button", name="إرسال رأيي").tap()
    page.get_by_role("heading", name="شكراً").wait_for()


def close_the_survey(page, survey):
    page.goto(f"{survey.get_absolute_url()}fermer/")
    page.get_by_role("button", name="Fermer pour toujours").click()
    page.goto(f"{survey.get_absolute_url()}relire/")
    page.get_by_role("button", name="J’ai relu, partager").click()


def write_with_the_children(page):
    page.get_by_role("link", name="Écrire avec eux : Enfants").click()
    page.get_by_role("textbox", name="Au nom de qui").fill("Sept enfants")
    page.locator("input[name=how]").first.check()
    speak(page, CHILDREN)


def open_envelopes(page, review):
    page.goto(review.get_absolute_url())
    page.get_by_role("link", name="Ouvrir les plis").click()
    page.get_by_label("Durée, en minutes").fill("60")
    page.get_by_label("École du Fil").last.fill("2")
    page.get_by_label("Nous ouvrons les plis maintenant").check()
    page.get_by_role("button", name="Ouvrir les plis").click()
    page.get_by_role("heading", name="Chaque voix, côte à côte").wait_for()


def decide(page):
    page.get_by_role("link", name="Décider d’une action").click()
    page.get_by_label("ou autre chose").fill("L’invitation")
    page.locator("label", has_text="Adapter").click()
    page.get_by_role("button", name="Garder cette décision").click()
    page.get_by_role("heading", name="L’invitation").wait_for()


def letter(page):
    page.get_by_role("link", name="Envoyer École du Fil").click()
    page.get_by_label("Adresse e-mail").fill("direction@ecole.test")
    page.get_by_role("button", name="Envoyer le lien").click()
    page.get_by_text("Le lien est parti").wait_for()
    return re.search(r"/bilan/[\w-]+/", mail.outbox[-1].body)[0]


def test_a_review_is_called_given_opened_decided_accepted_and_opens_the_next_year(
    desktop, page, sign_in, partnership, axe, sound
):
    sign_in(desktop, coordinator(partnership.parties.first().structure, first_name="Nadia"))
    review = call(desktop, partnership)
    address = invite(desktop)

    # The head of the school, on a phone, without an account.
    page.goto(address)
    speak(page, SCHOOL, Votre_nom_et_votre_fonction="Mme Lefort, directrice")

    desktop.goto(review.get_absolute_url())
    desktop.get_by_role("link", name="Donner notre voix").click()
    speak(desktop, CENTRE)
    desktop.goto(review.get_absolute_url())
    sealed = desktop.content()
    write_with_the_children(desktop)
    survey = survey_of(review)
    answer_in_arabic(page, survey)
    close_the_survey(desktop, survey)

    open_envelopes(desktop, review)
    together = desktop.content()
    decide(desktop)
    faults = sound(desktop, review.get_absolute_url())
    desktop.get_by_role("button", name="Accepter pour Centre social").click()
    early = desktop.request.get(f"{review.get_absolute_url()}pdf/")

    page.goto(letter(desktop))
    faults["letter"] = axe(page)
    page.get_by_label("Votre nom et votre fonction").fill("Mme Lefort, directrice")
    page.get_by_role("button", name="J’accepte ce bilan").click()
    page.get_by_role("heading", name="Merci, c’est accepté").wait_for()

    desktop.goto(review.get_absolute_url())
    pdf = desktop.request.get(f"{review.get_absolute_url()}pdf/")
    desktop.get_by_role("link", name="Clore, et engager la suite").click()
    desktop.get_by_role("button", name="Clore le bilan").click()
    desktop.get_by_text("Les mots du bilan sont dans").wait_for()

    assert [SCHOOL in sealed, SCHOOL in together, CENTRE in together] == [False, True, True]
    assert [CHILDREN in together, PARENTS in together] == [True, True]
    assert (early.status, pdf.status, pdf.headers["content-type"]) == (409, 200, "application/pdf")
    assert Decision.objects.get().what.startswith("L’invitation")
    assert "L’invitation" in Agreement.objects.get().objectives
    assert faults == {"letter": []}
