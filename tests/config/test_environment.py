import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ConnectionHandler

from config import environment
from tests.serving import manage

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
def test_what_was_asked_is_what_the_connection_does(db, tmp_path):
    engine = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "essai"}
    asked = environment.database(engine, test_file="")
    connection = ConnectionHandler({"default": asked})["default"]

    def pragma(name):
        with connection.cursor() as cursor:
            return cursor.execute(f"PRAGMA {name}").fetchone()[0]

    names = ("synchronous", "foreign_keys", "secure_delete", "busy_timeout", "journal_mode")
    found = [pragma(name) for name in names]
    connection.close()

    assert found == [2, 1, 1, 20_000, environment.sqlite_journal().lower()]


@pytest.mark.parametrize(
    ("arguments", "needs_no_key"),
    [
        (["manage.py", "makemigrations", "--check"], True),
        (["manage.py", "runserver"], False),
        (["gunicorn", "config.wsgi", "makemigrations"], False),
        ([], False),
    ],
)
def test_only_what_answers_nobody_needs_no_key(arguments, needs_no_key):
    assert environment.answers_nobody(arguments) is needs_no_key


def test_long_work_waits_for_a_worker_only_where_there_is_one():
    backends = [
        environment.tasks(has_worker=there)["default"]["BACKEND"] for there in (True, False)
    ]

    assert backends == [
        "django_tasks_db.DatabaseBackend",
        "django_tasks.backends.immediate.ImmediateBackend",
    ]


def test_the_cache_is_one_that_every_process_reads(monkeypatch):
    monkeypatch.setattr(environment, "find_spec", lambda library: True)

    urls = ("dbcache://cases", "redis://a:6379/1", "memcached://a:11211")
    found = [environment.cache(url) for url in urls]

    assert [(each["BACKEND"].rpartition(".")[2], each["LOCATION"]) for each in found] == [
        ("DatabaseCache", "cases"),
        ("RedisCache", "redis://a:6379/1"),
        ("PyMemcacheCache", "a:11211"),
    ]


def test_files_go_to_the_disk_or_to_a_bucket(monkeypatch):
    monkeypatch.setattr(environment, "find_spec", lambda library: True)

    disk = environment.files("")
    bucket = environment.files("s3://papiers/centre?endpoint=https://s3.exemple&region=fr")

    assert disk == {"BACKEND": "config.files.WholeFiles"}
    assert bucket["OPTIONS"] == {
        "bucket_name": "papiers",
        "location": "centre",
        "endpoint_url": "https://s3.exemple",
        "region_name": "fr",
        "default_acl": None,
        "file_overwrite": False,
    }


@pytest.mark.parametrize(
    ("read", "url", "refusal"),
    [
        (environment.cache, "locmem://", "CACHE_URL : dbcache"),
        (environment.cache, "redis://a", "CACHE_URL demande la bibliothèque « redis »"),
        (environment.files, "ftp://a", "FILES_URL : s3"),
        (environment.files, "s3:///dossier", "FILES_URL : s3"),
        (environment.files, "s3://seau?clef=x", "FILES_URL : s3"),
        (environment.files, "s3://seau", "FILES_URL demande la bibliothèque « storages »"),
    ],
)
def test_what_cannot_be_shared_is_refused_in_words(monkeypatch, read, url, refusal):
    monkeypatch.setattr(environment, "find_spec", lambda library: None)

    with pytest.raises(ImproperlyConfigured, match=refusal):
        read(url)


@pytest.mark.django_db
def test_over_https_nobody_but_this_host_sets_its_cookies():
    told = manage("diffsettings", HTTPS=1, DEBUG=0)

    names = dict(line.split(" = ") for line in told.splitlines() if "COOKIE_NAME" in line)
    assert names["CSRF_COOKIE_NAME"].startswith("'__Host-")
    assert names["SESSION_COOKIE_NAME"].startswith("'__Host-")
