"""Every page that somebody may open: what its markup owes to whoever cannot see, point or zoom.

The pages are those of the table of access (partnerships/data/access.tsv), with its world of one of
everything; a page that is not in the table fails tests/access. Two files share them,
so that two browsers do; what is long, every account at every width, is apart.
"""

import re
from collections import defaultdict

import pytest
from playwright.sync_api import Error

from tests.access import world
from tests.access.test_matrix import LINES, url_of
from tests.browser.conftest import AXE, fits, once_settled

# In this order: the first account that opens a page is the one it is made for.
MADE_FOR = ("coordination", "animation", "ecole", "financeur", "admin", "anonymous")
# They answer a file, a part of a page, or check a PDF: tests/access reads those.
FILES = re.compile(
    r"_(pdf|file|export|json|voucher|logo|annex|poster|paper|mistakes|signin|table)$|format="
    r"|certificate|report_check|feed_read|lookalike_list|health|service_worker"
)
OF_LIBRARIES = {
    "anonymous": ["/compte/login/", "/compte/password/reset/", "/nulle-part/"],
    "coordination": ["/compte/password/change/", "/compte/email/", "/compte/2fa/"],
    "admin": ["/admin/", "/admin/partnerships/user/"],
}
LANDMARKS = """() => ({
    mains: document.querySelectorAll("main").length,
    headings: document.querySelectorAll("h1").length,
    unnamed: [...document.querySelectorAll("nav")].filter(
        nav => !nav.ariaLabel && !nav.getAttribute("aria-labelledby")).length,
    moving: matchMedia("(prefers-reduced-motion: reduce)").matches
        ? document.getAnimations().filter(each => each.effect.getTiming().duration > 1).length : 0,
})"""
# What is folded away must fit too; a menu shuts by itself, and has its own tests.
UNFOLD = """() => document.querySelectorAll("details:not([data-shuts], [open])")
    .forEach(details => details.open = true)"""
FOCUSED = """() => {
    const here = document.activeElement, box = here.getBoundingClientRect();
    const style = getComputedStyle(here);
    const passes = (here.hash || "").startsWith("#conten")
        || !document.querySelector(".masthead nav") || document.querySelector("[autofocus]");
    const told = [Boolean(passes), here.matches(":focus-visible"), box.top >= 0,
                  style.outlineStyle !== "none" || style.boxShadow !== "none"];
    here.blur();  // it lies over what the rules look at
    return told;
}"""
# No picture of the style sheets nor path to each fault: what costs, and tells nothing more.
IN_A_HURRY = {"resultTypes": ["violations"], "preload": False, "selectors": False}
# Of Django's administration: the label of its search is a picture that says it.
OF_DJANGO = 'id="searchbar"'
SOUND = {"mains": 1, "headings": 1, "unnamed": 0, "moving": 0}
# It passes the places by, unless there are none or the page begins in a field; it looks focused;
# it is on the screen; it is outlined.
SKIPPED = [True, True, True, True]


def faults_of(page, axe, url, widths, states):
    """(width, faults) of one page: landmarks, keyboard, each width, and the rules at the last.

    What can be folded is then open, so that the rules see it too.
    """
    try:
        page.goto(url)
    except Error as error:
        yield widths[0], [f"a file, for FILES? {error.message[:80]}"]
        return
    marks = once_settled(page, lambda: page.evaluate(LANDMARKS))
    page.keyboard.press("Tab")
    focused = page.evaluate(FOCUSED)
    yield widths[0], [] if marks == SOUND else [marks]
    yield widths[0], [] if focused == SKIPPED else [f"first Tab: {focused}"]
    for state in states:
        if state == "unfolded":
            page.evaluate(UNFOLD)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            yield width, [] if fits(page) else [f"too wide, {state}"]
    faults = axe(page, **IN_A_HURRY)
    yield widths[-1], [fault for fault in faults if OF_DJANGO not in str(fault)]


@pytest.fixture
def walk(desktop, sign_in, watch, axe):
    """walk(pages, widths, users): what is wrong with them, a line for each fault and page.

    Everything open, which is when a page is fullest; in depth, folded too.
    """
    watch.expect("status of 404")
    desktop.add_init_script(AXE)

    def walk(pages, widths, users, states=("unfolded",)):
        found, signed = defaultdict(list), None
        for role, url in pages:
            if role != signed:
                desktop.context.clear_cookies()
                if users[role]:
                    sign_in(desktop, users[role])
                signed = role
            for width, faults in faults_of(desktop, axe, url, widths, states):
                for fault in faults:
                    found[str(fault)].append(f"    {role} {url} {width}")
            widths = widths[::-1]
        return "\n".join("\n".join([fault, *where]) for fault, where in found.items())

    return walk


@pytest.fixture
def world_of_one():
    """(one centre, another, {role: user}) of tests/access."""
    return world.build()


def opened(side, role):
    """{page: its address} for an account; a page has a name in urls.py, and maybe a query."""
    pages = {(role, url): url for url in OF_LIBRARIES.get(role, [])}
    for line in LINES:
        name = line["url"] + (line["query"] or "")
        if line["method"] == "GET" and line[role] == "200" and not FILES.search(name):
            pages.setdefault((line["url"], line["query"]), url_of(line, side))
    return pages


def once_each(side, of):
    """[(account, address)] of the pages whose name `of` matches, for the account each is made for."""
    found = {}
    for role in MADE_FOR:
        for page, url in opened(side, role).items():
            if re.match(of, page[0]):
                found.setdefault(page, (role, url))
    return list(found.values())
