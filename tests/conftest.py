"""What every test may count on."""

import datetime as dt
import gc
import logging
import re
from itertools import count
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache, caches
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client, TransactionTestCase
from pytest_django.plugin import blocking_manager_key

from config.demo import public_data
from partnerships.models import Term
from tests import audited, emptying, rolled, ties

TODAY = dt.date(2026, 3, 10)
# Fixtures that open the database.
ASKING = {"db", "transactional_db", "live_server", "ask"}
# What a page, a letter or a paper says is the same on any database. That each page opens on both is
# asked by tests/access/test_matrix.py; what two people do at once stays with what both must prove.
SAID = re.compile(r"_(pages|letters|news|reminders|document|papers)\.py$")
# A number of its own for the files of each test.
NUMBERS = count(1)

TransactionTestCase._fixture_teardown = emptying.empty
SQLCompiler.get_order_by = ties.backwards


class Complaints(logging.Handler):
    """What makes the PDF says which style it could not read, and goes on: here it stops.

    An image it cannot read is an error, and no fault of ours.
    """

    def emit(self, record):
        if record.levelno == logging.WARNING:
            raise AssertionError(record.getMessage())


logging.getLogger("weasyprint").addHandler(Complaints())


def pytest_collection_modifyitems(items):
    """On a second database, only what asks it something has anything to prove."""
    for item in items:
        if item.get_closest_marker("django_db") or ASKING & set(item.fixturenames):
            item.add_marker(pytest.mark.database)
        if SAID.search(item.path.name) and not commits(item):
            item.add_marker(pytest.mark.once)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """What is read here lives as long as the run: no use looking for waste in it, now or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture
def today():
    """A Tuesday morning of term, in every French zone; the clock runs on from 9:30."""
    with time_machine.travel(dt.datetime(2026, 3, 10, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))):
        yield TODAY


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Nothing here outlives the tests, so nothing needs to reach the disk."""
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["init_command"] += (
            "PRAGMA synchronous=OFF; PRAGMA reverse_unordered_selects=ON;"
        )


@pytest.fixture(scope="session")
def disk(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def media_root(settings, disk):
    """Files go to a folder of this test alone, made if one comes (`tmp_path` always makes its)."""
    settings.MEDIA_ROOT = disk / f"media-{next(NUMBERS)}"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def erasures_file(settings, disk):
    """Nor does the journal of erasures remember from one test to the next."""
    settings.ERASURES_FILE = disk / f"erasures-{next(NUMBERS)}.jsonl"
    return settings.ERASURES_FILE


@pytest.fixture(autouse=True)
def rested():
    """What one test asked for does not slow the next one down (partnerships/throttle.py)."""
    caches["process"].clear()


@pytest.fixture(autouse=True)
def unaudited(request, monkeypatch):
    """What a request writes of somebody has its line in the journal (tests/audited.py).

    And what it changes of what figures count has its mark (tests/rolled.py).
    """
    found = []
    mark = request.node.get_closest_marker
    if not mark("database") or commits(request.node) or mark("other_hands"):
        yield found
        return
    answer = Client.request

    def watched(client, **asked):
        place = f"{asked['REQUEST_METHOD']} {asked['PATH_INFO']}"
        with audited.watched(place, found), rolled.watched(place, found):
            return answer(client, **asked)

    monkeypatch.setattr(Client, "request", watched)
    yield found
    assert found == []


def commits(item):
    mark = item.get_closest_marker("django_db")
    asked = {"live_server", "transactional_db"} & set(item.fixturenames)
    return bool(asked or mark and mark.kwargs.get("transaction"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """A test that commits empties the database behind it: the next one finds it as installed.

    That is with the reference lists and without the sign-in limits, which live in the cache table.
    """
    result = yield
    if commits(item):
        with item.config.stash[blocking_manager_key].unblock():
            cache.clear()
            if not Term.objects.exists():
                public_data.terms()
    return result
