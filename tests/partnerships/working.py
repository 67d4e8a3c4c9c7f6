"""Long work in tests: somebody whose list takes long, a browser that asks, a worker that comes."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from partnerships.models import Job
from tests.factories import FamilyFactory, ParentFactory, StructureFactory, coordinator

QUEUED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LONG_AGO = dt.timedelta(minutes=10)


@pytest.fixture
def boss(client, settings):
    """Somebody whose list of three families takes long, here."""
    settings.LONG_ROWS = 2
    centre = StructureFactory()
    for number in range(3):
        ParentFactory(family=FamilyFactory(structure=centre), last_name=f"Famille{number}")
    boss = coordinator(centre)
    client.force_login(boss)
    return boss


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    """ask(address, **data): as a browser does; what waits for the end of the transaction runs."""

    def ask(address=None, method="get", **data):
        address = address or reverse("families:parent_export")
        with django_capture_on_commit_callbacks(execute=True):
            return getattr(client, method)(address, data)

    return ask


@pytest.fixture
def worker(settings, monkeypatch):
    """worker(): one that does what waits, then goes; until then, nobody does anything.

    It lives in the connection and the signals of the test, which it would close and take.
    """
    settings.TASKS = QUEUED
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(db_worker.Worker, "configure_signals", lambda self: None)
    return lambda: call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


def job_of(user, **values):
    values = {"title": "Liste", "address": reverse("families:parent_export")} | values
    return Job.objects.create(owner=user, **values)


def ended(user, state="done", **values):
    return job_of(user, state=state, ended_at=timezone.now(), **values)
