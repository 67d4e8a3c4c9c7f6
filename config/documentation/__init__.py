"""The parts of docs/ that are drawn from the code, between two comments of a page.

`manage.py document` writes them; a test says which are no longer true.
"""

import re
from collections.abc import Callable

from django.conf import settings

from config.documentation import licences, plan, rights

MARK = re.compile(r"(<!-- made: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
MAKERS: dict[str, Callable[[], str]] = {
    "floors": plan.floors,
    "licences": licences.of_the_product,
    "licences-dev": licences.of_the_tests,
    "longest": plan.longest,
    "register": rights.register_table,
    "who-sees-what": rights.who_sees_what,
}
# It moves with every commit: written by the command, and true of the day it ran.
DATED = {"longest"}


def pages():
    return sorted((settings.BASE_DIR / "docs").rglob("*.md"))


def filled(text: str, *, but=frozenset()) -> str:
    """The page with its parts made again, except those named by `but`."""

    def part(match):
        opening, name, end = match.groups()
        return match.group() if name in but else f"{opening}{MAKERS[name]()}\n{end}"

    return MARK.sub(part, text)


def stale() -> list[str]:
    """The pages whose parts say something else than the code."""
    return [
        page.name for page in pages() if page.read_text() != filled(page.read_text(), but=DATED)
    ]


def write() -> list[str]:
    """Writes every part again; the pages that changed."""
    changed = []
    for page in pages():
        before = page.read_text()
        if (after := filled(before)) != before:
            page.write_text(after)
            changed.append(page.name)
    return changed
