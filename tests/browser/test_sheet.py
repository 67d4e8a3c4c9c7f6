"""A session logged on a phone, from « Aujourd’hui » to its closing: the reason this product exists."""

import datetime as dt
import re

import pytest
from django.db import connection
from playwright.sync_api import expect

from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    ModuleFactory,
    ParentFactory,
    SchoolFactory,
    SchoolingFactory,
    SessionFactory,
    facilitator,
)
from workshops.actions.attendance import Count, Mark, SheetChanges, Written, save_sheet
from workshops.models import Session

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = "Aminata Sow, Elżbieta Wójcik, Fatiha Mansour, Jean-Marc Petit, Leïla Haddad, Ousmane Diop"
NAMES += ", Rosa Lima, Samira Benali, Thi-Lan Nguyen"


@pytest.fixture
def session(today):
    """The third module of a group of nine, this afternoon."""
    module = ModuleFactory(order=3, title="Pronote et l’ENT")
    for order in (1, 2, 4):
        ModuleFactory(order=order, pathway=module.pathway)
    session = SessionFactory(
        date=today,
        starts_at=dt.time(9),
        ends_at=dt.time(11, 30),
        module=module,
        place="Salle 12",
        workshop__title="Parents et outils numériques, groupe 9",
        workshop__format="cohort",
        workshop__pathway=module.pathway,
    )
    for name in NAMES.split(", "):
        EnrolmentFactory(
            workshop=session.workshop,
            parent=known(session, name),
            enrolled_on=today - dt.timedelta(days=21),
        )
    return session


@pytest.fixture
def karim(session):
    return colleague(session, "Karim", "Diallo")


def colleague(session, first_name, last_name):
    lead = session.workshop.programme.lead
    return facilitator(lead, session.workshop, first_name=first_name, last_name=last_name)


def known(session, name):
    first_name, last_name = name.split()
    lead = session.workshop.programme.lead
    return ParentFactory(family__structure=lead, first_name=first_name, last_name=last_name)


def sheet(session):
    return f"/seances/{session.pk}/feuille/"


def line(page, name):
    return page.locator("#people > li").filter(has_text=name)


def answer(page, name, words="Présent"):
    return line(page, name).locator("label").filter(has_text=words)


def present(page, name):
    answer(page, name).click()


def who(page):
    return page.get_by_role("textbox", name="Ajouter une personne")


def log(page):
    return page.get_by_role("textbox", name="En deux lignes")


def room(page, category):
    return page.get_by_role("spinbutton", name=category)


def saved(page):
    expect(page.locator(".closing .saved")).to_have_text(re.compile("Enregistré à"))


def noted(session):
    rows = session.attendances.select_related("parent").order_by("parent__first_name")
    return {row.parent.first_name: row.status for row in rows}


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


# -- The network and the login ------------------------------------------------------------------


def test_what_could_not_be_sent_waits_and_goes_by_itself(page, sign_in, watch, session, karim):
    watch.expect(r"failed:|ERR_INTERNET_DISCONNECTED")
    sign_in(page, karim)
    page.goto(sheet(session))

    page.context.set_offline(True)
    present(page, "Aminata")
    present(page, "Leïla")
    status = page.locator(".closing .saved")
    expect(status).to_have_text(re.compile("Hors ligne · 2 modifications en attente"))
    kept = page.evaluate("JSON.stringify(localStorage)")
    page.context.set_offline(False)
    saved(page)

    assert noted(session) == {"Aminata": "present", "Leïla": "present"}
    assert not re.search("Aminata|Sow|Leïla", kept)
    assert page.evaluate("localStorage.length") == 0


def test_what_could_not_be_sent_survives_a_reload(page, sign_in, watch, session, karim):
    watch.expect(r"failed:|500|ERR_FAILED")
    sign_in(page, karim)
    page.goto(sheet(session))
    page.route("**/feuille/", lambda route: route.abort())
    present(page, "Aminata")
    log(page).fill("À garder.")
    expect(page.locator(".closing .saved")).to_have_text(re.compile("2 modifications en attente"))

    page.unroute("**/feuille/")
    page.reload()
    saved(page)

    session.refresh_from_db()
    assert (noted(session), session.log) == ({"Aminata": "present"}, "À garder.")


def test_an_expired_login_loses_nothing(page, sign_in, watch, session, karim):
    # The script does not follow the redirect to the sign-in page; Chromium calls it a failure.
    watch.expect(r"failed: .*/compte/login/")
    sign_in(page, karim)
    page.goto(sheet(session))
    page.context.clear_cookies(name="session")

    present(page, "Aminata")
    page.get_by_role("link", name="Reconnectez-vous").tap()
    page.wait_for_url("**/compte/login/?next=**")
    sign_in(page, karim)
    page.goto(page.evaluate("new URLSearchParams(location.search).get('next')"))
    saved(page)

    assert noted(session) == {"Aminata": "present"}


def test_closing_waits_until_everything_is_sent(page, sign_in, watch, session, karim):
    watch.expect(r"failed:|ERR_INTERNET_DISCONNECTED")
    sign_in(page, karim)
    page.goto(sheet(session))
    page.get_by_role("button", name="Les 9 sont présents").tap()
    saved(page)

    page.context.set_offline(True)
    log(page).fill("Trois mots.")
    page.get_by_role("button", name="Clore la séance").tap()
    expect(page.locator(".closing .saved")).to_have_text(re.compile("Hors ligne"))
    page.context.set_offline(False)
    saved(page)
    page.get_by_role("button", name="Clore la séance").tap()
    page.wait_for_url(f"**/seances/{session.pk}/")

    session.refresh_from_db()
    assert (session.status, session.log) == ("held", "Trois mots.")


def test_signing_out_leaves_nothing_in_the_browser(page, sign_in, watch, session, karim):
    watch.expect(r"failed:|ERR_FAILED")
    sign_in(page, karim)
    page.goto(sheet(session))
    page.route("**/feuille/", lambda route: route.abort())
    present(page, "Aminata")
    expect(page.locator(".closing .saved")).to_have_text(re.compile("en attente"))

    page.locator(".colophon").get_by_role("button", name="Se déconnecter").tap()
    page.wait_for_url("**/compte/**")

    assert page.evaluate("localStorage.length") == 0


# -- Two hands -----------------------------------------------------------------------------------


def by_nadia(session, **changes):
    nadia = colleague(session, "Nadia", "Ouali")
    save_sheet(session=session, changes=SheetChanges(**changes), by=nadia)
    connection.close()


def test_two_answers_stand_side_by_side_until_one_touch(page, sign_in, axe, session, karim):
    sign_in(page, karim)
    page.goto(sheet(session))
    leila = session.workshop.enrolments.get(parent__first_name="Leïla").parent
    rosa = session.workshop.enrolments.get(parent__first_name="Rosa").parent
    by_nadia(session, marks={leila.pk: Mark("excused", 0), rosa.pk: Mark("absent", 0)})

    for name in ("Leïla", "Rosa", "Samira"):
        present(page, name)
    expect(line(page, "Leïla").get_by_text("Nadia O. a noté autre chose")).to_be_visible()
    faults = axe(page)
    line(page, "Leïla").get_by_role("button", name="Présent").tap()
    line(page, "Rosa").get_by_role("button", name="Absent").tap()
    saved(page)

    assert noted(session) == {"Leïla": "present", "Rosa": "absent", "Samira": "present"}
    assert faults == []


def test_two_counts_and_two_texts_are_told_and_settled(page, sign_in, session, karim):
    sign_in(page, karim)
    page.goto(sheet(session))
    by_nadia(
        session,
        counts={"children": Count(5, 0)},
        log=Written("De Nadia.", ""),
        delivered_minutes=Written(90, None),
    )

    room(page, "Enfants").fill("6")
    log(page).fill("De Karim.")
    page.get_by_role("button", name="Un quart d’heure de plus").tap()
    page.get_by_role("button", name="Garder les deux").tap()
    page.get_by_role("button", name="6 votre réponse").tap()
    page.get_by_role("button", name="1 h 30 Nadia O.").tap()
    saved(page)

    session.refresh_from_db()
    assert (session.log, session.delivered_minutes) == ("De Nadia.\nDe Karim.", 90)
    assert session.head_counts.get().number == 6


def test_what_is_not_allowed_is_said_beside_its_field(page, sign_in, session, karim):
    sign_in(page, karim)
    page.goto(sheet(session))

    log(page).fill("Mme D., 1 85 05 78 006 084 91")

    expect(page.get_by_text("semble contenir un numéro de sécurité sociale")).to_be_visible()
    assert Session.objects.get().log == ""


def test_a_sheet_closed_meanwhile_keeps_what_one_had_typed(page, sign_in, watch, session, karim):
    watch.expect("422")
    sign_in(page, karim)
    page.goto(sheet(session))
    Session.objects.update(status="held", closed_at="2026-03-10T11:00Z", delivered_minutes=150)
    connection.close()

    present(page, "Aminata")
    expect(page.locator(".closing .saved")).to_have_text(re.compile("dites pourquoi"))
    page.reload()
    expect(page.get_by_text("remis dans la feuille")).to_be_visible()
    page.get_by_label("Pourquoi corriger ?").fill("Arrivée en retard")
    page.get_by_role("button", name="Enregistrer la correction").tap()
    expect(line(page, "Aminata").get_by_role("radio", name="Présent")).to_be_checked()
    expect(page.get_by_text("remis dans la feuille")).to_be_hidden()

    assert noted(session) == {"Aminata": "present"}


# -- Arrivals ------------------------------------------------------------------------------------


def test_a_newcomer_is_created_by_a_first_name_then_taken_off_and_put_back(
    page, sign_in, axe, session, karim
):
    sign_in(page, karim)
    page.goto(sheet(session))

    who(page).fill("nour")
    page.get_by_role("button", name="Créer « nour »").tap()
    expect(line(page, "Nour").get_by_role("radio", name="Présent")).to_be_checked()
    page.get_by_text("Quelqu’un est noté par erreur ?").tap()
    page.get_by_role("button", name="Retirer Nour").tap()
    expect(line(page, "Nour")).to_have_count(0)
    faults = axe(page)
    page.get_by_role("button", name="Remettre").tap()
    expect(line(page, "Nour").get_by_role("radio", name="Présent")).to_be_checked()

    assert noted(session) == {"Nour": "present"}
    assert faults == []


def test_a_newcomer_typed_without_a_network_is_not_lost(page, sign_in, watch, session, karim):
    watch.expect(r"failed:|ERR_INTERNET_DISCONNECTED")
    sign_in(page, karim)
    page.goto(sheet(session))
    who(page).fill("nour")
    create = page.get_by_role("button", name="Créer « nour »")
    expect(create).to_be_visible()

    page.context.set_offline(True)
    create.tap()
    expect(page.get_by_role("search").get_by_text("réessayez")).to_be_visible()
    page.context.set_offline(False)
    create.tap()
    expect(line(page, "Nour")).to_be_visible()

    assert noted(session) == {"Nour": "present"}


def test_somebody_noted_by_a_colleague_appears_with_the_next_arrival(page, sign_in, session, karim):
    sign_in(page, karim)
    page.goto(sheet(session))
    AttendanceFactory(session=session, parent=known(session, "Yara Said"), status="late")
    connection.close()

    who(page).fill("nour")
    page.get_by_role("button", name="Créer « nour »").tap()

    expect(line(page, "Yara")).to_be_visible()
