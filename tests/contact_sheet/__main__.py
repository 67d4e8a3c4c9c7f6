"""bin/contact-sheet: the demonstration, a server, a browser, and a picture of every page."""

import argparse
import logging
import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import sync_playwright

# Playwright keeps an event loop in this thread; Django would take us for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.guides.browser import CHROMIUM
from tests.contact_sheet import drafts, letters, pictures, walk, whose


def arguments():
    parser = argparse.ArgumentParser(prog="bin/contact-sheet", description=__doc__)
    parser.add_argument("--widths", default="360,1280", help="pixels, with commas")
    parser.add_argument("--only", default="", help="pages whose name or address holds this pattern")
    parser.add_argument("--empty", action="store_true", help="on an installation without any data")
    parser.add_argument("--roles", default="main", help="main, all, or accounts with commas")
    parser.add_argument("--out", default=os.environ.get("CONTACT_SHEET", "var/contact-sheet"))
    return parser.parse_args()


def main():
    asked = arguments()
    widths = [int(width) for width in asked.widths.split(",")]
    out = Path(asked.out)
    out.mkdir(parents=True, exist_ok=True)
    logging.disable(logging.ERROR)  # refusals are part of the walk
    prepare()
    accounts = whose.newcomers() if asked.empty else whose.demonstration()
    starts = [] if asked.empty else prepared(accounts)
    found, unreached = walk.everything(accounts, starts, asked.empty)
    wanted = [page for page in chosen(found, asked.roles) if re.search(asked.only, " ".join(page))]
    print(f"{len(wanted)} pages", flush=True)
    with served() as site:
        taken = photographed(site, out, widths, accounts, wanted)
    for width in widths:
        pictures.montages(taken, out, width)
    pictures.index(taken, out, widths)
    is_whole = not (asked.empty or asked.only)
    lines = pictures.said(taken, unreached if is_whole else [])
    print("\n".join(lines) or "Nothing to say of them.")
    print(f"{len(taken)} pages: {out / 'index.html'}")


def prepare():
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def prepared(accounts):
    """What the demonstration leaves for somebody to begin, and the addresses only a letter tells."""
    drafts.begun(accounts["coordination"], timezone.localdate())
    return list(letters.written(accounts))


def chosen(found, roles):
    if roles == "all":
        return [page for own in found.values() for page in own]
    main = walk.of_main_roles(found)
    main += walk.shown_otherwise(main)
    main += [
        walk.Page("error 403", "ecole", "/structures/nouvelle/"),
        walk.Page("error 404", "coordination", "/nulle-part/"),
        walk.Page("error 500", "anonymous", "/erreur-500/"),
    ]
    if roles == "main":
        return main
    return [page for page in main if page.role in roles.split(",")]


@contextmanager
def served():
    """The product as installed, on a free port: it is ours first, so nobody waits for it to open."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--no-control-socket"]
        command += ["-k", "gthread", "-w", "1", "--threads", "4", "-b", f"fd://{door.fileno()}"]
        server = subprocess.Popen(command, pass_fds=[door.fileno()], stderr=subprocess.DEVNULL)
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.terminate()
            server.wait()


def photographed(site, out, widths, accounts, pages):
    cookies = {role: cookie_of(user) for role, user in accounts.items()}
    broken = pictures.error_500()
    taken, windows = [], {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        studio = pictures.Studio(browser, site, out, widths)
        for page in pages:
            if page.role not in windows:
                windows[page.role] = studio.window(cookies[page.role])
            body = broken if page.name == "error 500" else None
            taken.append(studio.take(windows[page.role], page, body))
        browser.close()
    return taken


def cookie_of(user):
    if user is None:
        return None
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return name, client.cookies[name].value


if __name__ == "__main__":
    main()
