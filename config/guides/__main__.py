"""bin/guides: tells the demonstration, walks through it, and leaves the pictures in docs/images."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from config.guides.browser import CHROMIUM
from config.guides.hands import Visitor
from config.guides.walks import WALKS

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "images"
PATIENCE = 180


@contextmanager
def demonstration(folder):
    """The address of the demonstration, served from that folder until one is done with it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DEMO": "1",
        "DEBUG": "0",
        "VAR_DIR": folder,
        "EMAIL_URL": f"filemail:///{folder}/mails",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, env=environment, check=True)
    serve = [sys.executable, "-m", "config.guides.server", str(port)]
    server = subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL)
    try:
        site = f"http://127.0.0.1:{port}"
        wait_for(site, server)
        yield site
    finally:
        server.terminate()
        server.wait()


def wait_for(site, server):
    for _second in range(PATIENCE):
        if server.poll() is not None:
            sys.exit(f"the demonstration stopped: status {server.returncode}")
        try:
            return urllib.request.urlopen(f"{site}/sante/")
        except OSError:
            time.sleep(1)
    sys.exit("the demonstration does not answer")


def main(wanted):
    """Every walk, or those named."""
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(folder) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**CHROMIUM)
        visitor = Visitor(browser, site, PICTURES, Path(folder) / "mails")
        for walk in WALKS:
            if not wanted or walk.__name__ in wanted:
                sys.stderr.write(f"▸ {walk.__doc__ or walk.__name__}\n")
                walk(visitor)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
