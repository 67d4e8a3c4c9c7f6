"""How long one stays signed in, on the server whatever the cookie says, and where."""

import datetime as dt

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partnerships.devices import device_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "quatre mots vraiment sans rapport"
PAGE = "partnerships:glossary"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def nadia():
    user = UserFactory(email="nadia@exemple.test")
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(user, browser=ANDROID):
    client = Client(headers={"user-agent": browser})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


@pytest.fixture
def clock():
    """A clock that only moves when it is told to."""
    with time_machine.travel(dt.datetime(2026, 3, 10, 8, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


def is_open(client):
    return client.get(reverse(PAGE)).status_code == 200


# -- How long ----------------------------------------------------------------------------------


def test_an_hour_without_a_page_closes_the_session(clock, nadia):
    client = signed_in(nadia)

    clock.shift(dt.timedelta(minutes=61))

    assert not is_open(client)


def test_reading_pages_keeps_it_open_up_to_twelve_hours(clock, nadia):
    client = signed_in(nadia)

    answers = []
    for _half_hour in range(25):
        clock.shift(dt.timedelta(minutes=30))
        answers.append(is_open(client))

    assert answers == [True] * 23 + [False] * 2


def test_an_installation_may_be_stricter(clock, nadia, settings):
    settings.SESSION_IDLE = 10 * 60
    client = signed_in(nadia)

    clock.shift(dt.timedelta(minutes=11))

    assert not is_open(client)


def test_reading_pages_writes_at_most_once_a_minute(clock, nadia):
    client = signed_in(nadia)

    def writes(seconds):
        clock.shift(dt.timedelta(seconds=seconds))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(PAGE))
        return [query["sql"] for query in asked if query["sql"].startswith(("UPDATE", "INSERT"))]

    assert [len(writes(seconds)) for seconds in (20, 20, 20, 20)] == [0, 0, 2, 0]


def test_a_page_is_given_though_nothing_can_be_written(clock, nadia):
    client = signed_in(nadia)
    clock.shift(dt.timedelta(minutes=5))

    def full(execute, sql, *rest):
        if sql.startswith('UPDATE "django_session"'):
            raise OperationalError("database or disk is full")
        return execute(sql, *rest)

    with connection.execute_wrapper(full):
        assert is_open(client)


def test_the_key_of_a_session_changes_when_one_signs_in(nadia):
    client = Client()
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": nadia.email, "password": "faux"})
    before = client.session.session_key

    client.post(reverse("account_login"), {"login": nadia.email, "password": PASSWORD})

    assert client.session.session_key != before


def test_the_cookie_is_forgotten_with_the_browser(nadia):
    client = signed_in(nadia)

    assert client.cookies["session"]["max-age"] == ""
    assert client.cookies["session"]["httponly"]


# -- Where -------------------------------------------------------------------------------------


def test_one_sees_where_one_is_signed_in(nadia):
    phone = signed_in(nadia)
    desk = signed_in(nadia, "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")

    page = desk.get(reverse("partnerships:device_list"))

    assert [device.name for device in page.context["devices"]] == [
        "Firefox sur Windows",
        "Chrome sur Android",
    ]
    assertNotContains(page, "127.0.0.1")
    assert is_open(phone)


def test_closing_one_device_closes_that_one(nadia):
    phone, desk, third = (signed_in(nadia) for _device in range(3))
    other = UserSession.objects.get(session_key=phone.session.session_key)

    page = desk.post(reverse("partnerships:device_close", args=[other.pk]), follow=True)

    assertContains(page, "Chrome sur Android ne montre plus rien")
    assert [is_open(client) for client in (phone, desk, third)] == [False, True, True]


def test_one_closes_everywhere_else_at_once(nadia):
    phone, desk, third = (signed_in(nadia) for _device in range(3))

    page = desk.post(reverse("partnerships:device_close_others"), follow=True)

    assertContains(page, "nulle part ailleurs")
    assert [is_open(client) for client in (phone, desk, third)] == [False, True, False]


def test_nobody_closes_the_session_of_somebody_else(client, nadia):
    phone = signed_in(nadia)
    theirs = UserSession.objects.get()
    client.force_login(UserFactory())

    answer = client.post(reverse("partnerships:device_close", args=[theirs.pk]))

    assert answer.status_code == 404
    assert is_open(phone)


def test_a_new_password_closes_the_others_and_not_this_one(nadia):
    phone, desk = signed_in(nadia), signed_in(nadia)
    new = "cinq autres mots tout aussi quelconques"

    desk.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert [is_open(phone), is_open(desk)] == [False, True]


def test_a_session_opened_by_an_invitation_comes_to_the_list_too(client, clock, nadia):
    client.force_login(nadia)
    clock.shift(dt.timedelta(minutes=2))

    client.get(reverse(PAGE))

    assert UserSession.objects.get().user == nadia


def test_what_is_left_of_closed_sessions_goes_at_night(clock, nadia, capsys):
    signed_in(nadia)
    clock.shift(dt.timedelta(hours=13))
    somebody = UserFactory()
    somebody.set_password(PASSWORD)
    somebody.save()
    kept = signed_in(somebody)

    call_command("purge_sessions")

    assert capsys.readouterr().out == "1 appareil oublié.\n"
    assert Session.objects.get().session_key == kept.session.session_key


@pytest.mark.parametrize(
    ("says", "name"),
    [
        (ANDROID, "Chrome sur Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1",
            "Safari sur iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge sur Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("curl/8.5", "Appareil inconnu"),
        ("", "Appareil inconnu"),
    ],
)
def test_a_device_is_told_in_plain_words(says, name):
    assert device_of(says) == name


def test_asking_whether_one_is_still_signed_in(client, nadia):
    url = reverse("partnerships:device_check")
    out = client.get(url)
    client.force_login(nadia)

    assert (out.status_code, client.get(url).status_code) == (302, 204)
