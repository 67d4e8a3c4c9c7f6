"""What changed between two writings, word by word; no model in sight."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word, a mark, or the space between two.
WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A few words that stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """A passage that does not read as it did."""

    title: str
    pieces: list[Piece]


def pieces(before: str, after: str) -> list[Piece]:
    """The two texts in one: « same », « removed » and « added », in the order one reads them."""
    old, new = WORD.findall(before), WORD.findall(after)
    found = []
    for move, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if move == "equal":
            found.append(Piece("same", "".join(old[i1:i2])))
            continue
        found.append(Piece("removed", "".join(old[i1:i2])))
        found.append(Piece("added", "".join(new[j1:j2])))
    return [piece for piece in joined(found) if piece.text]


def joined(found: Iterable[Piece]) -> list[Piece]:
    """A space alone between two changes belongs to both: « le ~~mardi~~ ~~midi~~ » is one change."""
    run, done = {"removed": "", "added": ""}, []
    for piece in found:
        if piece.kind != "same":
            run[piece.kind] += piece.text
        elif piece.text.isspace() and any(run.values()):
            run = {kind: text + piece.text for kind, text in run.items()}
        else:
            done += [*(Piece(kind, text) for kind, text in run.items()), piece]
            run = {"removed": "", "added": ""}
    return [*done, *(Piece(kind, text) for kind, text in run.items())]


def changes(before: dict, after: dict, titles: dict) -> list[Change]:
    """The passages that differ, in the order of their titles: {key: title}."""
    return [
        Change(str(title), pieces(before.get(key, ""), after.get(key, "")))
        for key, title in titles.items()
        if before.get(key, "") != after.get(key, "")
    ]
