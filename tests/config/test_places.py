"""The data is neither on a disk that loses it, nor in a folder that everybody may enter."""

import logging

import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from config import environment, places

MOUNTS = """\
rootfs / rootfs rw 0 0
/dev/vda / ext4 rw,relatime 0 0
nas:/partage /mnt/nas nfs4 rw,vers=4.2 0 0
//nas/Centre\\040social /mnt/Centre\\040social cifs rw 0 0
/dev/vdb /mnt/nas/ici ext4 rw 0 0
"""


@pytest.fixture
def mounts(tmp_path):
    path = tmp_path / "mounts"
    path.write_text(MOUNTS)
    return path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("/var/lib/base.sqlite3", "ext4"),
        ("/mnt/nas/base.sqlite3", "nfs4"),
        ("/mnt/nas/ici/base.sqlite3", "ext4"),
        ("/mnt/nasse/base.sqlite3", "ext4"),
        ("/mnt/Centre social/base.sqlite3", "cifs"),
    ],
)
def test_the_disk_of_a_file_is_the_nearest(mounts, name, kind):
    assert environment.filesystem(environment.Path(name), mounts) == kind


@pytest.mark.parametrize("name", ["/mnt/nas/base.sqlite3", "/mnt/Centre social/base.sqlite3"])
def test_sqlite_is_refused_on_a_shared_disk_with_what_to_do(monkeypatch, mounts, name):
    monkeypatch.setattr(environment, "MOUNTS", mounts)
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": name}

    with pytest.raises(ImproperlyConfigured, match="disque partagé .* prenez PostgreSQL"):
        environment.database(sqlite, test_file="")

    assert environment.database(sqlite, test_file="", is_open=True)["NAME"] == name
    here = environment.database(sqlite | {"NAME": "/var/base.sqlite3"}, test_file="")
    assert here["NAME"] == "/var/base.sqlite3"


def test_a_system_that_does_not_list_its_disks_refuses_nothing(tmp_path):
    assert environment.filesystem(tmp_path, tmp_path / "absent") == ""


@pytest.mark.parametrize(("mode", "is_open"), [(0o755, True), (0o701, True), (0o750, False)])
def test_a_folder_that_everybody_may_enter_is_told_with_what_to_type(
    settings, tmp_path, caplog, mode, is_open
):
    settings.VAR_DIR = tmp_path
    tmp_path.chmod(mode)

    found = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)
    with caplog.at_level(logging.WARNING, "config.places"):
        places.warn()

    ours = [error.msg for error in found if error.id == "config.E001"]
    assert ours == [record.getMessage() for record in caplog.records]
    assert [words.endswith(f"chmod o-rwx {tmp_path}") for words in ours] == [True] * is_open


def test_a_folder_that_is_not_there_yet_is_nobody_s(tmp_path):
    assert places.opening(tmp_path / "absent") == ""
