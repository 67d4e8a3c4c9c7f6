"""What a phone is given so that a sheet opens without a network (tests/browser/test_offline.py uses it)."""

import datetime as dt
import json
import re
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains

from config import offline
from tests.factories import HeldSessionFactory, SessionFactory, facilitator
from tests.workshops.sheets import sheet

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def told(response):
    return json.loads(re.search(r"const SAID = (.*);", response.content.decode())[1])


def text_of(name):
    with open(finders.find(name), encoding="utf-8") as file:
        return file.read()


def test_the_worker_answers_for_the_whole_site_to_anybody(client):
    response = client.get("/service-worker.js")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-cache" in response.headers["Cache-Control"]
    assert "worker-src 'self'" in response.headers["Content-Security-Policy"]
    assertContains(response, 'importScripts("/static/js/worker.js")')
    assert told(response)["page"] == reverse("offline")


def test_every_file_of_a_sheet_and_of_the_offline_page_is_on_the_list(client, today):
    session = SessionFactory(date=today)
    client.force_login(facilitator(session.workshop.programme.lead, session.workshop))
    pages = [client.get(url).content.decode() for url in (sheet(session), reverse("offline"))]

    asked = {name for page in pages for name in re.findall(r'"/static/([^"#]+)', page)}
    styles = [text_of(name) for name in asked if name.endswith(".css")]
    asked |= {name for text in styles for name in re.findall(r"\.\./(fonts/[^)]+)", text)}
    scripts = {name for name in offline.FILES if name.endswith(".js")}
    asked |= {
        f"js/{name}" for each in scripts for name in re.findall(r'from "./(.+)"', text_of(each))
    }

    assert asked - set(offline.FILES) == set()
    assert [name for name in offline.FILES if not finders.find(name)] == []
    assert scripts - asked == set()


def test_files_are_asked_for_by_the_name_of_their_content(client, settings, tmp_path):
    before = told(client.get("/service-worker.js"))["version"]
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.files.NamedFiles"}}
    others = ["admin", "vendor", "django_htmx", "import_export"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=others)

    response = client.get("/service-worker.js")

    names = [
        *told(response)["files"],
        re.search(r'importScripts\("(.+)"\)', response.content.decode())[1],
    ]
    assert [name for name in names if not re.search(r"\.[0-9a-f]{12}\.\w+$", name)] == []
    assert [name for name in names if not (tmp_path / name.removeprefix("/static/")).exists()] == []
    assert told(response)["version"] != before


def test_the_page_without_a_network_is_nobodys(client, today):
    anybody = client.get(reverse("offline"))
    session = SessionFactory()
    client.force_login(facilitator(session.workshop.programme.lead, first_name="Karim"))

    mine = client.get(reverse("offline"))

    assert mine.content == anybody.content
    assertContains(mine, "Vous êtes hors réseau")


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (dt.datetime(2026, 3, 10, 9, 30, tzinfo=PARIS), "2026-03-10 52200"),
        # The day the clocks go forward lasts 23 hours; the day they go back, 25.
        (dt.datetime(2026, 3, 29, 0, 0, tzinfo=PARIS), "2026-03-29 82800"),
        (dt.datetime(2026, 10, 25, 0, 0, tzinfo=PARIS), "2026-10-25 90000"),
    ],
)
def test_an_answer_says_whose_it_is_and_how_long_the_day_lasts(client, now, said):
    session = SessionFactory()
    karim = facilitator(session.workshop.programme.lead, session.workshop)
    client.force_login(karim)

    with time_machine.travel(now, tick=False):
        client.force_login(karim)
        response = client.get(reverse("home"))

    assert response.headers["Account-Day"] == f"{karim.pk} {said}"


def test_only_a_sheet_still_to_fill_is_kept(client, today):
    session = SessionFactory(date=today, starts_at=dt.time(9), workshop__title="Café")
    held = HeldSessionFactory(workshop=session.workshop)
    client.force_login(facilitator(session.workshop.programme.lead, session.workshop))
    pages = [sheet(session), sheet(held), session.get_absolute_url(), reverse("home")]

    kept = [client.get(page).headers.get("Keep-Here") for page in pages]

    assert kept == ["Caf%C3%A9%2C%209%C2%A0h", None, None, None]


def test_nothing_is_said_of_somebody_who_is_not_signed_in(client):
    response = client.get(reverse("account_login"))

    assert "Account-Day" not in response.headers
