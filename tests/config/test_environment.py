import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import environment

LONG = "x" * 50


@pytest.mark.parametrize(
    ("given", "may_miss", "refusal"),
    [("", False, "missing"), ("court", False, "too short"), ("court", True, "too short")],
)
def test_a_key_that_anybody_could_guess_is_refused(given, may_miss, refusal):
    with pytest.raises(ImproperlyConfigured, match=refusal):
        environment.secret_key(given, may_miss=may_miss)


def test_a_key_may_miss_where_nothing_is_at_stake():
    assert environment.secret_key("", may_miss=True) == environment.KEY_OF_TESTS
    assert environment.secret_key(LONG, may_miss=False) == LONG


@pytest.mark.parametrize(
    ("given", "is_open"),
    [(["*"], False), (["*"], True), (["centre.example"], True), (["localhost", "a.fr"], True)],
)
def test_answering_to_anybody_is_refused(given, is_open):
    with pytest.raises(ImproperlyConfigured):
        environment.hosts(given, is_open=is_open)


def test_named_hosts_are_kept():
    assert environment.hosts(["centre.example"], is_open=False) == ["centre.example"]
    assert environment.hosts(["localhost"], is_open=True) == ["localhost"]


@pytest.mark.parametrize(
    ("version", "journal"),
    [
        ((3, 40, 1), "TRUNCATE"),
        ((3, 44, 5), "TRUNCATE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "TRUNCATE"),
        ((3, 50, 6), "TRUNCATE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_the_journal_is_the_safe_one_for_this_library(version, journal):
    assert environment.sqlite_journal(version) == journal


def test_sqlite_is_safe_and_other_engines_are_kept_alive():
    sqlite = environment.database({"ENGINE": "django.db.backends.sqlite3"}, test_file="essai")
    other = environment.database({"ENGINE": "django.db.backends.postgresql"}, test_file="essai")

    assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "ATOMIC_REQUESTS" not in sqlite
    assert other["CONN_HEALTH_CHECKS"]


@pytest.mark.sqlite
def test_what_was_asked_is_what_the_connection_does(db):
    def pragma(name):
        with connection.cursor() as cursor:
            return cursor.execute(f"PRAGMA {name}").fetchone()[0]

    asked = ("synchronous", "foreign_keys", "secure_delete", "busy_timeout")

    assert [pragma(name) for name in asked] == [2, 1, 1, 20_000]
    assert pragma("journal_mode").upper() == environment.sqlite_journal()
