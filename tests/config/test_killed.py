"""The server is killed again and again while people write: whatever it said was saved, is.

Goals G11 and G13 of reliability: 2 000 acknowledged saves, 20 kills, and the backups made meanwhile.
"""

import json
import sqlite3
import threading
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPException

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import ParentFactory, SessionFactory, WorkshopFactory, facilitator
from tests.serving import Server, address_of, manage, pause, signed_in
from workshops.models import Attendance

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]
SAVES, KILLS, WRITERS = 2_000, 20, 8
SESSIONS, PARENTS = 80, 45
# Of the kills, those of the whole server: as when the power goes, somebody starts it again.
EVERYTHING = (4, 9, 14, 19)
BACKED_UP = (7, 15)
# Of the copies that any program makes: bytes read at once, seconds between; a slow memory stick.
COPIES, SLICE, BETWEEN = 5, 64 * 1024, 0.01
ROWS = """
import json
from workshops.models import Attendance
print(json.dumps(list(Attendance.objects.values_list("session_id", "parent_id"))))
"""


class Writer(threading.Thread):
    """Ticks one person after another; remembers what it was told is saved."""

    def __init__(self, server, user, cells):
        super().__init__()
        self.server, self.cells, self.saved = server, cells, []
        self.cookie, self.is_over = signed_in(user), False

    def run(self):
        for session, parent in self.cells:
            said = self.tick(session, parent)
            if said is None:
                return
            # A conflict: the tick that nobody answered had been saved.
            if not said["conflicts"]:
                self.saved.append((session.pk, parent.pk))

    def tick(self, session, parent):
        """The answer, however often it must be asked for; None when it is time to stop."""
        change = {
            f"attendance-{parent.pk}": "present",
            f"seen-attendance-{parent.pk}": "0 ",
        }
        while not self.is_over:
            try:
                status, said = self.server.save(session, self.cookie, change)
            except (OSError, HTTPException):
                pause(0.05)
                continue
            assert status == 200, said
            assert said["refusals"] == {}
            return said
        return None


@contextmanager
def writing(server):
    workshop = WorkshopFactory()
    lead = workshop.programme.lead
    sessions = SessionFactory.create_batch(SESSIONS, workshop=workshop)
    parents = ParentFactory.create_batch(PARENTS, family__structure=lead)
    writers = [
        Writer(
            server,
            facilitator(lead, workshop),
            [(session, parent) for session in sessions[number::WRITERS] for parent in parents],
        )
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    try:
        yield writers
    finally:
        for writer in writers:
            writer.is_over = True
        for writer in writers:
            writer.join()


def saved(writers):
    return {cell for writer in writers for cell in list(writer.saved)}


@contextmanager
def place(tmp_path, number):
    """An empty installation beside: what its processes need to know."""
    name, folder = f"ailleurs_{number}", tmp_path / f"ailleurs_{number}"
    if connection.vendor == "sqlite":
        yield {"VAR_DIR": folder, "DATABASE_URL": address_of(folder / "trait-d-union.sqlite3")}
        return
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield {"VAR_DIR": folder, "DATABASE_URL": address_of(name)}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_what_was_acknowledged_outlives_kills_and_is_in_the_backups(tmp_path):
    backups, returns = [], []
    with ExitStack() as stack:
        server = stack.enter_context(Server(workers=2))
        writers = stack.enter_context(writing(server))
        for turn in range(KILLS):
            while len(saved(writers)) < SAVES // KILLS * (turn + 1):
                assert all(writer.is_alive() for writer in writers)
                pause(0.02)
            if turn in BACKED_UP:
                before, folder = saved(writers), tmp_path / str(turn)
                call_command("backup", folder, verbosity=0)
                backups.append((before, *folder.iterdir()))
            if turn in EVERYTHING:
                server.kill()
                server.start()
            else:
                server.kill_workers()
                returns.append(server.wait())

    told, kept = saved(writers), set(Attendance.objects.values_list("session_id", "parent_id"))
    assert len(told) >= SAVES
    assert told - kept == set()
    # The others waited for whatever else the machine was doing.
    assert min(returns) < 5
    connection.check_constraints()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert len(backups) == len(BACKED_UP)
    for number, (before, path) in enumerate(backups):
        with place(tmp_path, number) as elsewhere:
            manage("restore", path, **elsewhere)
            rows = {
                tuple(row)
                for row in json.loads(manage("shell", "--no-imports", "-c", ROWS, **elsewhere))
            }
        assert before - rows == set()


def is_true(path, before):
    """Whole, for SQLite, and holding everything that was saved before it was begun."""
    with closing(sqlite3.connect(path)) as copy:
        try:
            is_whole = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = copy.execute("SELECT session_id, parent_id FROM workshops_attendance")
            return is_whole and before <= set(rows)
        except sqlite3.DatabaseError:
            return False


@pytest.mark.sqlite
def test_a_file_that_is_merely_copied_while_people_write_is_not_a_backup(tmp_path):
    found = []
    with ExitStack() as stack:
        server = stack.enter_context(Server(workers=2))
        writers = stack.enter_context(writing(server))
        for number in range(COPIES):
            while len(saved(writers)) < 50 * (number + 1):
                pause(0.02)
            before, path = saved(writers), tmp_path / f"{number}.sqlite3"
            with open(connection.settings_dict["NAME"], "rb") as source, path.open("wb") as target:
                while piece := source.read(SLICE):
                    target.write(piece)
                    pause(BETWEEN)
            found.append(is_true(path, before))

    assert False in found
