"""What the environment may ask for, and what is refused: settings.py reads through these."""

import sqlite3

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}
KEY_OF_TESTS = "only-for-tests-and-for-debugging-on-ones-own-machine-0123456789"
SHORTEST_KEY = 40


def secret_key(given, *, may_miss):
    """The key given; one that everybody knows only where nothing is at stake (`may_miss`)."""
    if not given and may_miss:
        return KEY_OF_TESTS
    if not given:
        raise ImproperlyConfigured("SECRET_KEY is missing: give a random one of 50 characters.")
    if len(given) < SHORTEST_KEY:
        raise ImproperlyConfigured("SECRET_KEY is too short: give a random one of 50 characters.")
    return given


def hosts(given, *, is_open):
    """The hosts answered to; with DEBUG or the demonstration (`is_open`), this machine alone."""
    if "*" in given:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS=* is refused: name the hosts this site answers to."
        )
    if is_open and not is_local(given):
        raise ImproperlyConfigured(
            "DEMO and DEBUG are for this machine: ALLOWED_HOSTS goes further."
        )
    return given


def is_local(given):
    return set(given) <= LOCAL_HOSTS


def sqlite_journal(version=sqlite3.sqlite_version_info):
    """WAL only where the library has the WAL-reset fix; Debian 12 has not, hence TRUNCATE.

    Source: https://sqlite.org/wal.html, "the WAL-reset bug" (3.7.0 to 3.51.2).
    """
    fixed = (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )
    return "WAL" if fixed else "TRUNCATE"


def database(given, test_file):
    """The connection of that URL, made safe: one writer at a time, nothing lost, nothing left."""
    if given["ENGINE"] != "django.db.backends.sqlite3":
        return given | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return given | {
        "OPTIONS": {
            # IMMEDIATE: a transaction that reads then writes waits its turn instead of failing.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode={sqlite_journal()}; PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
            ),
        },
        # A file, so that the threads of live_server share it.
        "TEST": {"NAME": test_file},
    }
