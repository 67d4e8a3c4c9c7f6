"""The database goes away, or is held by somebody else: a page says so, and nobody starts anything again."""

import sqlite3
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from tests.factories import ParentFactory, SessionFactory, facilitator
from tests.serving import Server, manage, signed_in

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]
SAYS = "La plateforme ne répond pas pour l’instant"


@pytest.fixture
def server(tmp_path):
    manage("collectstatic", "--no-input", VAR_DIR=tmp_path)
    with Server(workers=1, VAR_DIR=tmp_path) as server:
        yield server


@contextmanager
def gone():
    """Nobody enters the database any more, and whoever was in is out."""
    name = connection.settings_dict["NAME"]
    link = connection.get_connection_params() | {"dbname": "postgres"}
    said = {key: link[key] for key in ("dbname", "host", "user", "password", "port") if key in link}
    connection.close()
    with psycopg.connect(**said, autocommit=True) as beside:
        beside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        beside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            beside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@contextmanager
def held():
    """Somebody else writes, and does not end."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


@pytest.mark.postgres
def test_a_database_that_went_away_is_told_and_found_again(server):
    session = SessionFactory()
    lead = session.workshop.programme.lead
    cookie = signed_in(facilitator(lead, session.workshop))
    sheet = reverse("workshops:session_sheet", args=[session.pk])
    line = {f"attendance-{ParentFactory(family__structure=lead).pk}": "present"}
    before = server.get(sheet, cookie)[0]

    with gone():
        found = [server.get(sheet, cookie), server.post(sheet, cookie, line)]
        health = server.get("/sante/")[0]
    after = [server.get(sheet, cookie)[0], server.post(sheet, cookie, line)[0]]

    assert [status for status, _said, _headers in found] == [503, 503]
    assert [SAYS in said.decode() for _status, said, _headers in found] == [True, True]
    assert [headers["Retry-After"] for _status, _said, headers in found] == ["30", "30"]
    assert (before, health, after) == (200, 503, [200, 302])
    assert session.attendances.count() == 1


@pytest.mark.sqlite
def test_a_database_that_somebody_holds_is_read_and_is_written_once_released(server):
    session = SessionFactory()
    lead = session.workshop.programme.lead
    cookie = signed_in(facilitator(lead, session.workshop))
    sheet = reverse("workshops:session_sheet", args=[session.pk])
    line = {f"attendance-{ParentFactory(family__structure=lead).pk}": "present"}

    with held():
        read = server.get(sheet, cookie)[0]
        status, said, headers = server.post(sheet, cookie, line)
    after = server.post(sheet, cookie, line)[0]

    assert (read, status, headers["Retry-After"], after) == (200, 503, "5", 302)
    assert SAYS in said.decode()
    assert session.attendances.count() == 1
