"""What every test may count on."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django.plugin import blocking_manager_key

from config.demo import public_data
from partnerships.models import Term
from tests import audited

TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def today():
    """A Tuesday morning of term, in every French zone; the clock runs on from 9:30."""
    with time_machine.travel(dt.datetime(2026, 3, 10, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))):
        yield TODAY


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """Files go to a folder of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def erasures_file(settings, tmp_path):
    """Nor does the journal of erasures remember from one test to the next."""
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    return settings.ERASURES_FILE


@pytest.fixture(autouse=True)
def unaudited(request, monkeypatch):
    """Whatever a request writes of somebody has its line in the journal (tests/audited.py)."""
    found = []
    mark = request.node.get_closest_marker
    listens = mark("django_db") or {"db", "ask"} & set(request.fixturenames)
    if not listens or commits(request.node) or mark("other_hands"):
        yield found
        return
    answer = Client.request

    def watched(client, **asked):
        with audited.watched(f"{asked['REQUEST_METHOD']} {asked['PATH_INFO']}", found):
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
