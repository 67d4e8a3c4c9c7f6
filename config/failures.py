"""What failed under us, rather than in us: the disk, the database, too many people at once.

Whatever was being saved was undone whole; what the page says is what to do next.
"""

import errno
from typing import NamedTuple

from django.db import InterfaceError, OperationalError


class Failure(NamedTuple):
    status: int
    template: str
    # Seconds before it is worth asking again; what a machine that asks reads.
    retry_after: int


FULL = Failure(507, "507.html", 300)
BUSY = Failure(503, "503.html", 5)
DOWN = Failure(503, "503.html", 30)

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
# PostgreSQL: disk full; not available in time; cancelled after that time.
DISK_FULL, WAITED = "53100", {"55P03", "57014"}
# In the words of SQLite, which has codes for Python 3.11 but not through Django.
UNWRITABLE = ("disk is full", "readonly database", "disk i/o error")
LOCKED = "is locked"


def failure_of(error: BaseException | None) -> Failure | None:
    """None for a mistake of ours, that no waiting repairs."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return FULL
    if not isinstance(error, (OperationalError, InterfaceError)):
        return None
    words, state = str(error).lower(), getattr(error.__cause__, "sqlstate", None)
    if state == DISK_FULL or any(sign in words for sign in UNWRITABLE):
        return FULL
    return BUSY if LOCKED in words or state in WAITED else DOWN
