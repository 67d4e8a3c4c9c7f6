"""A copy of the database that is true at one instant, while people write; and its way back."""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo

from config.backups import Refused

# How the programs of PostgreSQL reach the database, whatever else Django asks of a connection.
LINK = ("dbname", "host", "port", "user", "service", "sslmode", "sslrootcert", "sslcert", "sslkey")
# Whoever restores is somebody else, perhaps.
OURS_ALONE = ("--no-owner", "--no-privileges")
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"


def here():
    """The one of this installation."""
    return {"sqlite": Sqlite, "postgresql": Postgres}[connection.vendor]()


@contextmanager
def another_connection():
    """On the same database: what it sees is what others have been told is saved."""
    twin = connection.copy()
    try:
        yield twin
    finally:
        twin.close()


def facts(cursor, tables):
    """Number of rows of each table, and last migration of each application."""
    counts = {}
    for (table,) in cursor.execute(tables).fetchall():
        counts[table] = cursor.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
    return counts, dict(cursor.execute(MIGRATIONS).fetchall())


def differing(counts, manifest):
    if counts != manifest.counts:
        names = sorted(
            name
            for name in counts.keys() | manifest.counts.keys()
            if counts.get(name) != manifest.counts.get(name)
        )
        raise Refused(
            _("Ces tables n’ont pas le compte annoncé : %(names)s.") % {"names": ", ".join(names)}
        )


class Sqlite:
    engine = "sqlite"
    member = "database.sqlite3"
    TABLES = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "ORDER BY name"
    )

    @property
    def path(self):
        return Path(connection.settings_dict["NAME"])

    def size(self):
        return self.path.stat().st_size

    def copy(self, path):
        """SQLite’s own copy: a `cp` of a file somebody writes to loses rows, and looks whole."""
        with another_connection() as twin, closing(sqlite3.connect(path)) as target:
            twin.ensure_connection()
            try:
                twin.connection.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.OperationalError as error:
                raise Refused(
                    _("La base n’a pas pu être copiée (%(reason)s) : y a-t-il encore de la place ?")
                    % {"reason": error}
                ) from error
            return facts(target.cursor(), self.TABLES)

    def check(self, path, manifest):
        """Refuses a copy that is damaged, or has not the rows it says."""
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            try:
                (whole,) = copy.execute("PRAGMA integrity_check").fetchone()
                orphan = copy.execute("PRAGMA foreign_key_check").fetchone()
                counts, _migrations = facts(copy.cursor(), self.TABLES)
            except sqlite3.DatabaseError as error:
                raise Refused(_("La base de la sauvegarde est abîmée.")) from error
        if whole != "ok" or orphan:
            raise Refused(_("La base de la sauvegarde est abîmée."))
        differing(counts, manifest)

    @contextmanager
    def loaded(self, path, manifest):
        """Work on the copy; it takes its place once the work is done, or nothing has changed."""
        place = self.path
        connection.close()
        connection.settings_dict["NAME"] = str(path)
        try:
            yield
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
            connection.settings_dict["NAME"] = str(place)
        # The journal of another database would be read into this one.
        for suffix in ("-journal", "-wal", "-shm"):
            place.with_name(place.name + suffix).unlink(missing_ok=True)
        path.chmod(0o600)
        os.replace(path, place)


class Postgres:
    engine = "postgresql"
    member = "database.pgdump"
    TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"

    def size(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0] // 2

    def copy(self, path):
        """pg_dump and the counts look at one and the same instant."""
        with another_connection() as twin, twin.cursor() as wrapped:
            cursor = wrapped.cursor
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            (snapshot,) = cursor.execute("SELECT pg_export_snapshot()").fetchone()
            run(
                *("pg_dump", "-Fc", *OURS_ALONE, f"--snapshot={snapshot}", f"--file={path}"),
            )
            return facts(cursor, self.TABLES)

    def check(self, path, manifest):
        """Only loading it says more: its fingerprint is right, and its list can be read."""
        run("pg_restore", "--list", path, is_connected=False)

    @contextmanager
    def loaded(self, path, manifest):
        """All of it in one transaction, then the work; others must be out, for they could sign in."""
        self.refuse_company()
        before, body, after = (path.with_suffix(f".{step}.sql") for step in ("1", "2", "3"))
        before.write_text(self.emptied())
        run("pg_restore", *OURS_ALONE, f"--file={body}", path, is_connected=False)
        after.write_text("".join(counted(*each) for each in manifest.counts.items()))
        files = [f"--file={step}" for step in (before, body, after)]
        run("psql", "-X", "-q", "--single-transaction", "-v", "ON_ERROR_STOP=1", *files)
        yield

    def refuse_company(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0]:
                raise Refused(
                    _(
                        "La base est utilisée : arrêtez le service (et l’exécutant), puis "
                        "recommencez."
                    )
                )

    def emptied(self):
        with connection.cursor() as cursor:
            cursor.execute(self.TABLES)
            names = ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
        return f"DROP TABLE {names} CASCADE;\n" if names else ""


def counted(table, number):
    return (
        f'DO $$ BEGIN IF (SELECT count(*) FROM public."{table}") <> {int(number)} THEN '
        f"RAISE EXCEPTION 'count of {table}'; END IF; END $$;\n"
    )


# -- The programs of PostgreSQL ----------------------------------------------------------------


def run(name, *arguments, is_connected=True):
    """Run one against our database; its own words when it refuses."""
    command, environment = [program(name), *map(str, arguments)], os.environ
    if is_connected:
        link = connection.get_connection_params()
        said = {name: link[name] for name in LINK if name in link}
        command.append(f"--dbname={make_conninfo(**said)}")
        # Elsewhere than in a command, that whoever lists the processes of the machine reads.
        environment = environment | {"PGPASSWORD": link.get("password") or ""}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, cwd="/"
    )
    if done.returncode:
        said = [*done.stderr.strip().splitlines(), ""]
        why = next((line for line in said if "error" in line.lower()), said[0])
        raise Refused(_("%(name)s a échoué : %(why)s") % {"name": name, "why": why})
    return done.stdout


def program(name):
    """The oldest that knows a server as recent as ours: a dump is then read back everywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        server = int(cursor.fetchone()[0]) // 10000
    installed = {
        int(path.parent.parent.name): path
        for path in Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
        if path.parent.parent.name.isdigit()
    }
    fitting = [installed[version] for version in sorted(installed) if version >= server]
    found = fitting[0] if fitting else shutil.which(name)
    if not found or version_of(found) < server:
        raise Refused(
            _("Il manque %(name)s : installez postgresql-client-%(version)d.")
            % {"name": name, "version": server}
        )
    return str(found)


def version_of(path):
    said = subprocess.run([path, "--version"], check=True, capture_output=True, text=True).stdout
    return int(re.search(r"\d+", said).group())
