from typing import NamedTuple

from partnerships.glossary import Word, words


class Help(NamedTuple):
    """What a page is for, who reads what is written there, what comes next: a sentence or two each.

    `terms` are anchors of the glossary.
    """

    purpose: str
    readers: str
    then: str = ""
    terms: tuple[str, ...] = ()

    @property
    def words(self) -> list[Word]:
        return [words()[anchor] for anchor in self.terms]
