"""How the machine is: a word for everybody, figures for whoever keeps it (docs/installation.md)."""

import datetime as dt
import secrets
import shutil

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django_tasks_db.models import DBTaskResult

from config.backups import log, making

# Bytes; below, the next backup or the next scan is the one too many.
ROOM = 500 * 1000**2
# A work that waits longer has no worker to do it.
PATIENCE = dt.timedelta(minutes=10)


def may_know(request) -> bool:
    """An account that administers, or `Authorization: Bearer HEALTH_TOKEN`: never in an address."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    has_token = bool(settings.HEALTH_TOKEN) and constant_time_compare(given, settings.HEALTH_TOKEN)
    return has_token or request.user.is_staff


def answers() -> bool:
    """All that a load balancer wants: reading goes on while the disk is full."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def report() -> dict:
    """Each check with its figures. Letters are not tried: that would send one."""
    checks = {
        "write": {"ok": writes()},
        "disk": disk(),
        "migrations": migrations(),
        "backup": backup(),
        "worker": worker(),
    }
    is_well = all(check["ok"] for check in checks.values())
    return {
        "status": "ok" if is_well else "attention",
        "version": making.version(),
        "database": connection.vendor,
        "checks": checks,
    }


def writes():
    """A row, and its end: what is in the cache may never reach this database."""
    key = f"health-{secrets.token_hex(8)}"
    try:
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())
        Session.objects.filter(session_key=key).delete()
    except DatabaseError:
        return False
    return True


def disk():
    free = shutil.disk_usage(settings.VAR_DIR).free
    return {"ok": free > ROOM, "free_megabytes": free // 1000**2}


def migrations():
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {"ok": not plan, "waiting": len(plan)}


def backup():
    age = log.age()
    hours = age.at and int((timezone.now() - age.at).total_seconds() // 3600)
    return {"ok": not age.is_late, "hours": hours}


def worker():
    waiting = DBTaskResult.objects.ready()
    oldest = waiting.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    is_served = oldest is None or timezone.now() - oldest < PATIENCE
    return {"ok": is_served, "waiting": waiting.count()}
