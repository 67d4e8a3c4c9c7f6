"""The disk, the database or the post fail: a page says what to do, and nothing is half-saved."""

import errno

import pytest
from django.db import DataError, InterfaceError, OperationalError, connection
from django.urls import reverse
from pytest_django.asserts import assertContains

from config.failures import BUSY, DOWN, FULL, failure_of


def caused(error, state):
    class Cause(Exception):
        sqlstate = state

    error.__cause__ = Cause()
    return error


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (OSError(errno.ENOSPC, "secret"), FULL),
        (OSError(errno.EACCES, "secret"), None),
        (OperationalError("database or disk is full"), FULL),
        (OperationalError("attempt to write a readonly database"), FULL),
        (OperationalError("disk I/O error"), FULL),
        (caused(OperationalError("could not extend file"), "53100"), FULL),
        (OperationalError("database is locked"), BUSY),
        (caused(OperationalError("canceling statement"), "55P03"), BUSY),
        (OperationalError("connection refused"), DOWN),
        (InterfaceError("the connection is closed"), DOWN),
        (DataError("value too long"), None),
        (ZeroDivisionError(), None),
        (None, None),
    ],
)
def test_each_failure_has_its_page(error, failure):
    assert failure_of(error) == failure


@pytest.mark.django_db
def test_attempts_that_cannot_be_counted_are_not_said_to_be_too_many(client):
    def refuse(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        response = client.post(
            reverse("account_login"), {"login": "a@exemple.fr", "password": "x" * 20}
        )

    assertContains(response, "le disque est plein", status_code=507)
