"""What somebody else does in the blink between the reading of a page and its writing."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def meanwhile(act):
    """Run `act` once, as the first transaction of what follows opens."""
    acts = [act]

    def watch(execute, sql, params, many, context):
        if sql.startswith("SAVEPOINT") and acts:
            acts.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
