"""What a phone keeps of people, for whom and until when; and an honest page for all the rest."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.sessions.models import Session as Login
from django.db import connection
from playwright.sync_api import expect

from partnerships.models import AuditEvent
from tests.browser.group import (
    answer,
    colleague,
    create,
    line,
    log,
    noted,
    opened,
    present,
    reopened,
    saved,
    sheet,
    status,
    stored,
    third_session,
    unsent,
)
from workshops.models import Session

pytestmark = pytest.mark.django_db(transaction=True)
HONEST = re.compile("Vous êtes hors réseau")
COPIES = "caches.open('feuilles').then(copies => copies.keys()).then(keys => keys.map(key => new URL(key.url).pathname))"
LATER = "const real = Date.now; Date.now = () => real() + {hours} * 3600 * 1000"


@pytest.fixture
def session(today):
    return third_session(today)


@pytest.fixture
def karim(session):
    return colleague(session, "Karim", "Diallo")


@pytest.fixture
def nadia(session):
    return colleague(session, "Nadia", "Ouali")


def told(page):
    return page.get_by_text("1 réponse pas encore envoyée").locator("visible=true")


def sign_out(page):
    page.locator(".colophon").get_by_role("button", name="Se déconnecter").tap()


# -- Whose it is -----------------------------------------------------------------------------------


def test_somebody_else_on_the_phone_sees_and_sends_nothing_of_the_first(
    phone, sign_in, session, karim, nadia
):
    sign_in(phone, karim)
    opened(phone, session)
    phone.context.set_offline(True)
    present(phone, "Aminata")
    create(phone, "nour")
    expect(line(phone, "Nour").get_by_text("pas encore envoyé")).to_be_visible()

    # Nadia signs in with this phone, then has no network either.
    phone = reopened(phone)
    phone.context.set_offline(False)
    sign_in(phone, nadia)
    phone.goto("/")
    assert phone.evaluate(COPIES) == ["/appareil"]
    phone.context.set_offline(True)
    phone.goto(sheet(session))
    expect(phone.get_by_role("heading", name=HONEST)).to_be_visible()
    expect(phone.get_by_text("Pronote")).to_have_count(0)
    phone.context.set_offline(False)
    opened(phone, session)
    expect(line(phone, "Nour")).to_have_count(0)
    present(phone, "Rosa")
    saved(phone)
    by_nadia = noted(session)
    connection.close()

    # Karim is back: what he had noted goes, in his name.
    sign_in(phone, karim)
    phone.goto("/")
    expect(phone.get_by_text("2 réponses pas encore envoyées")).to_be_visible()
    phone.get_by_role("link", name="Tout envoyer").tap()
    saved(phone)

    assert by_nadia == {"Rosa": "present"}
    rows = session.attendances.values_list("parent__first_name", "recorded_by__first_name")
    assert sorted(rows) == [("Aminata", "Karim"), ("Nour", "Karim"), ("Rosa", "Nadia")]


def test_a_page_left_open_sends_nothing_in_the_name_of_somebody_else(
    phone, sign_in, watch, session, karim, nadia
):
    watch.expect("409")
    sign_in(phone, karim)
    opened(phone, session)
    sign_in(phone, nadia)

    present(phone, "Aminata")
    create(phone, "nour")
    expect(status(phone)).to_have_text(re.compile("Une autre personne est connectée"))
    nothing = noted(session)
    connection.close()
    sign_in(phone, karim)
    phone.reload()
    saved(phone)

    assert nothing == {}
    assert noted(session) == {"Aminata": "present", "Nour": "present"}
    assert set(session.attendances.values_list("recorded_by", flat=True)) == {karim.pk}


def test_signing_in_shows_no_copy_before_the_server_says_who_it_is(phone, sign_in, session, karim):
    karim.set_password("un mot de passe de Karim")
    karim.save()
    connection.close()
    sign_in(phone, karim)
    opened(phone, session)
    Login.objects.all().delete()
    connection.close()
    phone.goto("/compte/login/")

    phone.get_by_label("E-mail").fill(karim.email)
    phone.get_by_label("Mot de passe").fill("faux")
    phone.get_by_role("button", name="Entrer").tap()
    expect(phone.get_by_text(re.compile("incorrect|ne correspond"))).to_be_visible()
    phone.context.set_offline(True)
    phone.goto(sheet(session))

    expect(phone.get_by_role("heading", name=HONEST)).to_be_visible()
    expect(phone.get_by_text("Pronote")).to_have_count(0)


# -- Signing out -----------------------------------------------------------------------------------


def test_signing_out_forgets_names_answers_and_newcomers(phone, sign_in, axe, session, karim):
    sign_in(phone, karim)
    opened(phone, session)
    present(phone, "Aminata")
    saved(phone)
    phone.context.set_offline(True)
    create(phone, "nour")
    expect(line(phone, "Nour")).to_be_visible()

    sign_out(phone)
    faults = axe(phone)
    phone.get_by_role("button", name="Les garder").tap()
    expect(line(phone, "Nour")).to_be_visible()
    phone.context.set_offline(False)
    saved(phone)
    sign_out(phone)
    phone.wait_for_url(re.compile(r"/compte/"))
    kept = (stored(phone), phone.evaluate(COPIES))
    phone.context.set_offline(True)
    phone.goto(sheet(session))

    expect(phone.get_by_role("heading", name=HONEST)).to_be_visible()
    assert (kept, faults) == (({}, []), [])
    assert noted(session) == {"Aminata": "present", "Nour": "present"}


def test_signing_out_without_a_network_forgets_what_is_here_and_says_what_is_not_done(
    phone, sign_in, session, karim
):
    sign_in(phone, karim)
    opened(phone, session)
    phone.context.set_offline(True)
    present(phone, "Aminata")

    sign_out(phone)
    phone.get_by_role("button", name="Les effacer et se déconnecter").tap()
    expect(phone.get_by_text("Ce téléphone a effacé les feuilles")).to_be_visible()
    kept = (stored(phone), phone.evaluate(COPIES))
    phone.context.set_offline(False)
    phone.goto(sheet(session))

    expect(answer(phone, "Aminata").get_by_role("radio")).not_to_be_checked()
    assert (kept, noted(session)) == (({}, []), {})


# -- Days and clocks -------------------------------------------------------------------------------


def test_the_day_after_names_are_gone_and_what_waits_is_not(phone, sign_in, session, karim):
    sign_in(phone, karim)
    opened(phone, session)
    phone.context.set_offline(True)
    present(phone, "Aminata")
    expect(status(phone)).to_have_text(re.compile("en attente"))

    # The phone slept through the night; its worker knows by its own clock.
    [worker] = phone.context.service_workers
    worker.evaluate(LATER.format(hours=15))
    phone = reopened(phone)
    phone.goto(sheet(session))
    expect(phone.get_by_text("D’un autre jour, et pas encore envoyé")).to_be_visible()
    expect(told(phone)).to_be_visible()
    assert phone.evaluate(COPIES) == ["/appareil"]
    phone.context.set_offline(False)
    phone.goto(sheet(session))
    saved(phone)

    assert noted(session) == {"Aminata": "present"}


def test_the_day_of_the_server_forgets_the_copies_of_the_day_before(phone, sign_in, session, karim):
    sign_in(phone, karim)
    opened(phone, session)

    tomorrow = dt.datetime(2026, 3, 11, 0, 5, tzinfo=ZoneInfo("Europe/Paris"))
    with time_machine.travel(tomorrow):
        sign_in(phone, karim)
        phone.goto("/")
        copies = phone.evaluate(COPIES)

    assert copies == ["/appareil"]


@pytest.mark.parametrize("hours", [-200_000, 200_000])
def test_a_phone_whose_date_is_wrong_works_like_another(phone, sign_in, session, karim, hours):
    sign_in(phone, karim)
    phone.add_init_script(LATER.format(hours=hours))
    opened(phone, session)
    [worker] = phone.context.service_workers
    worker.evaluate(LATER.format(hours=hours))
    opened(phone, session)
    phone.context.set_offline(True)
    present(phone, "Aminata")
    log(phone).fill("Deux lignes.")
    phone = reopened(phone)

    phone.goto(sheet(session))
    expect(answer(phone, "Aminata").get_by_role("radio")).to_be_checked()
    phone.context.set_offline(False)
    saved(phone)

    assert noted(session) == {"Aminata": "present"}
    assert Session.objects.get().log == "Deux lignes."


# -- All the rest ----------------------------------------------------------------------------------


def test_without_a_network_every_page_says_so_and_leads_to_the_sheets(
    phone, sign_in, axe, session, karim
):
    sign_in(phone, karim)
    opened(phone, session)
    phone.goto(karim.memberships.get().structure.get_absolute_url())
    phone.context.set_offline(True)

    phone.goto("/")
    expect(phone.get_by_role("heading", name=HONEST)).to_be_visible()
    faults = axe(phone)
    phone.get_by_role("link", name="Pronote et l’ENT, 9 h").tap()
    expect(line(phone, "Aminata")).to_be_visible()
    phone.goto("/familles/")

    expect(phone.get_by_role("heading", name=HONEST)).to_be_visible()
    assert sorted(phone.evaluate(COPIES)) == ["/appareil", sheet(session)]
    assert faults == []


def test_a_form_that_could_not_leave_says_so_and_goes_when_sent_again(
    phone, sign_in, session, karim
):
    sign_in(phone, karim)
    opened(phone, session)
    present(phone, "Aminata")
    saved(phone)
    phone.goto(f"/seances/{session.pk}/clore/")
    phone.context.set_offline(True)

    phone.get_by_role("button", name=re.compile("clore")).first.tap()
    expect(phone.get_by_text("Ce formulaire n’a pas pu partir")).to_be_visible()
    phone.context.set_offline(False)
    phone.reload()
    phone.wait_for_url(f"**/seances/{session.pk}/")

    assert Session.objects.get().status == "held"


def test_a_session_held_meanwhile_takes_the_newcomer_with_a_reason(
    phone, sign_in, watch, session, karim
):
    watch.expect("422")
    sign_in(phone, karim)
    opened(phone, session)
    phone.context.set_offline(True)
    create(phone, "nour")
    Session.objects.update(status="held", closed_at="2026-03-10T11:00Z", delivered_minutes=150)
    connection.close()
    phone.context.set_offline(False)
    expect(line(phone, "Nour").get_by_text("pourquoi")).to_be_visible()

    phone.reload()
    expect(phone.get_by_text("remis dans la feuille")).to_be_visible()
    phone.get_by_label("Pourquoi corriger ?").fill("Arrivée en retard")
    phone.get_by_role("button", name="Enregistrer la correction").tap()
    expect(line(phone, "Nour").get_by_text("pas encore envoyé")).to_have_count(0)
    expect(line(phone, "Nour")).to_have_count(1)

    assert noted(session) == {"Nour": "present"}
    assert AuditEvent.objects.filter(reason="Arrivée en retard").exists()
    assert unsent(phone) == []


def test_a_sheet_that_takes_nothing_any_more_lets_one_give_up(
    phone, sign_in, watch, session, karim
):
    watch.expect("404|422")
    sign_in(phone, karim)
    opened(phone, session)
    phone.context.set_offline(True)
    create(phone, "nour")
    expect(line(phone, "Nour").get_by_text("pas encore envoyé")).to_be_visible()
    Session.objects.update(status="cancelled", cancel_reason="Neige")
    connection.close()
    phone.context.set_offline(False)

    phone.goto(sheet(session))
    expect(told(phone)).to_be_visible()
    phone.get_by_role("button", name="Y renoncer").tap()
    phone.get_by_role("button", name="Les effacer", exact=True).tap()
    expect(told(phone)).to_have_count(0)

    assert stored(phone) == {}
