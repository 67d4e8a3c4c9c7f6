"""The one file: a compressed tar whose last member, the manifest, says what all the others are."""

import gzip
import hashlib
import json
import os
import re
import tarfile
import zlib
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from io import BytesIO

from django.utils.translation import gettext as _

from config.backups import Refused
from config.backups.sealing import MARK, Opener, Sealer

FORMAT = 1
MANIFEST = "manifest.json"
MEDIA = "media/"
# Enough: the documents are compressed already, and the night is short.
LEVEL = 4
SAFE = re.compile(r"(?!.*(^|/)\.{1,2}(/|$))[^/\\\x00][^\\\x00]*")


@dataclass
class Manifest:
    """What a backup holds: enough to refuse it before anything is touched."""

    made_at: str
    version: str
    engine: str
    migrations: dict[str, str]
    counts: dict[str, int]
    files: dict[str, dict] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    @property
    def media(self) -> list[str]:
        return [name.removeprefix(MEDIA) for name in self.files if name.startswith(MEDIA)]


class Weighed:
    """A file read through this is weighed and fingerprinted on its way."""

    def __init__(self, file):
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def read(self, size=-1):
        data = self.file.read(size)
        self.digest.update(data)
        self.size += len(data)
        return data

    @property
    def facts(self):
        return {"sha256": self.digest.hexdigest(), "size": self.size}


# -- Writing -----------------------------------------------------------------------------------


class Archive:
    def __init__(self, tar):
        self.tar, self.files = tar, {}

    def add(self, name, file, size):
        """`size` bytes of that file: what grows meanwhile was not there when we began."""
        weighed, entry = Weighed(file), tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self.tar.addfile(entry, weighed)
        self.files[name] = weighed.facts

    def close(self, manifest):
        manifest.files = self.files
        text = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self.tar.addfile(entry, BytesIO(text))


@contextmanager
def written(path, passphrase):
    """An archive to fill; on the disk, for this account only, when this ends."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with ExitStack() as stack:
        file = stack.enter_context(os.fdopen(descriptor, "wb"))
        sink = stack.enter_context(closing(Sealer(file, passphrase))) if passphrase else file
        pressed = stack.enter_context(
            gzip.GzipFile(filename="", fileobj=sink, mode="wb", compresslevel=LEVEL, mtime=0)
        )
        yield Archive(stack.enter_context(tarfile.open(fileobj=pressed, mode="w|")))
        # In this order they close: tar, compression, seal; then it must reach the disk.
        file.flush()
    with open(path, "rb") as file:
        os.fsync(file.fileno())


# -- Reading -----------------------------------------------------------------------------------


def unpack(path, passphrase, folder, *, media=True) -> Manifest:
    """Everything of it in `folder` (without `media`: the database alone), each fingerprint checked.

    Refuses what is cut, damaged, sealed with another passphrase, or holds anything else.
    """
    found, manifest = {}, None
    try:
        with opened(path, passphrase) as tar:
            for entry in tar:
                check_name(entry)
                source = Weighed(tar.extractfile(entry))
                if entry.name == MANIFEST:
                    manifest = manifest_of(source.read())
                    continue
                keep(source, folder / entry.name if media or "/" not in entry.name else None)
                found[entry.name] = source.facts
    except (EOFError, gzip.BadGzipFile, tarfile.TarError, zlib.error, ValueError) as error:
        raise damaged(path) from error
    except OSError as error:
        raise unreadable(error, path) from error
    if manifest is None:
        raise damaged(path)
    compare(manifest.files, found)
    return manifest


@contextmanager
def opened(path, passphrase):
    with ExitStack() as stack:
        file = stack.enter_context(open(path, "rb"))
        if file.read(len(MARK)) == MARK:
            source = Opener(file, passphrase)
        else:
            file.seek(0)
            source = file
        pressed = stack.enter_context(gzip.GzipFile(fileobj=source, mode="rb"))
        yield stack.enter_context(tarfile.open(fileobj=pressed, mode="r|"))
        # What is cut after the last member is seen here.
        while pressed.read(1024 * 1024):
            continue


def check_name(entry):
    if not entry.isfile() or not SAFE.fullmatch(entry.name):
        raise ValueError(entry.name)


def keep(source, path):
    if path is None:
        while source.read(1024 * 1024):
            continue
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as file:
        while data := source.read(1024 * 1024):
            file.write(data)


def manifest_of(text):
    said = json.loads(text)
    if said.get("format") != FORMAT:
        raise Refused(_("Cette sauvegarde vient d’une version plus récente de Trait d’union."))
    try:
        return Manifest(**said)
    except TypeError as error:
        raise ValueError(said) from error


def compare(said, found):
    """Refuses the first file that is missing, that is too much, or that is another one."""
    for name in sorted(said.keys() | found.keys()):
        if said.get(name) != found.get(name):
            raise Refused(
                _(
                    "« %(name)s » n’est pas dans la sauvegarde tel qu’il y a été mis : "
                    "prenez-en une autre."
                )
                % {"name": name}
            )


def unreadable(error, path):
    """OSError: the file is not there or not ours, or there is no room to unpack it."""
    return Refused(
        _("%(path)s : lecture impossible (%(reason)s).")
        % {"path": error.filename or path, "reason": error.strerror or error}
    )


def damaged(path):
    return Refused(
        _("Cette sauvegarde est coupée ou abîmée, prenez-en une autre : %(path)s") % {"path": path}
    )
