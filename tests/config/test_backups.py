"""A backup holds everything, is checked before it is believed, and gives everything back."""

import datetime as dt
import gzip
import io
import json
import resource
import shutil
import tarfile
from contextlib import contextmanager

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from config.backups import archive, log, making, restoring
from families.actions import erasure
from partnerships.models import AuditEvent, Structure, User
from tests.factories import StructureFactory, UserFactory
from tests.families import forgetting

asks = pytest.mark.django_db
# The copy is made by another connection, that sees what is saved and nothing else.
committed = pytest.mark.django_db(transaction=True)
PHRASE = "une phrase assez longue"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.BACKUP_DIR = tmp_path / "sauvegardes"
    settings.BACKUP_PASSPHRASE = ""
    return settings.BACKUP_DIR


def only(folder):
    (path,) = folder.iterdir()
    return path


# -- There and back ----------------------------------------------------------------------------


@committed
def test_what_was_saved_comes_back_and_the_forgotten_stay_forgotten(folder):
    story = forgetting.tell()
    Client().force_login(story.boss)
    before = forgetting.figures(story.programme)
    call_command("backup")
    texts = [mention.key for mention in erasure.mentions_of(story.parent)]
    erasure.erase(parent=story.parent, reason="asked", by=story.boss, texts=texts)
    Structure.objects.filter(pk=story.boss.memberships.get().structure_id).update(name="Changé")
    default_storage.save("documents/apres", ContentFile(b"venu depuis"))

    done = restoring.restore(only(folder), replaces=True)

    assert (done.forgotten, done.sessions, done.has_erasures) == (1, 1, True)
    assert not Structure.objects.filter(name="Changé").exists()
    assert forgetting.traces() == {}
    assert forgetting.figures(story.programme) == before
    assert not default_storage.exists("documents/apres")
    assert not Session.objects.exists()
    assert list(log_lines()) == [("imported", only(folder).name[:40])]
    connection.check_constraints()


def log_lines():
    return AuditEvent.objects.filter(object_type=log.OBJECT).values_list("verb", "object_id")


@committed
def test_a_sealed_backup_shows_nothing_and_opens_with_its_phrase(folder, settings, media_root):
    UserFactory(email="kanari@exemple.fr")
    default_storage.save("documents/kanari", ContentFile(b"kanari" * 400_000))
    settings.BACKUP_PASSPHRASE = PHRASE
    call_command("backup")
    path = only(folder)
    shutil.rmtree(media_root)

    restoring.restore(path, replaces=True)

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.suffix == ".sealed"
    assert b"kanari" not in path.read_bytes()
    assert (media_root / "documents/kanari").read_bytes() == b"kanari" * 400_000
    assert User.objects.filter(email="kanari@exemple.fr").exists()


@asks
def test_another_phrase_opens_nothing(folder, settings):
    settings.BACKUP_PASSPHRASE = PHRASE
    call_command("backup")

    for phrase, words in [
        ("", "donnez BACKUP_PASSPHRASE"),
        ("courte", "trop courte"),
        ("une autre phrase longue", "n’ouvre pas"),
    ]:
        settings.BACKUP_PASSPHRASE = phrase
        with pytest.raises(CommandError, match=words):
            call_command("check_backup", only(folder))


@committed
def test_a_backup_says_what_it_holds(folder, capsys):
    StructureFactory()
    default_storage.save("documents/un", ContentFile(b"un"))

    call_command("backup")
    call_command("check_backup", only(folder))

    said = capsys.readouterr().out.splitlines()
    assert "1 document. Anciennes sauvegardes retirées\N{NBSP}: 0." in said[0]
    assert said[1].startswith("Elle n’est pas chiffrée")
    assert said[2].startswith("Entière. Faite le ")
    manifest = restoring.check(only(folder))
    assert manifest.counts["partnerships_structure"] == 1
    assert manifest.migrations["partnerships"].startswith("000")
    assert manifest.media == ["documents/un"]


@committed
def test_the_command_asks_before_it_replaces(folder, monkeypatch, capsys):
    UserFactory()
    call_command("backup")
    monkeypatch.setattr("builtins.input", lambda question: "oui")

    with pytest.raises(CommandError, match="Rien n’a été changé"):
        call_command("restore", only(folder), "--replace")

    monkeypatch.setattr("builtins.input", lambda question: "remplacer")
    call_command("restore", only(folder), "--replace")
    said = capsys.readouterr().out
    assert "Personnes oubliées à nouveau\N{NBSP}: 0." in said
    assert "Attention\N{NBSP}: il n’y a pas de fichier" in said


# -- What is refused ---------------------------------------------------------------------------


@asks
def test_a_place_where_somebody_works_is_left_alone(folder):
    UserFactory()
    call_command("backup")

    with pytest.raises(CommandError, match="Quelqu’un travaille déjà ici"):
        call_command("restore", only(folder))


def altered(path, change):
    """The same backup, whose members `change` has had in its hands: {name: bytes}."""
    with tarfile.open(path) as tar:
        held = {entry.name: tar.extractfile(entry).read() for entry in tar}
    manifest = json.loads(held.pop(archive.MANIFEST))
    change(held, manifest)
    held[archive.MANIFEST] = json.dumps(manifest).encode()
    with tarfile.open(path, "w:gz") as tar:
        for name, content in held.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


def lose_a_document(held, manifest):
    del held["media/documents/un"]


def change_a_document(held, manifest):
    held["media/documents/un"] = b"deux"


def slip_one_outside(held, manifest):
    held["media/../../dehors"] = b"dehors"


def come_from_elsewhere(held, manifest):
    manifest["engine"] = "ailleurs"


def come_from_later(held, manifest):
    manifest["migrations"]["families"] = "9999_later"


def come_from_much_later(held, manifest):
    manifest["format"] = 2


def say_more(held, manifest):
    manifest["counts"] = "?"
    manifest["surprise"] = 1


def hold_no_database(held, manifest):
    for name in list(held):
        if name.startswith("database"):
            del held[name], manifest["files"][name]


@asks
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lose_a_document, "documents/un\N{NBSP}» n’est pas"),
        (change_a_document, "documents/un\N{NBSP}» n’est pas"),
        (slip_one_outside, "coupée ou abîmée"),
        (come_from_elsewhere, "Cette sauvegarde vient de ailleurs"),
        (come_from_later, "Inconnu ici\N{NBSP}: families.9999_later"),
        (come_from_much_later, "version plus récente"),
        (say_more, "coupée ou abîmée"),
        (hold_no_database, "coupée ou abîmée"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_backup_that_is_not_what_was_made_is_refused_before_anything_changes(
    folder, media_root, change, words
):
    UserFactory()
    default_storage.save("documents/un", ContentFile(b"un"))
    call_command("backup")
    altered(only(folder), change)

    with pytest.raises(CommandError, match=words):
        call_command("restore", only(folder), "--replace", "--no-input")

    assert User.objects.count() == 1
    assert (media_root / "documents/un").read_bytes() == b"un"


@committed
def test_a_count_that_is_not_the_announced_one_changes_nothing(folder):
    UserFactory()
    call_command("backup")
    altered(only(folder), lambda held, manifest: manifest["counts"].update(partnerships_user=2))
    UserFactory()

    with pytest.raises(CommandError, match="partnerships_user"):
        call_command("restore", only(folder), "--replace", "--no-input")

    assert User.objects.count() == 2


@asks
@pytest.mark.parametrize("phrase", ["", PHRASE])
def test_a_backup_that_was_cut_is_refused(folder, settings, phrase):
    settings.BACKUP_PASSPHRASE = phrase
    call_command("backup")
    path = only(folder)
    whole = path.read_bytes()
    for kept in (0, 20, len(whole) // 2, len(whole) - 7):
        path.write_bytes(whole[:kept])

        with pytest.raises(CommandError, match="abîmé"):
            call_command("check_backup", path)


@asks
@pytest.mark.sqlite
def test_a_damaged_database_is_refused(folder):
    call_command("backup")

    def damage(held, manifest):
        name = "database.sqlite3"
        held[name] = held[name][:5000] + bytes(20_000) + held[name][25_000:]
        weighed = archive.Weighed(io.BytesIO(held[name]))
        weighed.read()
        manifest["files"][name] = weighed.facts

    altered(only(folder), damage)

    with pytest.raises(CommandError, match="abîmée"):
        call_command("check_backup", only(folder))


@asks
def test_a_file_that_is_not_there_or_is_no_backup_is_refused(tmp_path):
    with pytest.raises(CommandError, match="lecture impossible"):
        call_command("check_backup", tmp_path / "absente")
    other = tmp_path / "autre"
    other.write_bytes(gzip.compress(b"bonjour"))
    with pytest.raises(CommandError, match="abîmée"):
        call_command("check_backup", other)


# -- Room --------------------------------------------------------------------------------------


@contextmanager
def files_no_larger_than(size):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@asks
@pytest.mark.parametrize("size", [0, 4_000, 60_000])
def test_a_disk_that_fills_up_keeps_the_backups_it_had_and_nothing_else(folder, size):
    call_command("backup")
    before = only(folder)

    with files_no_larger_than(size), pytest.raises(CommandError):
        call_command("backup")

    assert only(folder) == before
    assert log_lines().count() == 1


@asks
def test_a_disk_without_room_is_said_before_anything_is_written(folder, monkeypatch):
    usage = shutil._ntuple_diskusage(10, 9, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage)

    with pytest.raises(CommandError, match="il en reste 1"):
        call_command("backup")

    assert list(folder.iterdir()) == []


@asks
def test_a_place_that_is_no_folder_is_refused(tmp_path):
    (tmp_path / "fichier").write_text("")

    with pytest.raises(CommandError, match="On ne peut pas écrire"):
        call_command("backup", tmp_path / "fichier")


def test_old_backups_go_but_for_one_a_day_and_one_a_week(folder, settings):
    settings.BACKUP_KEEP_DAYS, settings.BACKUP_KEEP_WEEKS = 3, 4
    folder.mkdir()
    now = timezone.make_aware(dt.datetime(2026, 3, 31, 2))  # noqa: DTZ001
    for hours in range(0, 60 * 24, 12):
        moment = now - dt.timedelta(hours=hours)
        (folder / f"{making.NAME}{moment.strftime(making.MOMENT)}.tar.gz").touch()
    (folder / "autre.tar.gz").touch()

    making.prune(folder, now)

    assert sorted(path.name for path in folder.iterdir()) == [
        "autre.tar.gz",
        "trait-d-union-20260315-140000.tar.gz",
        "trait-d-union-20260322-140000.tar.gz",
        "trait-d-union-20260329-140000.tar.gz",
        "trait-d-union-20260330-140000.tar.gz",
        "trait-d-union-20260331-020000.tar.gz",
    ]


@asks
def test_what_a_killed_backup_left_goes_the_day_after(folder):
    call_command("backup")
    partial = folder / f"{making.NAME}20260101-000000.tar.gz{making.PARTIAL}"
    partial.touch()
    (folder / ".copy-1").mkdir()

    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        call_command("backup")

    assert [path.suffix for path in folder.iterdir()] == [".gz", ".gz"]


# -- Its age -----------------------------------------------------------------------------------


@asks
def test_the_age_of_the_last_backup_is_known_to_every_process(tmp_path):
    assert log.age().is_late

    log.made(tmp_path / "trait-d-union-20260310-020000.tar.gz")

    assert not log.age().is_late
    with time_machine.travel(timezone.now() + dt.timedelta(hours=49)):
        assert log.age().is_late
