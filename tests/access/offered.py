"""What a page offers to click or to send: what it would refuse, it does not offer."""

import re

from tests.access.forms import Forms

LINK = re.compile(r'href="(/[^"#?]*)')


def refused(answer, role, lines):
    """The addresses a page offers to somebody, and whose line of the table turns them away."""
    if answer.status_code != 200 or "text/html" not in answer.headers.get("Content-Type", ""):
        return []
    here = answer.wsgi_request.path
    offers = {("GET", path) for path in LINK.findall(answer.seen)}
    offers |= {("POST", path) for path in Forms(answer.seen, here).found}
    return sorted(
        f"{method} {lines[method, path]['url']}"
        for method, path in offers & lines.keys()
        if int(lines[method, path][role]) >= 400
    )
