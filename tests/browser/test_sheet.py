"""A session logged on a phone, from « Aujourd’hui » to its closing: the reason this product exists."""

import re

import pytest
from django.db import connection
from playwright.sync_api import expect

from tests.browser.group import (
    NAMES,
    answer,
    colleague,
    known,
    line,
    log,
    noted,
    present,
    room,
    saved,
    sheet,
    third_session,
    who,
)
from tests.factories import AttendanceFactory, SchoolFactory, SchoolingFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(today):
    return third_session(today)


@pytest.fixture
def karim(session):
    return colleague(session, "Karim", "Diallo")


class Requests:
    """What a page asks of the server besides files, and besides saving the sheet by itself."""

    def __init__(self, page):
        self.asked = []
        self.saves = []
        page.on("request", self.on_request)

    def on_request(self, request):
        is_save = request.headers.get("accept") == "application/json"
        if "/static/" not in request.url:
            (self.saves if is_save else self.asked).append(f"{request.method} {request.url}")


# -- The whole journey ---------------------------------------------------------------------------


def test_a_session_is_logged_from_today_to_its_closing(page, sign_in, axe, session, karim):
    sign_in(page, karim)
    fatou = known(session, "Fatoumata Koné")
    SchoolingFactory(family=fatou.family, school=SchoolFactory(), school_year=2025)
    requests = Requests(page)

    page.goto("/")
    page.get_by_role("link", name=re.compile("Ouvrir la feuille")).tap()
    for name in ("Aminata", "Elżbieta", "Fatiha", "Jean-Marc", "Leïla", "Ousmane"):
        answer(page, name).tap()
    line(page, "Rosa").locator("summary").tap()
    answer(page, "Rosa", "Retard").tap()
    page.get_by_role("button", name="Les 2 autres sont présents").tap()
    who(page).fill("fatumata")
    page.get_by_role("button", name="Fatoumata K.").tap()
    expect(line(page, "Fatoumata").get_by_role("radio", name="Présent")).to_be_checked()
    for _more in range(4):
        page.get_by_role("button", name="Un de plus : parents").tap()
    expect(page.get_by_text("dont 4 sans nom")).to_be_visible()
    for _more in range(6):
        page.get_by_role("button", name="Un de plus : enfants").tap()
    log(page).fill("Chacun a ouvert Pronote. À revoir : les absences.")
    saved(page)
    faults = axe(page)
    page.get_by_role("button", name="Clore la séance").tap()
    page.wait_for_url(f"**/seances/{session.pk}/")

    session.refresh_from_db()
    counts = dict(session.head_counts.values_list("category", "number"))
    assert (session.status, session.log[:6], session.delivered_minutes) == ("held", "Chacun", 150)
    assert noted(session) == {
        name: "late" if name == "Rosa" else "present"
        for name in [*(each.split()[0] for each in NAMES.split(", ")), "Fatoumata"]
    }
    assert counts == {"parents": 14, "children": 6}
    assert set(session.attendances.values_list("held", "counted_minutes")) == {(True, 150)}
    assert session.workshop.enrolments.filter(parent=fatou).exists()
    assert faults == []
    assert len(requests.asked) <= 10


def test_the_same_session_is_logged_without_javascript(open_page, sign_in, session, karim):
    page = open_page(java_script_enabled=False)
    sign_in(page, karim)

    page.goto(sheet(session))
    for name in ("Aminata", "Elżbieta", "Fatiha", "Jean-Marc", "Leïla", "Ousmane", "Rosa"):
        present(page, name)
    page.get_by_role("button", name="Les autres sont présents").click()
    who(page).fill("fatou")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name="Créer « fatou »").click()
    room(page, "Parents").fill("13")
    page.get_by_role("button", name="Un de plus : parents").click()
    expect(page.get_by_text("dont 4 sans nom")).to_be_visible()
    room(page, "Enfants").fill("6")
    log(page).fill("Chacun a ouvert Pronote.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(room(page, "Enfants")).to_have_value("6")
    page.get_by_role("button", name="Clore la séance").click()
    page.wait_for_url(f"**/seances/{session.pk}/")

    session.refresh_from_db()
    assert (session.status, session.log) == ("held", "Chacun a ouvert Pronote.")
    assert set(noted(session).values()) == {"present"}
    assert len(noted(session)) == 10
    assert dict(session.head_counts.values_list("category", "number")) == {
        "parents": 14,
        "children": 6,
    }


def test_six_people_or_more_stand_on_the_first_screen(page, sign_in, session, karim):
    sign_in(page, karim)

    page.goto(sheet(session))

    bar = page.locator(".closing").bounding_box()["y"]
    bottoms = [
        box["y"] + box["height"]
        for box in (person.bounding_box() for person in page.locator("#people > li").all())
    ]
    assert len([bottom for bottom in bottoms if bottom <= bar]) >= 6


def test_nothing_overflows_at_320_pixels(open_page, sign_in, session, karim):
    page = open_page({"width": 320, "height": 640})
    sign_in(page, karim)

    page.goto(sheet(session))

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_closing_asks_for_those_nobody_noted_in_one_touch(page, sign_in, axe, session, karim):
    sign_in(page, karim)

    page.goto(sheet(session))
    page.get_by_role("button", name="Clore la séance").tap()
    page.wait_for_url("**/clore/")
    faults = axe(page)
    page.get_by_role("button", name="Absentes : clore").tap()
    page.wait_for_url(f"**/seances/{session.pk}/")

    assert set(noted(session).values()) == {"absent"}
    assert faults == []


# -- Arrivals ------------------------------------------------------------------------------------


def test_somebody_added_is_taken_off_and_put_back(page, sign_in, axe, session, karim):
    known(session, "Nour Ali")
    sign_in(page, karim)
    page.goto(sheet(session))

    who(page).fill("nour")
    page.get_by_role("button", name="Nour A.").tap()
    expect(answer(page, "Nour").get_by_role("radio")).to_be_checked()
    page.get_by_text("Quelqu’un est noté par erreur ?").tap()
    page.get_by_role("button", name="Retirer Nour A.").tap()
    expect(line(page, "Nour")).to_have_count(0)
    faults = axe(page)
    page.get_by_role("button", name="Remettre").tap()
    expect(answer(page, "Nour").get_by_role("radio")).to_be_checked()

    assert noted(session) == {"Nour": "present"}
    assert faults == []


def test_somebody_created_by_mistake_is_taken_off_for_good(page, sign_in, session, karim):
    sign_in(page, karim)
    page.goto(sheet(session))

    who(page).fill("nour")
    page.get_by_role("button", name="Créer « nour »").tap()
    page.get_by_text("Quelqu’un est noté par erreur ?").tap()
    page.get_by_role("button", name="Retirer Nour").tap()
    expect(page.get_by_text("La fiche créée à l’instant est effacée.")).to_be_visible()

    assert noted(session) == {}


def test_a_newcomer_typed_without_a_network_is_not_lost(page, sign_in, watch, session, karim):
    watch.expect(r"failed:|ERR_INTERNET_DISCONNECTED")
    sign_in(page, karim)
    page.goto(sheet(session))
    who(page).fill("nour")
    create = page.get_by_role("button", name="Créer « nour »")
    expect(create).to_be_visible()

    page.context.set_offline(True)
    create.tap()
    expect(line(page, "Nour").get_by_text("pas encore envoyé")).to_be_visible()
    page.context.set_offline(False)
    saved(page)
    expect(line(page, "Nour").get_by_text("pas encore envoyé")).to_have_count(0)

    assert noted(session) == {"Nour": "present"}


def test_somebody_noted_by_a_colleague_appears_with_the_next_arrival(page, sign_in, session, karim):
    sign_in(page, karim)
    page.goto(sheet(session))
    AttendanceFactory(session=session, parent=known(session, "Yara Said"), status="late")
    connection.close()

    who(page).fill("nour")
    page.get_by_role("button", name="Créer « nour »").tap()

    expect(line(page, "Yara")).to_be_visible()
