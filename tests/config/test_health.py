"""What whoever keeps the machine learns of it, and nobody else."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.asserts import assertContains

from config.backups import log
from tests.factories import StaffFactory, StructureFactory, UserFactory

pytestmark = pytest.mark.django_db
TOKEN = "un-jeton-pour-la-surveillance"


@pytest.fixture(autouse=True)
def token(settings):
    settings.HEALTH_TOKEN = TOKEN


def figures(client, **headers):
    return client.get("/sante/", headers=headers).json()


def test_figures_are_for_who_administers_or_holds_the_token(client, settings):
    assert figures(client) == {"status": "ok"}
    assert figures(client, authorization="Bearer autre") == {"status": "ok"}
    assert "checks" in figures(client, authorization=f"Bearer {TOKEN}")
    settings.HEALTH_TOKEN = ""
    assert figures(client, authorization="Bearer ") == {"status": "ok"}
    client.force_login(UserFactory())
    assert figures(client) == {"status": "ok"}
    client.force_login(StaffFactory())
    assert "checks" in figures(client)


def test_a_machine_that_is_well_says_so_in_figures(client, monkeypatch):
    usage = shutil._ntuple_diskusage(10**12, 0, 10**10)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage)
    log.made(Path("trait-d-union-20260310-020000.tar.gz"))

    said = figures(client, authorization=f"Bearer {TOKEN}")

    assert (said["status"], said["database"]) == ("ok", connection.vendor)
    assert said["checks"] == {
        "write": {"ok": True},
        "disk": {"ok": True, "free_megabytes": 10_000},
        "migrations": {"ok": True, "waiting": 0},
        "backup": {"ok": True, "hours": 0},
        "worker": {"ok": True, "waiting": 0},
    }


def test_what_needs_a_hand_is_told_one_by_one(client, monkeypatch):
    usage = shutil._ntuple_diskusage(10**12, 0, 10**8)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage)
    log.made(Path("trait-d-union-20260310-020000.tar.gz"))
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="jobs.run", backend_name="default"
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'evaluation'")

    with time_machine.travel(timezone.now() + dt.timedelta(hours=50)):
        said = figures(client, authorization=f"Bearer {TOKEN}")

    assert said["status"] == "attention"
    assert {name for name, check in said["checks"].items() if not check["ok"]} == {
        *("disk", "migrations", "backup", "worker")
    }
    assert said["checks"]["backup"]["hours"] == 50


@pytest.mark.parametrize("page", ["home", "admin:index"])
def test_an_administrator_sees_how_old_the_last_backup_is(client, page):
    # Of an installation that has begun: before, its home is the first steps.
    StructureFactory()
    client.force_login(StaffFactory())
    assertContains(client.get(reverse(page)), "Aucune sauvegarde n’a encore été faite")

    log.made(Path("trait-d-union-20260310-020000.tar.gz"))
    assertContains(client.get(reverse(page)), "Dernière sauvegarde\N{NBSP}:")

    with time_machine.travel(timezone.now() + dt.timedelta(hours=49)):
        client.force_login(StaffFactory())
        assertContains(client.get(reverse(page)), "Il en faut une chaque nuit")
