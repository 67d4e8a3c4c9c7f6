"""The whole browser is killed, as by a battery that dies: what was noted a moment before is there."""

import os
import re
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import CHROMIUM, PHONE
from tests.browser.group import (
    answer,
    colleague,
    create,
    line,
    noted,
    opened,
    present,
    saved,
    sheet,
    status,
    third_session,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start(chromium, live_server, tmp_path):
    """`start()`: a browser that has a memory of its own; again, after it was killed."""
    running = []

    def start():
        launch = chromium.browser_type.launch_persistent_context
        site = {
            "base_url": live_server.url,
            "locale": "fr-FR",
            "viewport": PHONE,
            "has_touch": True,
        }
        running.append(launch(tmp_path / "phone", **CHROMIUM, **site))
        return running[-1].new_page()

    yield start
    running[-1].close()


def kill(page, folder):
    """Without a word: every process that holds this memory."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(folder) in (process / "cmdline").read_text():
                os.kill(int(process.name), signal.SIGKILL)
    with suppress(Error):
        page.context.close()


def test_a_killed_browser_loses_nothing(start, sign_in, today, tmp_path):
    session = third_session(today)
    karim = colleague(session, "Karim", "Diallo")
    page = start()
    sign_in(page, karim)
    opened(page, session)
    page.context.set_offline(True)
    present(page, "Aminata")
    create(page, "nour")
    expect(status(page)).to_have_text(re.compile("2 modifications en attente"))

    kill(page, tmp_path)
    page = start()
    page.context.set_offline(True)
    page.goto(sheet(session))
    expect(answer(page, "Aminata").get_by_role("radio")).to_be_checked()
    expect(line(page, "Nour").get_by_text("pas encore envoyé")).to_be_visible()
    page.context.set_offline(False)
    sign_in(page, karim)
    page.reload()
    saved(page)

    assert noted(session) == {"Aminata": "present", "Nour": "present"}
