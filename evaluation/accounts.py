"""The accounts of the compte rendu financier, in the order and with the words of its form.

Source: CERFA 15059*02, part 2 (tableau de synthèse); codes as the State’s own platform writes them.
They stay in French: the form has no other language.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

FORM = Path(__file__).parent / "data" / "cerfa_15059.tsv"


class Side(StrEnum):
    CHARGE = "charge"
    PRODUCT = "product"


class Block(StrEnum):
    DIRECT = "direct"
    INDIRECT = "indirect"
    OWN = "own"
    # Contributions in kind: apart from the totals, the two sides balance each other.
    KIND = "kind"


class Level(StrEnum):
    # The sum of the accounts that follow it.
    POST = "post"
    ACCOUNT = "account"
    # A post without accounts under it: the amount is written on it.
    ALONE = "alone"


@dataclass(frozen=True)
class Account:
    code: str
    side: Side
    block: Block
    level: Level
    label: str
    # The code of the post it adds up to; empty for one that stands alone.
    post: str = ""

    @property
    def is_written(self) -> bool:
        """Does one write an amount there, or is it a sum?"""
        return self.level != Level.POST

    @property
    def is_in_kind(self) -> bool:
        return self.block == Block.KIND

    @property
    def title(self) -> str:
        """As the form prints it: « 60 – Achats », « Locations », « 864 – Personnel bénévole »."""
        is_numbered = self.level != Level.ACCOUNT or self.is_in_kind
        return f"{self.code} – {self.label}" if is_numbered else self.label


# What the form writes above each part of its table; own resources are a line of their own.
HEADINGS = {
    (Side.CHARGE, Block.DIRECT): "Charges directes affectées à l’action",
    (Side.CHARGE, Block.INDIRECT): "Charges indirectes affectées à l’action",
    (Side.PRODUCT, Block.DIRECT): "Ressources directes affectées à l’action",
}


def heading_of(account: Account, before: Account | None) -> str:
    """What is written above an account, when it is the first of its part."""
    is_first = before is None or before.block != account.block
    return HEADINGS.get((account.side, account.block), "") if is_first else ""


def read() -> Iterator[Account]:
    post = ""
    with FORM.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t"):
            level, block = Level(line["level"]), Block(line["block"])
            if level != Level.ACCOUNT or block in (Block.INDIRECT, Block.OWN):
                post = ""
            yield Account(line["code"], Side(line["side"]), block, level, line["label"], post)
            if level == Level.POST:
                post = line["code"]


ACCOUNTS = {account.code: account for account in read()}
# Where a line stands in the form, whatever its code looks like.
PLACES = {code: place for place, code in enumerate(ACCOUNTS)}
WRITTEN = [account for account in ACCOUNTS.values() if account.is_written]

# What an hour given by a volunteer is, on each side.
VOLUNTEERS_EMPLOYED, VOLUNTEERS_GIVEN = "864", "870"
