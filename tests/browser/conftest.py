"""A real Chromium against the real server; a page may not complain, fail, nor leave the site."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error, expect, sync_playwright

from config.guides.browser import CHROMIUM

# Playwright keeps an event loop in this thread; Django would take the tests for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A machine that does three things at once answers late; what is green does not wait.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)

HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe.min.js").read_text()
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # The server answers from other threads: they see only what is committed.
            item.add_marker(pytest.mark.django_db(transaction=True))


class Watch:
    """What went wrong on the pages of one test, but for what the test says it provokes."""

    def __init__(self, site):
        self.site = site
        self.seen = []
        self.expected = ["Service Worker registration blocked"]

    def follow(self, page):
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        page.on("requestfailed", self.on_failure)
        page.on("request", self.on_request)

    def on_console(self, message):
        if message.type in {"error", "warning"}:
            self.seen.append(f"console: {message.text}")

    def on_failure(self, request):
        """A file that was still coming when somebody went to the next page did not fail."""
        if request.failure != "net::ERR_ABORTED":
            self.seen.append(f"failed: {request.url}")

    def on_request(self, request):
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.seen.append(f"elsewhere: {request.url}")

    def expect(self, pattern):
        """A refusal that the test provokes on purpose is written in the console by Chromium."""
        self.expected.append(pattern)

    @property
    def problems(self):
        return [
            problem
            for problem in self.seen
            if not any(re.search(pattern, problem) for pattern in self.expected)
        ]


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def watch(live_server):
    return Watch(live_server.url)


@pytest.fixture
def open_page(chromium, live_server, watch):
    """Open a page in a browser of its own: a size, and any option of Playwright's contexts."""
    contexts = []

    def open_page(viewport=PHONE, **options):
        # The worker has its own tests (test_offline*.py); elsewhere a test sees each request.
        options.setdefault("service_workers", "block")
        context = chromium.new_context(
            base_url=live_server.url,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            viewport=viewport,
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watch.problems == []


@pytest.fixture
def page(open_page):
    """A phone, since that is where most of the work is done."""
    return open_page(PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def phone(open_page, watch):
    """A phone whose browser has service workers, as in life; the network is cut on purpose."""
    watch.expect(r"failed:|ERR_INTERNET_DISCONNECTED|ERR_FAILED")
    return open_page(PHONE, has_touch=True, is_mobile=True, service_workers="allow")


@pytest.fixture
def desktop(open_page):
    return open_page(DESKTOP)


@pytest.fixture
def sign_in(live_server):
    """`sign_in(page, user)`: as after the sign-in page, which has tests of its own."""

    def sign_in(page, user):
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return sign_in


class LostAnswers:
    """What is sent arrives, and its answer is lost, until the network is `back`."""

    def __init__(self, page, address):
        self.is_lost = True
        self.page = page
        page.route(address, self.lose)

    def lose(self, route):
        if not self.is_lost:
            return route.continue_()
        route.fetch()
        return route.abort()

    def back(self):
        self.is_lost = False
        self.page.evaluate("dispatchEvent(new Event('online'))")


def once_settled(page, ask):
    """The answer of a page that has come whole: a click may still be bringing the next one."""
    page.wait_for_load_state("load")
    try:
        return ask()
    except Error as error:
        if not re.search(
            r"context was destroyed|of null \(reading 'documentElement'\)", str(error)
        ):
            raise
        page.wait_for_load_state("load")
        return ask()


def fits(page):
    """Nothing of the page is wider than the screen."""
    return once_settled(
        page, lambda: page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    )


@pytest.fixture(scope="session")
def axe():
    """`axe(page)`: the accessibility faults of a page, as (rule, elements)."""

    def axe(page, **options):
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

        def ask():
            # Through the debugging protocol, so the page keeps its Content-Security-Policy.
            if not page.evaluate("Boolean(window.axe?.run)"):  # an element may be named so
                page.evaluate(AXE)
            return page.evaluate(
                "options => axe.run(document, options)", {"runOnly": tags, **options}
            )

        found = once_settled(page, ask)
        return [
            (fault["id"], [node["html"][:120] for node in fault["nodes"]])
            for fault in found["violations"]
        ]

    return axe


@pytest.fixture
def sound(axe, request):
    """`sound(page, url, …)`: the faults of these pages, none wider than the screen.

    Each is opened once, then held at every width like a window that one drags. In a hurry the rules
    are asked at one of them, each width in its turn.
    """
    is_deep = "not deep" not in request.config.option.markexpr

    def sound(page, *urls, widths=(320, 1280)):
        found = {}
        for url in urls:
            page.goto(url)
            for width in widths:
                page.set_viewport_size({"width": width, "height": 900})
                too_wide = not fits(page)
                is_asked = is_deep or width == widths[-1]
                faults = axe(page) if is_asked else []
                if faults := faults + [("too wide", [])] * too_wide:
                    found[url, width] = faults
            widths = widths[::-1]
        return found

    return sound
