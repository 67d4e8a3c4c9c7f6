"""A sheet without a network: opened once today, it opens, fills and remembers; nothing is lost, nothing twice."""

import re

import pytest
from django.contrib.sessions.models import Session as Login
from django.db import connection
from playwright.sync_api import expect

from families.models import Parent
from partnerships.models import AuditEvent
from tests.browser.conftest import PHONE, LostAnswers
from tests.browser.group import (
    answer,
    colleague,
    create,
    known,
    line,
    log,
    noted,
    opened,
    present,
    reopened,
    room,
    saved,
    sheet,
    status,
    third_session,
    unsent,
    who,
)
from tests.factories import AttendanceFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(today):
    return third_session(today)


@pytest.fixture
def karim(session):
    return colleague(session, "Karim", "Diallo")


def taken(page, name):
    return line(page, name).get_by_role("radio", name="Présent")


def written(session):
    """The fields each saving of this sheet wrote, in the journal: what was really done, and how often."""
    connection.close()
    lines = AuditEvent.objects.filter(object_type="workshops.session", object_id=str(session.pk))
    return sorted(name for line in lines for name in line.fields)


# -- The whole story -----------------------------------------------------------------------------


def test_an_afternoon_without_a_network_arrives_once(phone, sign_in, watch, axe, session, karim):
    watch.expect(r"failed: .*/compte/login/")
    sign_in(phone, karim)
    opened(phone, session)
    phone.context.set_offline(True)

    # Twelve touches, somebody new, two lines; then the tab dies.
    for name in ("Aminata", "Elżbieta", "Fatiha", "Jean-Marc", "Leïla", "Ousmane", "Samira"):
        answer(phone, name).tap()
    line(phone, "Rosa").locator("summary").tap()
    answer(phone, "Rosa", "Retard").tap()
    for _child in range(3):
        phone.get_by_role("button", name="Un de plus : enfants").tap()
    create(phone, "nour saïd")
    log(phone).fill("Chacun a ouvert Pronote.")
    expect(status(phone)).to_have_text(re.compile("Hors ligne · 11 modifications en attente"))
    faults = axe(phone)
    phone = reopened(phone)
    watch.follow(phone)

    # Opened again without a network: all of it is there.
    phone.goto(sheet(session))
    expect(taken(phone, "Nour Saïd")).to_be_checked()
    expect(line(phone, "Rosa").locator("[value=late]")).to_be_checked()
    expect(log(phone)).to_have_value("Chacun a ouvert Pronote.")
    expect(room(phone, "Enfants")).to_have_value("3")
    # Meanwhile the login expired; the network comes back.
    Login.objects.all().delete()
    connection.close()
    phone.context.set_offline(False)
    phone.get_by_role("link", name="Reconnectez-vous").tap()
    phone.wait_for_url("**/compte/login/?next=**")
    sign_in(phone, karim)
    phone.goto(phone.evaluate("new URLSearchParams(location.search).get('next')"))
    saved(phone)

    session.refresh_from_db()
    nour = Parent.objects.get(first_name="Nour")
    people = {**dict.fromkeys(noted(session), "present"), "Rosa": "late"}
    assert (noted(session), len(people), session.log) == (people, 9, "Chacun a ouvert Pronote.")
    assert dict(session.head_counts.values_list("category", "number")) == {"children": 3}
    assert set(session.attendances.values_list("version", flat=True)) == {1}
    assert written(session) == sorted(
        [
            *(f"attendance-{pk}" for pk in session.attendances.values_list("parent", flat=True)),
            f"newcomer-{nour.pk}",
            f"enrolment-{nour.pk}",
            "head_count-children",
            "log",
        ]
    )
    assert (unsent(phone), faults) == ([], [])


def test_two_phones_without_a_network_make_one_sheet(phone, open_page, sign_in, session, karim):
    nadia = colleague(session, "Nadia", "Ouali")
    other = open_page(PHONE, has_touch=True, is_mobile=True, service_workers="allow")
    for page, user in ((phone, karim), (other, nadia)):
        sign_in(page, user)
        opened(page, session)
        page.context.set_offline(True)

    for name in ("Aminata", "Fatiha", "Leïla"):
        present(phone, name)
    create(phone, "nour")
    present(other, "Rosa")
    line(other, "Leïla").locator("summary").tap()
    answer(other, "Leïla", "Absent").tap()
    create(other, "yara")
    phone.context.set_offline(False)
    saved(phone)
    other.context.set_offline(False)
    expect(line(other, "Leïla").get_by_text("Karim D. a noté autre chose")).to_be_visible()
    line(other, "Leïla").get_by_role("button", name="Absent").tap()
    saved(other)

    assert noted(session) == {
        "Aminata": "present",
        "Fatiha": "present",
        "Leïla": "absent",
        "Nour": "present",
        "Rosa": "present",
        "Yara": "present",
    }


# -- What the copy remembers -----------------------------------------------------------------------


def test_what_was_saved_since_the_opening_is_on_the_copy(phone, sign_in, session, karim):
    sign_in(phone, karim)
    opened(phone, session)
    present(phone, "Aminata")
    create(phone, "nour")
    expect(line(phone, "Nour").get_by_text("première fois")).to_be_visible()
    room(phone, "Enfants").fill("4")
    log(phone).fill("Déjà envoyé.")
    saved(phone)
    phone.context.set_offline(True)
    phone = reopened(phone)
    phone.goto(sheet(session))

    expect(status(phone)).to_have_text(re.compile("Hors ligne · feuille telle qu’à"))
    expect(taken(phone, "Aminata")).to_be_checked()
    expect(taken(phone, "Nour")).to_be_checked()
    expect(room(phone, "Enfants")).to_have_value("4")
    expect(log(phone)).to_have_value("Déjà envoyé.")
    expect(phone.get_by_text("2 sur 10 pointés")).to_be_visible()


def test_a_copy_becomes_the_sheet_when_the_network_is_back(phone, sign_in, session, karim):
    sign_in(phone, karim)
    opened(phone, session)
    phone.context.set_offline(True)
    phone = reopened(phone)
    phone.goto(sheet(session))
    AttendanceFactory(session=session, parent=known(session, "Yara Said"), status="late")
    session.head_counts.create(category="children", number=7, version=1)
    connection.close()

    phone.context.set_offline(False)

    expect(line(phone, "Yara").locator("[value=late]")).to_be_checked()
    expect(room(phone, "Enfants")).to_have_value("7")


# -- Somebody came in ----------------------------------------------------------------------------


def test_a_newcomer_is_marked_otherwise_and_another_bears_the_same_name(
    phone, sign_in, session, karim
):
    sign_in(phone, karim)
    opened(phone, session)
    phone.context.set_offline(True)

    create(phone, "nour")
    line(phone, "Nour").locator("summary").tap()
    answer(phone, "Nour", "Retard").tap()
    who(phone).fill("Nour")
    expect(phone.get_by_role("link", name="Nour déjà sur la feuille")).to_be_visible()
    phone.get_by_role("button", name="Créer « Nour »").tap()
    expect(line(phone, "Nour")).to_have_count(2)
    phone.context.set_offline(False)
    saved(phone)

    assert sorted(session.attendances.values_list("parent__first_name", "status", "version")) == [
        ("Nour", "late", 1),
        ("Nour", "present", 1),
    ]


def test_a_newcomer_taken_off_before_the_network_is_back_leaves_nothing(
    phone, sign_in, session, karim
):
    sign_in(phone, karim)
    opened(phone, session)
    phone.context.set_offline(True)
    create(phone, "nour")
    create(phone, "yara")

    phone.get_by_text("Quelqu’un est noté par erreur ?").tap()
    phone.get_by_role("button", name="Retirer Nour").tap()
    expect(line(phone, "Nour")).to_have_count(0)
    phone.context.set_offline(False)
    saved(phone)

    assert noted(session) == {"Yara": "present"}
    assert not AuditEvent.objects.filter(verb="deleted").exists()


def test_a_newcomer_whose_answer_was_lost_comes_once_and_goes_for_good(
    phone, sign_in, session, karim
):
    sign_in(phone, karim)
    opened(phone, session)

    answers = LostAnswers(phone, "**/feuille/ajouter/")
    create(phone, "nour")
    expect(line(phone, "Nour").get_by_text("pas encore envoyé")).to_be_visible()
    create(phone, "yara")
    expect(line(phone, "Yara").get_by_text("pas encore envoyé")).to_be_visible()
    phone.get_by_text("Quelqu’un est noté par erreur ?").tap()
    phone.get_by_role("button", name="Retirer Nour").tap()
    answers.back()
    saved(phone)

    assert noted(session) == {"Yara": "present"}
    assert not Parent.objects.filter(first_name="Nour").exists()


def test_somebody_found_before_is_added_without_a_network(phone, sign_in, session, karim):
    known(session, "Fatoumata Koné")
    sign_in(phone, karim)
    opened(phone, session)
    who(phone).fill("fatou")
    expect(phone.get_by_role("button", name="Fatoumata K.")).to_be_visible()

    phone.context.set_offline(True)
    who(phone).fill("fatoum")
    phone.get_by_role("button", name="Fatoumata K.").tap()
    expect(line(phone, "Fatoumata").get_by_text("pas encore envoyé")).to_be_visible()
    phone.context.set_offline(False)
    saved(phone)

    assert noted(session) == {"Fatoumata": "present"}
    assert Parent.objects.filter(first_name="Fatoumata").count() == 1
