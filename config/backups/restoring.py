"""Giving everything back: checked first, forward to this version, the forgotten forgotten again."""

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from config.backups import Refused, archive, databases, log
from config.backups.making import media
from families.actions import erasure
from partnerships.models import User


@dataclass(frozen=True)
class Restored:
    manifest: archive.Manifest
    forgotten: int
    sessions: int
    has_erasures: bool


def check(path: Path) -> archive.Manifest:
    """Reads all of it, and opens the database; what it holds. Refuses (Refused) what could not be
    restored."""
    with workroom() as folder:
        manifest = archive.unpack(path, settings.BACKUP_PASSPHRASE, folder, media=False)
        check_database(manifest, folder)
    return manifest


def restore(path: Path, *, replaces: bool) -> Restored:
    """Nothing is touched before everything is checked; nobody can sign in before it is finished.

    Refuses (Refused) a place where somebody works already, unless `replaces`.
    """
    with workroom() as folder:
        if not replaces:
            check_empty()
        manifest = archive.unpack(path, settings.BACKUP_PASSPHRASE, folder)
        check_database(manifest, folder)
        give_files(manifest, folder / archive.MEDIA)
        database = databases.here()
        with database.loaded(folder / database.member, manifest):
            done = bring_up_to_date(path, manifest)
    for name in set(media()) - set(manifest.media):
        default_storage.delete(name)
    return done


@contextmanager
def workroom():
    """Beside the database, so that its copy takes its place in one stroke."""
    is_file = connection.vendor == "sqlite"
    place = Path(connection.settings_dict["NAME"]).parent if is_file else settings.VAR_DIR
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=place, prefix=".restore-") as folder:
        yield Path(folder)


def check_empty():
    """Migrated, perhaps, but nobody has an account and nothing was sent."""
    tables = connection.introspection.table_names()
    if User._meta.db_table in tables and User.objects.exists() or any(media()):
        raise Refused(
            _(
                "Quelqu’un travaille déjà ici : une restauration se fait dans une installation "
                "vide. Pour effacer ce qui est là et le remplacer : --replace."
            )
        )


def check_database(manifest, folder):
    """Refuses another engine, a later version, and a database that is not what was announced."""
    database = databases.here()
    if manifest.engine != database.engine:
        raise Refused(
            _("Cette sauvegarde vient de %(theirs)s, cette installation utilise %(ours)s.")
            % {"theirs": manifest.engine, "ours": database.engine}
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = [".".join(last) for last in manifest.migrations.items() if last not in known]
    if unknown:
        raise Refused(
            _(
                "Cette sauvegarde vient d’une version plus récente de Trait d’union "
                "(%(version)s) : installez-la d’abord. Inconnu ici : %(names)s."
            )
            % {"version": manifest.version, "names": ", ".join(unknown)}
        )
    if not (folder / database.member).is_file():
        raise archive.damaged(database.member)
    database.check(folder / database.member, manifest)


def give_files(manifest, folder):
    for name in manifest.media:
        default_storage.delete(name)
        with (folder / name).open("rb") as file:
            default_storage.save(name, File(file))
    shutil.rmtree(folder, ignore_errors=True)


def bring_up_to_date(path, manifest):
    """Migrations, those who were forgotten since, and everybody signed out."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    connection.check_constraints()
    with transaction.atomic():
        forgotten = erasure.replay()
        sessions = Session.objects.count()
        UserSession.objects.all().delete()
        Session.objects.all().delete()
        log.restored(path)
    has_erasures = Path(settings.ERASURES_FILE).exists()
    return Restored(manifest, forgotten, sessions, has_erasures)
