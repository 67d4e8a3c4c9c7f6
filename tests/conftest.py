"""What every test may count on."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache

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
def _forget_the_limits(request, django_db_blocker):
    """The cache is the real one, in the database: what a test commits must not throttle the next."""
    yield
    mark = request.node.get_closest_marker("django_db")
    if "live_server" in request.fixturenames or (mark and mark.kwargs.get("transaction")):
        with django_db_blocker.unblock():
            cache.clear()
