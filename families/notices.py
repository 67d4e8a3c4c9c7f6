"""The texts of a notice: where a first version comes from, and how its lines become a page."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from families.models import Notice, NoticeText
from partnerships import french
from partnerships.models import Structure

DATA = Path(__file__).parent / "data" / "notices"
# Where a word is still missing, in any language: nothing is published with it.
MISSING = "[…]"
# They act by a mission of public interest; the others by their legitimate interest (RGPD, 6.1).
PUBLIC = {"school", "education_city", "pre", "ccas", "town", "epci", "department", "caf", "state"}

ISOLATE, RELEASE = "\u2066", "\u2069"
# Words and numbers of ours inside a sentence read from right to left: an address stays whole.
LATIN = re.compile(r"[0-9A-Za-zÀ-ɏ+](?:[^\u0590-\u08ff\ufb50-\ufefc()«»\n]*[0-9A-Za-zÀ-ɏ])?")


@dataclass(frozen=True)
class Block:
    """A heading, a list, or one paragraph: what a text is made of once read."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: NoticeText) -> list[Block]:
    """The text as the page shows it: « ## » a heading, « - » an item, any other line a paragraph."""
    found = []
    for line in filter(None, map(str.strip, text.body.splitlines())):
        kind, words = kind_of(line)
        words = isolated(words) if text.direction == "rtl" else words
        if kind == "items" and found and found[-1].kind == "items":
            found[-1] = Block(kind, (*found[-1].lines, words))
        else:
            found.append(Block(kind, (words,)))
    return found


def texts_of(notice: Notice) -> list[NoticeText]:
    """Every language, French first."""
    return list(notice.texts.all())


def kind_of(line):
    for sign, kind in (("## ", "heading"), ("- ", "items")):
        if line.startswith(sign):
            return kind, line.removeprefix(sign)
    return "text", line


def isolated(words: str) -> str:
    """Each run of Latin letters and figures kept in its own order (Unicode, UAX 9)."""
    return LATIN.sub(lambda run: f"{ISOLATE}{run.group()}{RELEASE}", words)


@cache
def proposed(language):
    with (DATA / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def default_text(structure: Structure, language: str) -> NoticeText:
    """The proposed text of that language, with what the directory knows of the structure."""
    words = proposed(language)
    body = (
        words["body"]
        .strip()
        .format(
            structure=structure.name,
            basis=words["public" if structure.kind in PUBLIC else "legitimate"],
            months=settings.RETENTION_MONTHS,
            contact=contact(structure, words),
        )
    )
    return NoticeText(language=language, title=words["title"], body=body)


def contact(structure, words):
    place = f"{structure.postal_code} {structure.commune}".strip()
    known = {
        "phone": french.phone(structure.phone),
        "email": structure.email,
        "address": ", ".join(filter(None, [structure.address, place if structure.address else ""])),
    }
    lines = [f"- {words[name].format(value=value)}" for name, value in known.items() if value]
    return "\n".join(lines or [f"- {MISSING}"])


def in_a_line(structure: Structure) -> str:
    """Where to ask, in one sentence, for a paper that people sign."""
    ways = filter(None, [french.phone(structure.phone), structure.email])
    return ", ".join([structure.name, *ways])


def texts_after(previous: Notice | None, structure: Structure) -> list[NoticeText]:
    """Those of the previous version, word for word, and the proposed ones for the rest."""
    written = {text.language: text for text in previous.texts.all()} if previous else {}
    return [
        copy(written[language]) if language in written else default_text(structure, language)
        for language in NoticeText.Language.values
    ]


def copy(text):
    return NoticeText(
        language=text.language, title=text.title, body=text.body, read_over_by=text.read_over_by
    )
