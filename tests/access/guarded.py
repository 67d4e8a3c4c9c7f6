"""What every answer must carry, and what reading may not do."""

import re

from tests.audited import WRITES

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# A file somebody sent is shown alone: nothing in it may run or load anything.
SHOWN_ALONE = "default-src 'none'; sandbox"
POLICY = {
    "base-uri 'none'",
    "default-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
}
# Read in the browser; anything else is kept as a file.
PAGES = ("text/html", "application/json", "text/javascript", "text/calendar", "image/")
NAMED = re.compile(r"(attachment|inline); filename(=\"[\w .’,()-]+\"|\*=utf-8''[\w.%-]+)", re.ASCII)
# Reading leaves a line in the journal, says that the session is in use, and counts again what is kept.
WHILE_READING = {
    "evaluation_rollup",
    "evaluation_rollupmark",
    "partnerships_auditevent",
    "django_cache",
    "django_session",
    "usersessions_usersession",
}


def faults(answer, *, is_signed_in):
    """What a browser is not told, of what it must be told with each answer."""
    said = answer.headers
    found = [name for name, value in ALWAYS.items() if said.get(name) != value]
    if "camera=()" not in said.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    policy = said.get("Content-Security-Policy", "")
    is_strict = policy == SHOWN_ALONE or set(policy.split("; ")) >= POLICY
    if "unsafe" in policy or not is_strict:
        found.append("Content-Security-Policy")
    if is_signed_in and "no-store" not in said.get("Cache-Control", ""):
        found.append("Cache-Control")
    if not kept_as_a_file(answer):
        found.append("Content-Disposition")
    return found


def kept_as_a_file(answer):
    kind = answer.headers.get("Content-Type", PAGES[0])
    if answer.status_code != 200 or kind.startswith(PAGES):
        return True
    return bool(NAMED.fullmatch(answer.headers.get("Content-Disposition", "")))


class Writes:
    """The tables written while a page is answered, but for those that reading may write."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        if match := WRITES.match(sql):
            self.tables |= {match[1]} - WHILE_READING
        return execute(sql, params, many, context)
