"""What the bench holds: throw-away databases, a process and a server on each."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PATIENCE = 60


@dataclass
class Base:
    """One database at one scale, filled; its worker and its server start when asked for."""

    engine: str
    scale: str
    url: str
    folder: Path

    @property
    def name(self):
        """« sqlite », « sqlite, L »: the smallest scale goes without saying."""
        return self.engine if self.scale == "S" else f"{self.engine}, {self.scale}"

    @property
    def environment(self):
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.bench.settings",
            "DATABASE_URL": self.url,
            "VAR_DIR": str(self.folder),
        }

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def fill(self):
        self.folder.mkdir()
        self.manage("migrate", "--no-input", "--verbosity", "0")
        self.manage("createcachetable", "--verbosity", "0")
        self.manage("collectstatic", "--no-input", "--verbosity", "0")
        self.manage("bench_data", "--scale", self.scale)

    @cached_property
    def worker(self):
        return subprocess.Popen(
            [sys.executable, "manage.py", "bench_worker", str(self.folder)],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *case):
        """The answer of the worker to a case; a worker that stopped has said why above."""
        self.worker.stdin.write(json.dumps(case) + "\n")
        self.worker.stdin.flush()
        line = self.worker.stdout.readline()
        if not line:
            raise SystemExit(f"✗ {self.engine} {self.scale} : le cas {case} s’est arrêté.")
        return json.loads(line)

    @cached_property
    def told(self):
        return self.ask("told")

    @cached_property
    def server(self):
        return Server(self.environment)

    def stop(self):
        for name in ("worker", "server"):
            if name in vars(self):
                process = vars(self)[name]
                process.terminate()
                process.wait()


class Server:
    """The product over HTTP as bin/run serves it, and one connection kept open to it."""

    def __init__(self, environment):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        address = f"127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "config.wsgi", "-k", "gthread", "-w", "1"),
                *("--threads", "8", "-b", address, "--log-level", "warning"),
                *("--keep-alive", "75", "--no-control-socket"),
            ],
            env=environment,
        )
        self.terminate, self.wait = self.process.terminate, self.process.wait
        self.connection = http.client.HTTPConnection(address, timeout=PATIENCE)

    def when_ready(self):
        """Its first answer, whatever the time it takes to start."""
        last = time.monotonic() + PATIENCE
        while True:
            try:
                self.get("/sante/", "")
                return self
            except ConnectionRefusedError:
                self.connection.close()
                if time.monotonic() > last:
                    raise
                time.sleep(0.1)

    def get(self, path, cookies):
        """Seconds from the request to the last byte of a good answer."""
        headers = {"Cookie": cookies, "Accept": "text/html", "Accept-Encoding": "identity"}
        start = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        response = self.connection.getresponse()
        self.said = response.read()
        seconds = time.perf_counter() - start
        if response.status != http.client.OK:
            raise SystemExit(f"✗ GET {path} : {response.status}")
        return seconds

    def body(self, path, cookies=""):
        self.get(path, cookies)
        return self.said


def start(module):
    """Seconds for a fresh interpreter to be ready with it; what it would then put away is not counted."""
    begun = time.perf_counter()
    environment = os.environ | {"DATABASE_URL": "sqlite://:memory:"}
    ready = f"import os, {module}; os._exit(0)"
    subprocess.run([sys.executable, "-W", "ignore", "-c", ready], check=True, env=environment)
    return time.perf_counter() - begun
