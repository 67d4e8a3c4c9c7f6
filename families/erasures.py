"""The file of erasures, outside the database: keys only, to forget again after a restore."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Entry:
    """One person forgotten: the keys of their records, and of the texts their name was taken from."""

    on: str
    keys: tuple[str, ...]
    texts: tuple[str, ...] = ()
    # Vouchers of people who had no record.
    vouchers: tuple[str, ...] = ()


def write(entries: Iterable[Entry]) -> None:
    """Added at the end and on the disk when this returns; refuses (OSError) when it cannot."""
    lines = "".join(json.dumps(asdict(entry)) + "\n" for entry in entries)
    path = Path(settings.ERASURES_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        file.write(lines.encode())
        file.flush()
        os.fsync(file.fileno())


def read() -> Iterator[Entry]:
    path = Path(settings.ERASURES_FILE)
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in filter(str.strip, file):
            said = json.loads(line)
            places = ("keys", "texts", "vouchers")
            yield Entry(said["on"], *(tuple(said.get(name, ())) for name in places))
