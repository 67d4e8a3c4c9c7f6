"""No exported text may be taken for a formula, and every text comes back as it was."""

import re
import unicodedata

STARTERS = "=+-@|%"
NUMBER = re.compile(r"-?\d+([.,]\d+)?", re.ASCII)
INVISIBLE_CATEGORIES = {"Cf", "Zs", "Zl", "Zp", "Mn"}
INVISIBLE_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"


def neutralise(value):
    """A text that a spreadsheet might run gets an apostrophe in front; numbers and the rest not.

    Looks behind control and invisible characters, and at full-width signs (OWASP, CSV injection).
    """
    return f"'{value}" if isinstance(value, str) and is_risky(value) else value


def restore(value):
    """The inverse of neutralise, for a file that comes back."""
    if isinstance(value, str) and value.startswith("'") and is_risky(value[1:]):
        return value[1:]
    return value


def is_risky(text):
    first = text[:1]
    # Most texts begin with a plain letter: nothing to look behind.
    if first.isalnum() and first.isascii():
        return False
    if NUMBER.fullmatch(text):
        return False
    # An apostrophe of the text itself is doubled, otherwise restore would eat it.
    for char in text.lstrip("'"):
        kind = unicodedata.category(char)
        if kind == "Cc":
            return True
        if kind not in INVISIBLE_CATEGORIES and char not in INVISIBLE_LETTERS:
            return unicodedata.normalize("NFKC", char)[0] in STARTERS
    return False
