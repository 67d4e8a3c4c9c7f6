"""What each published version stored is found again, whole, by the version in hand."""

import json
import subprocess
import sys

import pytest
from django.db import connection

from config import releases
from tests.serving import address_of, environment, manage

# What a database is made of, whoever made it.
SHAPE = """
import json
from django.db import connection
with connection.cursor() as cursor:
    ask = connection.introspection
    print(json.dumps({
        table: [
            sorted(column.name for column in ask.get_table_description(cursor, table)),
            sorted(ask.get_constraints(cursor, table)),
        ]
        for table in sorted(ask.table_names(cursor))
        if table != "django_cache"
    }))
"""
FILES = sorted(releases.FOLDER.glob("*.jsonl.xz"))


def test_a_published_migration_never_changes():
    now = releases.fingerprints()

    changed = {
        path.name: sorted(
            name for name, mark in releases.read(path)[0].items() if now.get(name) != mark
        )
        for path in FILES
    }

    assert {name: names for name, names in changed.items() if names} == {}, (
        "These migrations changed after the file of a release was made. If that release is out: "
        "undo the change and write a new migration. If it is not out yet: bin/release-fixture VERSION."
    )


@pytest.fixture
def elsewhere(tmp_path):
    """An empty database beside that of the test."""
    if connection.vendor == "sqlite":
        yield {"VAR_DIR": tmp_path, "DATABASE_URL": address_of(tmp_path / "ailleurs.sqlite3")}
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE ailleurs_version")
    yield {"VAR_DIR": tmp_path, "DATABASE_URL": address_of("ailleurs_version")}
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE ailleurs_version WITH (FORCE)")


def cut_at(name, place):
    """`migrate`, killed as soon as it says it begins that one."""
    start = [sys.executable, "-u", "manage.py", "migrate", "--no-input"]
    with subprocess.Popen(start, env=environment(**place), stdout=subprocess.PIPE) as process:
        said = b""
        while name.encode() not in said:
            piece = process.stdout.read(1)
            assert piece, said
            said += piece
        process.kill()


@pytest.mark.deep
@pytest.mark.django_db(transaction=True)
def test_an_installation_cut_in_the_middle_of_each_migration_ends_as_any_other(elsewhere):
    for app in releases.OURS:
        cut_at(f"Applying {app}.0001_initial...", elsewhere)

    manage("migrate", "--no-input", **elsewhere)

    shell = ("shell", "--no-imports", "-c", SHAPE)
    assert json.loads(manage(*shell, **elsewhere)) == json.loads(manage(*shell))


@pytest.mark.deep
@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_on_the_way_from_each_version_even_when_killed(elsewhere, tmp_path):
    for number, path in enumerate(FILES):
        before = releases.read(path)[1]
        manage("release_fixture", "load", path, **elsewhere)
        # Cut at some moment of the way: what was begun is undone, or was done.
        start = [sys.executable, "manage.py", "migrate", "--no-input"]
        with subprocess.Popen(start, env=environment(**elsewhere)) as cut:
            with pytest.raises(subprocess.TimeoutExpired):
                cut.wait(timeout=1.5)
            cut.kill()
        manage("migrate", "--no-input", **elsewhere)

        said = tmp_path / f"{number}.xz"
        told = json.loads(manage("release_fixture", "tell", said, **elsewhere))

        now = releases.read(said)[1]
        assert {label: told.get(label) for label in releases.counts(before)} == dict(
            releases.counts(before)
        )
        assert releases.words(before) - releases.words(now) == set()
