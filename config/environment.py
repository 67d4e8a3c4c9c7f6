"""What the environment may ask for, and what is refused: settings.py reads through these."""

import re
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}
KEY_OF_TESTS = "only-for-tests-and-for-debugging-on-ones-own-machine-0123456789"
SHORTEST_KEY = 40
SECOND_FACTORS = ("administrators", "readers", "nobody")
MOUNTS = Path("/proc/mounts")
# SQLite counts on locks that these do not keep. Source: https://sqlite.org/whentouse.html
SHARED = {
    *("9p", "afs", "ceph", "cifs", "gfs2", "glusterfs", "ncpfs", "nfs", "nfs4", "ocfs2"),
    *("smb3", "smbfs", "vboxsf", "vmhgfs"),
    *("fuse.ceph", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "fuse.vmhgfs-fuse"),
}


def secret_key(given, *, may_miss):
    """The key given; one that everybody knows only where nothing is at stake (`may_miss`)."""
    if not given and may_miss:
        return KEY_OF_TESTS
    if not given:
        raise ImproperlyConfigured("SECRET_KEY is missing: give a random one of 50 characters.")
    if len(given) < SHORTEST_KEY:
        raise ImproperlyConfigured("SECRET_KEY is too short: give a random one of 50 characters.")
    return given


def second_factor(given, *, is_demo):
    """Whose sign-in asks for a second factor; nobody’s in the demonstration, open to everybody."""
    if given not in SECOND_FACTORS:
        raise ImproperlyConfigured(f"SECOND_FACTOR is one of: {', '.join(SECOND_FACTORS)}.")
    return "nobody" if is_demo else given


def answers_nobody(arguments):
    """`manage.py makemigrations` reads the models: it signs nothing, and needs no key."""
    return arguments[1:2] == ["makemigrations"]


def hosts(given, *, is_open):
    """The hosts answered to; with DEBUG or the demonstration (`is_open`), this machine alone."""
    if "*" in given:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS=* is refused: name the hosts this site answers to."
        )
    if is_open and not is_local(given):
        raise ImproperlyConfigured(
            "DEMO and DEBUG are for this machine: ALLOWED_HOSTS goes further."
        )
    return given


def is_local(given):
    return set(given) <= LOCAL_HOSTS


def refuse_shared(path: Path) -> None:
    """Refuses (ImproperlyConfigured) a SQLite file on a disk that other machines write to."""
    kind = filesystem(path, MOUNTS)
    if kind in SHARED:
        raise ImproperlyConfigured(
            f"La base SQLite {path} serait sur un disque partagé ({kind}), où SQLite perd des "
            "données. Mettez-la sur un disque de cette machine (VAR_DIR, ou DATABASE_URL), ou "
            "prenez PostgreSQL : docs/installation.md."
        )


def filesystem(path: Path, mounts: Path) -> str:
    """« ext4 »; empty where the system does not say (elsewhere than Linux)."""
    path, kinds = path.resolve(), {}
    for line in mounts.read_text().splitlines() if mounts.exists() else ():
        _device, place, kind, *_options = line.split(" ")
        # A later one hides those that were mounted at the same place.
        kinds[Path(re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), place))] = kind
    return next((kinds[place] for place in (path, *path.parents) if place in kinds), "")


def sqlite_journal(version=sqlite3.sqlite_version_info):
    """WAL only where the library has the WAL-reset fix; Debian 12 has not, hence TRUNCATE.

    Source: https://sqlite.org/wal.html, "the WAL-reset bug" (3.7.0 to 3.51.2).
    """
    fixed = (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )
    return "WAL" if fixed else "TRUNCATE"


def database(given, test_file, *, is_open=False):
    """The connection of that URL, made safe: one writer at a time, nothing lost, nothing left.

    Refuses (ImproperlyConfigured) SQLite on a shared disk, but where nothing is at stake (`is_open`).
    """
    if given["ENGINE"] != "django.db.backends.sqlite3":
        # Compiling a query (jit) takes longer than any of ours takes to run.
        options = {"options": "-c jit=off", "connect_timeout": 5} | given.get("OPTIONS", {})
        return given | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    if not is_open:
        refuse_shared(Path(given.get("NAME", "")))
    return given | {
        "OPTIONS": {
            # IMMEDIATE: a transaction that reads then writes waits its turn instead of failing.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode={sqlite_journal()}; PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
            ),
        },
        # A file, so that the threads of live_server share it.
        "TEST": {"NAME": test_file},
    }


def tasks(*, has_worker):
    """Long work waits in the database for `manage.py db_worker`; without one it is done at once."""
    queued = "django_tasks_db.DatabaseBackend"
    immediate = "django_tasks.backends.immediate.ImmediateBackend"
    return {"default": {"BACKEND": queued if has_worker else immediate}}


def logging(kind, *, debug):
    """One line a fact, in words that name nobody (config/logs.py); a developer sees everything."""
    if kind not in {"json", "text"}:
        raise ImproperlyConfigured("LOG_FORMAT is json or text.")
    handler = {"class": "logging.StreamHandler"}
    if debug:
        handlers, loggers = {"console": handler}, {}
    else:
        letter = {"class": "config.logs.Letter", "level": "ERROR", "formatter": "text"}
        handlers = {"console": handler | {"formatter": kind}, "letter": letter}
        loggers = {"django": {"handlers": ["letter"], "level": "WARNING"}}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "config.logs.JsonLines"},
            "text": {"()": "config.logs.PlainLines"},
        },
        "handlers": handlers,
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": loggers,
    }


# -- What several machines share ---------------------------------------------------------------

CACHES = {
    "dbcache": ("django.core.cache.backends.db.DatabaseCache", None),
    "redis": ("django.core.cache.backends.redis.RedisCache", "redis"),
    "rediss": ("django.core.cache.backends.redis.RedisCache", "redis"),
    "memcached": ("django.core.cache.backends.memcached.PyMemcacheCache", "pymemcache"),
}


def cache(url):
    """The sign-in limits live there, so every process must read the same: memory is refused."""
    parts = urlsplit(url)
    if parts.scheme not in CACHES:
        raise ImproperlyConfigured(
            "CACHE_URL : dbcache://table, redis://machine:6379/0 ou memcached://machine:11211."
        )
    backend, library = CACHES[parts.scheme]
    needs(library, "CACHE_URL")
    is_named = parts.scheme in ("dbcache", "memcached")
    return {"BACKEND": backend, "LOCATION": parts.netloc if is_named else url}


def files(url):
    """Where documents go: the disk (no URL), or s3://bucket/folder?endpoint=…&region=….

    The keys are read by the library itself, from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
    """
    if not url:
        return {"BACKEND": "config.files.WholeFiles"}
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme != "s3" or not parts.netloc or set(asked) - {"endpoint", "region"}:
        raise ImproperlyConfigured("FILES_URL : s3://seau/dossier?endpoint=https://…&region=…")
    needs("storages", "FILES_URL")
    options = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "endpoint_url": asked.get("endpoint"),
        "region_name": asked.get("region"),
        # Nobody reads them but through our pages, and none replaces another.
        "default_acl": None,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def needs(library, variable):
    if library and not find_spec(library):
        raise ImproperlyConfigured(
            f"{variable} demande la bibliothèque « {library} », qui n’est pas installée : "
            "pip install --require-hashes -r requirements-s3.txt (docs/installation.md)."
        )
