"""What the commands of bin/ answer when they cannot do what they are asked."""

import shutil
import socket
import subprocess
import sys

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR


def run(*command, **environment):
    answer = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", **environment},
    )
    return answer.returncode, (answer.stdout + answer.stderr).splitlines()


@pytest.mark.parametrize("port", ["80", "65536", "huit mille"])
def test_run_refuses_a_port_it_cannot_serve(port):
    status, (sentence,) = run(ROOT / "bin" / "run", PORT=port)

    assert status == 2
    assert sentence == f"✗ PORT doit être un nombre de 1024 à 65535 : « {port} » ne convient pas."


def test_run_says_that_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        status, (sentence,) = run(ROOT / "bin" / "run", PORT=port)

    assert status == 5
    assert sentence.startswith(f"✗ Le port {port} est déjà pris")


def test_run_knows_one_option():
    assert run(ROOT / "bin" / "run", "--rest") == (2, ["✗ Usage : [PORT=8000] bin/run [--reset]"])


@pytest.fixture
def project(tmp_path):
    """Enough of the project for bin/vendor."""
    for name in ("bin/vendor", "vendor.toml", "vendor.lock"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for line in (ROOT / "vendor.lock").read_text().splitlines():
        name = line.split("  ")[1]
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def check(project):
    return run(sys.executable, project / "bin" / "vendor", "--check")


def test_vendor_finds_the_files_as_they_came(project):
    assert check(project) == (0, [])


def test_vendor_sees_a_file_that_changed(project):
    (project / "tests/browser/vendor/axe.min.js").write_text("")

    assert check(project) == (1, ["tests/browser/vendor/axe.min.js: changed since"])


def test_vendor_sees_a_file_that_went_and_one_that_came(project):
    (project / "tests/browser/vendor/axe.min.js").rename(project / "tests/browser/vendor/a.js")

    status, faults = check(project)

    assert status == 1
    assert faults == [
        "tests/browser/vendor/axe.min.js: missing, run bin/vendor",
        "tests/browser/vendor/a.js: nobody vendored it",
    ]


def test_vendor_sees_that_the_list_and_the_lock_differ(project):
    with (project / "vendor.toml").open("a") as file:
        file.write('"axe.js" = "static/vendor/axe.js"\n')

    assert check(project) == (
        1,
        ["static/vendor/axe.js: in vendor.toml or vendor.lock, not in both"],
    )
