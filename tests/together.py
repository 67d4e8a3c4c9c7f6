"""Several people at the same moment, on the database of this run."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.core.exceptions import ValidationError
from django.db import connection


def at_once(acts):
    """Run them in as many threads, let go together; what each answered, or raised."""
    start = threading.Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def refused_or_not(act):
    """The act, whose refusal is an answer like another: None."""

    def run():
        try:
            return act()
        except ValidationError:
            return None

    return run
