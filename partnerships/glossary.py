"""« Les sigles et les mots »: what the field abbreviates, and what this house calls things.

`data/glossary.tsv` holds them; what an administrator explains in the reference lists joins them.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.text import slugify

from partnerships.validators import fold

DATA = Path(__file__).resolve().parent / "data" / "glossary.tsv"


@dataclass(frozen=True)
class Word:
    word: str
    stands_for: str
    meaning: str

    @property
    def anchor(self):
        return slugify(self.word.replace("’", "-"))

    @property
    def is_acronym(self):
        return bool(self.stands_for) or not self.word[0].islower()

    def bears(self, text):
        """Every folded word of that text is somewhere in it."""
        said = fold(f"{self.word} {self.stands_for} {self.meaning}")
        return all(part in said for part in text.split())


@cache
def words() -> dict[str, Word]:
    """Anchor → word, as the file gives them."""
    with DATA.open(encoding="utf-8") as file:
        listed = [Word(**line) for line in csv.DictReader(file, delimiter="\t")]
    return {each.anchor: each for each in listed}


def glossary(terms, text="") -> list[Word]:
    """Those that bear this text, in the order of the dictionary; `terms` are the reference lists’.

    The word itself comes before those whose explanation says it.
    """
    known = {fold(each.word) for each in words().values()}
    added = [
        Word(word=term.label, stands_for=term.definition, meaning="")
        for term in terms
        if fold(term.label) not in known
    ]
    asked = fold(text)
    found = [each for each in [*words().values(), *added] if each.bears(asked)]
    return sorted(found, key=lambda each: (not fold(each.word).startswith(asked), fold(each.word)))
