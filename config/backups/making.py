"""Making a backup, and letting the old ones go."""

import datetime as dt
import errno
import os
import shutil
import tempfile
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from config.backups import Refused, archive, databases
from partnerships.french import weight

NAME = "trait-d-union-"
MOMENT = "%Y%m%d-%H%M%S"
SUFFIXES = (".tar.gz", ".tar.gz.sealed")
PARTIAL = ".partial"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Made:
    path: Path
    manifest: archive.Manifest
    pruned: int


def make(folder: Path) -> Made:
    """Everything the database and the documents hold, in one file of that folder.

    Refuses (Refused) a disk that is full, or about to be; nothing half-written stays.
    """
    now = timezone.localtime()
    path = folder / f"{NAME}{now.strftime(MOMENT)}{SUFFIXES[bool(settings.BACKUP_PASSPHRASE)]}"
    partial = folder / f"{path.name}{PARTIAL}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        forget_partial(folder, now)
        check_room(folder)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".copy-") as workroom:
            manifest = fill(partial, Path(workroom), now)
        os.replace(partial, path)
        sync(folder)
    except OSError as error:
        raise refusal(error, folder) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return Made(path, manifest, prune(folder, now))


def fill(path, workroom, now):
    """Documents, database, then the documents that came meanwhile: no row is without its file.

    A document never changes once written, and its row is saved after it. One that was written in
    the last minute is left to the second round: it may not be whole.
    """
    database, taken = databases.here(), set()
    with archive.written(path, settings.BACKUP_PASSPHRASE) as whole:
        add_media(whole, taken, until=now - dt.timedelta(minutes=1))
        copy = workroom / database.member
        counts, migrations = database.copy(copy)
        with copy.open("rb") as file:
            whole.add(database.member, file, copy.stat().st_size)
        add_media(whole, taken)
        manifest = archive.Manifest(
            made_at=now.isoformat(timespec="seconds"),
            version=version(),
            engine=database.engine,
            migrations=migrations,
            counts=counts,
        )
        whole.close(manifest)
    return manifest


def add_media(whole, taken, until=None):
    for name in media():
        if name in taken or until and default_storage.get_modified_time(name) > until:
            continue
        # Somebody may delete one at this very moment: its row is gone too.
        with suppress(FileNotFoundError), default_storage.open(name) as file:
            whole.add(f"{archive.MEDIA}{name}", file, file.size)
            taken.add(name)


def media(folder=""):
    """Every file of the storage, wherever it is."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from media(f"{folder}{name}/")


def version():
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]


# -- Room on the disk --------------------------------------------------------------------------


def check_room(folder):
    """Twice the database (its copy, then the archive) and the documents: a full disk stops people."""
    needed = 2 * databases.here().size() + sum(default_storage.size(name) for name in media())
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Refused(
            _(
                "Il faut %(needed)s libres dans %(folder)s, il en reste %(free)s. Faites de la "
                "place, ou indiquez un autre dossier : manage.py backup DOSSIER."
            )
            % {"needed": weight(needed), "free": weight(free), "folder": folder}
        )


def refusal(error, folder):
    if error.errno in FULL:
        words = _(
            "Le disque s’est rempli : rien n’est gardé de cette sauvegarde, les précédentes sont "
            "intactes. Faites de la place dans %(folder)s."
        )
    else:
        words = _("On ne peut pas écrire dans %(folder)s : %(reason)s.")
    return Refused(words % {"folder": folder, "reason": error.strerror or error})


def sync(folder):
    """A name is on the disk once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# -- Letting go --------------------------------------------------------------------------------


def prune(folder: Path, now: dt.datetime) -> int:
    """All of the last day, then one a day and one a week; how many went.

    Counted in days and weeks that have one: an installation that was off keeps as many.
    """
    found = {path: moment for path in folder.iterdir() if (moment := moment_of(path))}
    newest = sorted(found, key=found.get, reverse=True)
    kept = {path for path in newest if now - found[path] < dt.timedelta(days=1)}
    kept |= first_of_each(newest, lambda path: found[path].date(), settings.BACKUP_KEEP_DAYS)
    kept |= first_of_each(
        newest, lambda path: found[path].isocalendar()[:2], settings.BACKUP_KEEP_WEEKS
    )
    for path in found.keys() - kept:
        path.unlink()
    return len(found) - len(kept)


def first_of_each(paths, period, number):
    firsts = {}
    for path in paths:
        firsts.setdefault(period(path), path)
    return set(list(firsts.values())[:number])


def moment_of(path):
    """When it was made, by its name; None for a file that is not ours to delete."""
    for suffix in SUFFIXES:
        with suppress(ValueError):
            naive = dt.datetime.strptime(path.name, f"{NAME}{MOMENT}{suffix}")  # noqa: DTZ007
            return timezone.make_aware(naive)
    return None


def forget_partial(folder, now):
    """What a machine that stopped left behind."""
    for path in [*folder.glob(f"{NAME}*{PARTIAL}"), *folder.glob(".copy-*")]:
        if now.timestamp() - path.stat().st_mtime < dt.timedelta(days=1).total_seconds():
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
