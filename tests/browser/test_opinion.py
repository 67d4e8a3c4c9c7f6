"""The form without an account, on a phone: in Arabic by taps, in French by the keyboard."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from evaluation.models import Feedback
from tests.factories import (
    FeedbackFactory,
    ProgrammeFactory,
    StructureFactory,
    SurveyFactory,
    TallyFactory,
    coordinator,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def centre():
    return StructureFactory(name="Centre du Parc")


@pytest.fixture
def survey(centre):
    today = timezone.localdate()
    return SurveyFactory(
        programme=ProgrammeFactory(lead=centre, title="Parents et écrans"),
        skill="online",
        starts_on=today - dt.timedelta(days=1),
        ends_on=today + dt.timedelta(days=1),
    )


def test_a_parent_answers_in_arabic_with_a_thumb(page, survey):
    page.goto(f"/avis/{survey.code}/")
    page.get_by_role("link", name="العربية").tap()
    assert page.locator("form").evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert page.evaluate("document.fonts.check('400 20px Naskh', 'رأيكم')")

    page.locator(".faces label").first.tap()
    page.locator("label", has_text="لا أعرف").first.tap()
    page.locator("label", has_text="أعرف").last.tap()
    page.get_by_label("هل تودّون إضافة كلمة؟").fill("شكراً للجميع")
    page.get_by_role("button", name="إرسال رأيي").tap()

    expect(page.locator("h1")).to_have_text("شكراً!")
    rows = Feedback.objects.order_by("words").values_list("face", "before", "after", "words")
    assert list(rows) == [(3, 1, 3, ""), (None, None, None, "شكراً للجميع")]
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"csrftoken"}


def test_the_keyboard_is_enough_and_scripts_are_not_needed(open_page, survey):
    page = open_page(java_script_enabled=False)
    page.goto(f"/avis/{survey.code}/?langue=fr")

    for _tongue in range(5):
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Merci\u00a0!")
    assert list(Feedback.objects.values_list("face", "before")) == [(2, None)]


def test_every_target_suits_a_thumb(page, survey):
    page.goto(f"/avis/{survey.code}/?langue=ar")

    targets = page.locator(".tongues a, .faces label, .choices label, textarea, main button")
    boxes = [target.bounding_box() for target in targets.all()]

    assert [box for box in boxes if box["height"] < 48 or box["width"] < 48] == []


def test_the_pages_without_an_account_are_accessible_and_fit(page, survey, sound, watch):
    watch.expect("status of (404|410)")
    closed = SurveyFactory(programme=survey.programme, closed=True)
    codes = (survey.code, f"{survey.code}/merci", closed.code, "inconnu")

    faults = sound(
        page,
        *(f"/avis/{code}/?langue={language}" for code in codes for language in ("fr", "ar")),
        widths=(320, 360),
    )

    assert faults == {}


@pytest.mark.deep
def test_the_pages_of_the_team_are_accessible_and_fit(desktop, sign_in, centre, survey, sound):
    closed = SurveyFactory(
        programme=survey.programme, skill="online", closed=True, reread_at=timezone.now()
    )
    FeedbackFactory.create_batch(5, survey=closed, before=1, after=2)
    FeedbackFactory(survey=closed, face=None, words="شكراً", language="ar")
    TallyFactory(survey=survey)
    sign_in(desktop, coordinator(centre))

    faults = sound(
        desktop,
        f"/programmes/{survey.programme_id}/avis/",
        f"/programmes/{survey.programme_id}/avis/nouveau/",
        survey.get_absolute_url(),
        *(f"{survey.get_absolute_url()}{name}/" for name in ("modifier", "compter", "fermer")),
        closed.get_absolute_url(),
        f"{closed.get_absolute_url()}relire/",
    )

    assert faults == {}
