"""The disk fills up under a server that people use: nothing is half-saved, and it heals alone.

Goal G14 of reliability. The disk is a small one of memory where we may mount it; elsewhere, a limit
on the size of the files the server may write does as well.
"""

import os
import resource
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager, suppress

import pytest
from django.db import connection
from django.urls import reverse

from tests.factories import (
    ParentFactory,
    PartnershipFactory,
    SessionFactory,
    SupportMeetingFactory,
    coordinator,
)
from tests.partnerships.papers import PDF, sent
from tests.serving import Server, manage, signed_in

pytestmark = [pytest.mark.deep, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]
ROOM = 30 * 1024**2


@pytest.fixture
def small_disk(tmp_path):
    """A folder, and how to fill the disk it is on for as long as one wants."""
    folder = tmp_path / "disque"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder]
    is_mounted = os.geteuid() == 0 and subprocess.run(mount, check=False).returncode == 0
    yield folder, full_of_zeros if is_mounted else limited
    if is_mounted:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def static(tmp_path):
    manage("collectstatic", "--no-input", VAR_DIR=tmp_path)
    return tmp_path / "static"


@contextmanager
def full_of_zeros(folder, server):
    path = folder / "encombrant"
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    assert shutil.disk_usage(folder).free < 4096
    yield
    path.unlink()


@contextmanager
def limited(folder, server):
    before = resource.RLIM_INFINITY
    for pid in server.workers:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before))
    yield
    for pid in server.workers:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (before, before))


def everything(path):
    """Each row of the product; not those of the cache, nor who is signed in."""
    with closing(sqlite3.connect(path)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("PRAGMA foreign_key_check").fetchall() == []
        lines = copy.iterdump()
        return [line for line in lines if '"django_' not in line and '"usersessions_' not in line]


def test_a_full_disk_refuses_each_act_whole_shows_every_page_and_heals_alone(small_disk, static):
    folder, full = small_disk
    session = SessionFactory()
    lead = session.workshop.programme.lead
    someone = coordinator(lead, password="une phrase de passe longue")
    parents = ParentFactory.create_batch(3, family__structure=lead)
    family = parents[0].family
    support = SupportMeetingFactory(parent=parents[0], author=someone)
    cookie = signed_in(someone)
    partnership = PartnershipFactory(parties=[lead])
    media, database = folder / "media", folder / "trait-d-union.sqlite3"
    with closing(sqlite3.connect(database)) as target:
        connection.connection.backup(target)
    sheet = reverse("workshops:session_sheet", args=[session.pk])
    acts = [
        (sheet, {f"attendance-{parents[0].pk}": "present"}),
        (sheet, {f"attendance-{parents[1].pk}": "absent"}),
        (sheet, {"head_count-parents": "7", "seen-head_count-parents": "0 "}),
        (reverse("workshops:session_add", args=[session.pk]), {"create": "Amina Nouvelle"}),
        (sheet, {f"attendance-{parents[2].pk}": "present", "act": "close"}),
        (reverse("families:parent_create", args=[family.pk]), {"first_name": "Autre"}),
        (reverse("families:parent_edit", args=[parents[1].pk]), {"first_name": "Changée"}),
        (
            reverse("families:family_keep", args=[family.pk]),
            {"kept_until": "2027-06-01", "kept_because": "Contentieux"},
        ),
        (
            reverse("partnerships:document_create", args=[partnership.pk]),
            {"kind": "charter", "paper": sent(PDF)},
        ),
        (reverse("language_choose"), {"language": "en"}),
        (reverse("account_logout"), {}),
    ]
    pages = [
        *("/", sheet, reverse("workshops:session_list"), reverse("families:parent_list")),
        reverse("workshops:session_detail", args=[session.pk]),
        reverse("families:family_detail", args=[family.pk]),
    ]
    # Reading these leaves a line: without it, they are not shown.
    traced = reverse("families:support_detail", args=[support.pk])
    before = everything(database)
    # What is served never changes, and is not what fills a disk.
    (folder / "static").symlink_to(static)
    with Server(
        workers=1, VAR_DIR=folder, DATABASE_URL=f"sqlite:///{database}", SECOND_FACTOR="nobody"
    ) as server:
        with full(folder, server):
            refused = [server.post(address, cookie, data) for address, data in acts]
            login = {"login": someone.email, "password": "une phrase de passe longue"}
            refused.append(server.post(reverse("account_login"), "", login))
            refused.append(server.get(traced, cookie))
            read = [server.get(page, cookie)[0] for page in pages]

        assert [status for status, _said, _headers in refused] == [507] * len(refused)
        assert all("le disque est plein" in said.decode() for _status, said, _headers in refused)
        assert read == [200] * len(pages)
        assert everything(database) == before
        assert [path for path in media.rglob("*") if path.is_file()] == []
        answered = [server.post(address, cookie, data)[0] for address, data in acts]

    assert answered == [302] * len(acts)
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1
    with closing(sqlite3.connect(database)) as copy:
        rows = copy.execute("SELECT parent_id, status FROM workshops_attendance ORDER BY id")
        newcomer = parents[-1].pk + 1
        assert rows.fetchall() == [
            (parents[0].pk, "present"),
            (parents[1].pk, "absent"),
            (newcomer, "present"),
            (parents[2].pk, "present"),
        ]
