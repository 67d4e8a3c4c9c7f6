"""The product served over HTTP by processes of its own, to kill and to start again.

They work on the database of the test, or on another one beside it.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, Client, encode_multipart
from django.urls import reverse

PATIENCE = 60


def address_of(name):
    """The DATABASE_URL of a database beside that of the test, whatever the engine."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def environment(**more):
    """Of a process of the product that works on the database of the test, or on another."""
    return os.environ | {
        "DATABASE_URL": address_of(connection.settings_dict["NAME"]),
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "127.0.0.1",
        **{name: str(value) for name, value in more.items()},
    }


def manage(*arguments, **more):
    """What a command said; it must succeed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env=environment(**more),
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Server:
    """gunicorn, as docs/installation.md starts it; `more` goes to its environment.

    In a group that dies together, however the test ends: `with Server() as server`.
    """

    def __init__(self, workers=3, threads=4, **more):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.command = [
            *(sys.executable, "-m", "gunicorn", "config.wsgi", "-k", "gthread"),
            *("-w", str(workers), "--threads", str(threads), "-b", f"127.0.0.1:{self.port}"),
            *("--log-level", "critical", "--no-control-socket"),
        ]
        self.environment = environment(**more)

    def __enter__(self):
        # Its own: whoever reads what the tests say would wait for a server that outlives them.
        self.log = tempfile.TemporaryFile()
        self.start()
        return self

    def __exit__(self, *reason):
        self.kill()
        self.log.close()

    def start(self):
        """In how many seconds it answers."""
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        return self.wait()

    def wait(self):
        """Until it answers; in how many seconds."""
        began = time.monotonic()
        while not self.answers():
            assert time.monotonic() - began < PATIENCE, self.said()
            pause(0.05)
        return time.monotonic() - began

    def said(self):
        self.log.seek(0)
        return self.log.read().decode()

    def answers(self):
        try:
            return self.get("/sante/")[0] == http.client.OK
        except (OSError, http.client.HTTPException):
            return False

    @property
    def workers(self):
        pid = self.process.pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill_workers(self):
        for pid in self.workers:
            os.kill(pid, signal.SIGKILL)

    def kill(self):
        """Everything at once, as when the power goes; nothing starts again by itself."""
        # The group: a worker that was being born would keep the port.
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    # -- Whoever asks ----------------------------------------------------------------------------

    def ask(self, method, address, body=None, **headers):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            link.request(method, address, body, headers)
            answer = link.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            link.close()

    def get(self, address, cookie=""):
        return self.ask("GET", address, Cookie=f"{settings.SESSION_COOKIE_NAME}={cookie}")

    def post(self, address, cookie, data, **headers):
        """A form, in parts when it holds a file."""
        token, kind, body = "t" * 32, "application/x-www-form-urlencoded", urlencode(data)
        if files := [value for value in data.values() if isinstance(value, UploadedFile)]:
            for file in files:
                file.seek(0)
            kind, body = MULTIPART_CONTENT, encode_multipart(BOUNDARY, data)
        return self.ask(
            *("POST", address, body),
            **{
                "Content-Type": kind,
                "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; csrftoken={token}",
                "X-CSRFToken": token,
                **headers,
            },
        )

    def save(self, session, cookie, changes):
        """A POST as the sheet of a phone sends it; its status and its answer."""
        address = reverse("workshops:session_sheet", args=[session.pk])
        status, said, _headers = self.post(address, cookie, changes, Accept="application/json")
        return status, json.loads(said) if status == http.client.OK else said


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def pause(seconds):
    threading.Event().wait(seconds)
