"""What travels when the sheet opens: bin/bench measures it, and this holds it."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from config.bench import wire
from tests.factories import EnrolmentFactory, SessionFactory, coordinator

# Kilobytes, compressed: twenty people on the sheet.
FIRST_LOAD, NEXT_PAGE = 120, 8


@pytest.fixture
def page(client):
    session = SessionFactory()
    EnrolmentFactory.create_batch(20, workshop=session.workshop)
    client.force_login(coordinator(session.workshop.programme.lead))
    return client.get(f"/seances/{session.pk}/feuille/").content


def file_of(address):
    return Path(finders.find(address.removeprefix("/static/"))).read_bytes()


@pytest.mark.django_db
def test_a_sheet_opens_for_the_first_time_in_little(page):
    sizes = wire.first_load(page, file_of)

    assert sizes[""] <= 1024 * NEXT_PAGE
    assert sum(sizes.values()) <= 1024 * FIRST_LOAD
    assert {"/static/css/app.css", "/static/js/sheet.js"} <= sizes.keys()


@pytest.mark.django_db
def test_a_page_asks_nobody_else_and_waits_for_no_script(page):
    asked = wire.Asked(page.decode())

    assert (asked.foreign, asked.blocking) == ([], [])


def test_another_site_and_a_script_that_holds_the_page_up_are_seen():
    asked = wire.Asked('<script src="//cdn.example/a.js"></script><img src="/static/b.png">')

    assert (asked.foreign, asked.blocking) == (["//cdn.example/a.js"], ["//cdn.example/a.js"])
    assert asked.files == ["/static/b.png"]
