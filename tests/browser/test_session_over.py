"""A form that somebody left for two hours: what they wrote is not lost with the session."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import Difficulty
from tests import factories as make

WORDS = "Personne ne répond au téléphone le mercredi."


@pytest.fixture
def boss():
    return make.coordinator(make.StructureFactory())


@pytest.fixture
def form(page, sign_in, boss):
    centre = boss.memberships.get().structure
    partnership = make.PartnershipFactory(
        parties=[centre, make.SchoolFactory().structure], stage="active"
    )
    sign_in(page, boss)
    page.clock.install()
    page.goto(reverse("partnerships:difficulty_create", args=[partnership.pk]))
    page.locator("textarea[name=what]").fill(WORDS)
    return page


def save(page):
    page.locator("main form.ready button.btn-primary").click()


def test_what_was_written_is_sent_after_signing_in_again(form, sign_in, boss, watch, axe):
    # The script does not follow the redirect to the sign-in page; Chromium calls it a failure.
    watch.expect(r"failed: .*/compte/sessions/ouverte/")
    Session.objects.all().delete()
    form.clock.fast_forward("02:00:00")
    save(form)
    over = form.get_by_role("dialog", name="Votre session s’est fermée")
    expect(over).to_be_visible()
    faults = axe(form)

    sign_in(form, boss)
    over.get_by_role("button", name="Revenir à ma page").click()
    with form.expect_navigation():
        save(form)

    assert faults == []
    assert Difficulty.objects.get().what == WORDS


def test_an_open_session_is_asked_about_and_nothing_shows(form):
    form.clock.fast_forward("02:00:00")

    with form.expect_navigation():
        save(form)

    assert Difficulty.objects.get().what == WORDS


def test_typing_keeps_the_session_open(form):
    form.clock.fast_forward("00:06:00")

    with form.expect_response("**/compte/sessions/ouverte/") as asked:
        form.locator("textarea[name=what]").press_sequentially(" Ni le jeudi.")

    assert asked.value.status == 204
