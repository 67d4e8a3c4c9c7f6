"""Somebody asks to be forgotten: nothing is left of them, and nothing moves in the figures."""

import shutil

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from families import erasures
from families.actions import erasure
from families.models import Consent, Erasure, Merge, Parent, Schooling
from partnerships import registry
from partnerships.declarations import Fate
from tests.factories import ParentFactory, coordinator
from tests.families import forgetting

committed = pytest.mark.django_db(transaction=True)


def forget(story, **details):
    texts = [mention.key for mention in erasure.mentions_of(story.parent)]
    return erasure.erase(
        parent=story.parent, **{"reason": "asked", "by": story.boss, "texts": texts} | details
    )


@committed
def test_nothing_is_left_of_somebody_who_is_forgotten_and_figures_stay(media_root, caplog):
    story = forgetting.tell()
    before = forgetting.figures(story.programme)
    assert forgetting.filled() >= 40
    assert len(forgetting.traces()) >= 25

    forget(story)

    assert forgetting.traces() == {}
    assert forgetting.files(media_root) == []
    assert "kanari" not in caplog.text.lower()
    assert forgetting.figures(story.programme) == before
    connection.check_constraints()


@committed
@pytest.mark.sqlite
def test_neither_the_database_file_nor_its_journal_keeps_a_word(tmp_path):
    story = forgetting.tell()
    assert forgetting.files(*forgetting.database_files()) != []

    forget(story)

    assert forgetting.files(*forgetting.database_files(), tmp_path) == []


@committed
@pytest.mark.sqlite
def test_a_restored_backup_forgets_again(tmp_path):
    story = forgetting.tell()
    connection.close()
    database, backup = forgetting.database_files()[0], tmp_path / "backup"
    shutil.copy(database, backup)
    forget(story)
    connection.close()
    shutil.copy(backup, database)
    assert forgetting.traces() != {}

    call_command("replay_erasures")

    assert forgetting.traces() == {}
    assert forgetting.files(*forgetting.database_files()) == []
    assert set(Erasure.objects.values_list("reason", flat=True)) == {"replayed"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "forgotten",
    ["Outcome.fact", "SupportMeeting.confidential_note", "Referral.first_meeting"],
)
def test_a_field_that_erasure_ignores_is_seen(monkeypatch, forgotten):
    """The canaries do fail when one declaration is taken away."""
    story = forgetting.tell()
    lines = [
        line
        for line in registry.personal_fields.ask()
        if f"{line.model.__name__}.{line.name}" != forgotten
    ]
    monkeypatch.setattr(registry.personal_fields, "added", [lambda: lines])

    forget(story)

    assert len(forgetting.traces()) == 1


@pytest.mark.django_db
def test_what_goes_and_what_stays():
    story = forgetting.tell()
    key = story.parent.key

    forget(story)

    parent = Parent.objects.get(pk=story.parent.pk)
    assert (str(parent), parent.erased_on is None, parent.key == key) == (
        "personne oubliée",
        False,
        False,
    )
    assert (Consent.objects.count(), Merge.objects.count()) == (0, 0)
    assert not story.session.quotes.filter(parent=story.parent).exists()
    # The school of the year in which they came is counted; that of another year is not.
    assert list(Schooling.objects.values_list("school_year", flat=True)) == [2026]
    assert parent.family.languages.count() == 0
    assert Erasure.objects.get(key=key).erased_by == story.boss
    assert {key, story.double.key} == set(Erasure.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_another_adult_keeps_their_household():
    story = forgetting.tell()
    ParentFactory(family=story.parent.family)

    forget(story)

    story.parent.family.refresh_from_db()
    assert story.parent.family.lives_in_qpv == "yes"
    assert story.parent.family.schoolings.count() == 2


@pytest.mark.django_db
def test_texts_that_were_not_chosen_stay_as_they_are():
    story = forgetting.tell()

    forget(story, texts=[f"workshops.session:{story.session.pk}:log", "workshops.session:0:log"])

    story.session.refresh_from_db()
    assert (story.session.log, story.session.version) == ("Dit par […], hier.", 1)
    assert forgetting.traces()["partnerships_meeting"] == 1


@pytest.mark.django_db
def test_unread_only_what_is_sure_is_rewritten():
    story = forgetting.tell()
    story.session.log = "Kanariprénom a parlé."
    story.session.save()

    erasure.erase_unread(parent=story.parent, reason="retention", by=None)

    assert forgetting.traces() == {"workshops_session": 1}


@pytest.mark.django_db
def test_every_line_tells_the_household_and_none_the_words():
    story = forgetting.tell()

    forget(story)

    lines = forgetting.AuditEvent.objects.filter(verb="erased")
    assert set(lines.values_list("actor", "structure")) == {(story.boss.pk, story.centre.pk)}
    of_family = lines.filter(family=story.parent.family_id)
    assert {"families.parent", "families.consent", "families.supportmeeting"} <= set(
        of_family.values_list("object_type", flat=True)
    )
    assert set(forgetting.AuditEvent.objects.values_list("reason", flat=True)) == {""}


@pytest.mark.django_db
def test_nobody_is_forgotten_twice():
    parent = ParentFactory()
    boss = coordinator(parent.family.structure)
    erasure.erase(parent=parent, reason="asked", by=boss)

    with pytest.raises(ValidationError, match="déjà oubliée"):
        erasure.erase(parent=parent, reason="asked", by=boss)


@committed
def test_nobody_is_forgotten_when_the_journal_cannot_be_written(settings, tmp_path):
    """Otherwise a restore would bring them back for ever."""
    parent = ParentFactory(first_name="Ana")
    settings.ERASURES_FILE = tmp_path

    with pytest.raises(OSError, match="directory"):
        erasure.erase(parent=parent, reason="asked", by=None)

    assert Parent.objects.get().first_name == "Ana"


@pytest.mark.django_db
def test_the_journal_holds_keys_alone(erasures_file):
    parent = ParentFactory(first_name="Ana")
    key = str(parent.key)

    erasure.erase(parent=parent, reason="asked", by=None)

    (entry,) = erasures.read()
    assert (entry.keys, entry.texts) == ((key,), ())
    assert "Ana" not in erasures_file.read_text()
    assert erasures_file.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_without_a_journal_nobody_is_forgotten_again(capsys):
    call_command("replay_erasures")

    assert capsys.readouterr().out == "Personnes oubliées à nouveau : 0.\n"


@pytest.mark.django_db
def test_a_cache_elsewhere_is_emptied(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.set("seen", "Ana")

    erasure.erase(parent=ParentFactory(first_name="Ana"), reason="asked", by=None)

    assert cache.get("seen") is None


def test_some_declaration_of_each_fate_exists():
    """A fate that nothing uses any more is a rule nobody tests."""
    assert {line.fate for line in registry.personal_fields.ask()} == set(Fate)
