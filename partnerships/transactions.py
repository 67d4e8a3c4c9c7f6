"""Transactions that several people may run at the same moment on the same rows."""

from contextlib import nullcontext
from functools import wraps
from threading import Lock

from django.db import OperationalError, connection, transaction

TRIES = 4
# PostgreSQL: serialization failure, deadlock detected. The transaction was undone whole.
VICTIM = {"40001", "40P01"}

# SQLite has whoever waits sleep, then try again: the unlucky waits for seconds. Threads of one
# process take turns before they ask it.
turn = Lock()


def is_victim(error):
    return getattr(error.__cause__, "sqlstate", None) in VICTIM


def leave_no_journal():
    """After this transaction, what it deleted is not in SQLite’s journal either.

    The pages themselves are zeroed as they are freed (`secure_delete`, config/environment.py); with
    PostgreSQL, VACUUM does it: docs/privacy/mechanics.md.
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(checkpoint)


def checkpoint():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def again(action, details):
    for _try in range(TRIES - 1):
        try:
            return action(**details)
        except OperationalError as error:
            if not is_victim(error):
                raise
    return action(**details)


def atomic_again(action):
    """Run an action in one transaction, and again when PostgreSQL undid it in favour of another.

    Inside a wider transaction nothing is run again: only the widest may be.
    """

    @wraps(action)
    def wrapper(**details):
        if connection.in_atomic_block:
            return transaction.atomic(action)(**details)
        with turn if connection.vendor == "sqlite" else nullcontext():
            return again(transaction.atomic(action), details)

    return wrapper
