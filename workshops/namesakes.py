"""Names in what is about to be printed: a soft warning, before anybody reads them.

Whoever was on the sheet of that session is recognised by either name; the other parents of the
structure by both names, or by their family name after « Mme ». An address or a telephone always.
"""

import re
from collections.abc import Iterable

from families.models import Parent
from families.naming import GONE, WORD, Span, joined, phrase
from partnerships.models import Structure
from partnerships.validators import fold
from workshops import signin
from workshops.models import Booklet, BookletEntry, Session

TITLES = ("m", "mr", "mme", "mlle", "madame", "monsieur", "mademoiselle", "famille")
REACHED_AT = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|(?<!\d)(?:\+33|0033|0)[\s.]?[1-9](?:[\s.\-/]?\d{2}){4}(?!\d)"
)


def in_pages(booklet: Booklet, entries: list[BookletEntry]) -> dict[int, list[str]]:
    """Page → the words in which somebody may be recognised, as they would be printed."""
    watch = Watch(booklet.programme.lead, {entry.session for entry in entries})
    return {entry.pk: watch.names(entry.session, entry.text, entry.label) for entry in entries}


class Watch:
    """The names to look for in words said in these sessions; as many queries for one as for many."""

    def __init__(self, structure: Structure, sessions: Iterable[Session]):
        self.on_sheet = {
            session: {phrase(name) for each in people for name in (each.first_name, each.last_name)}
            for session, people in signin.people_of(list(sessions)).items()
        }
        families = Parent.objects.named().filter(family__structure=structure)
        self.known = set()
        for first, last in families.values_list("first_name", "last_name"):
            first, last = phrase(first), phrase(last)
            if last:
                self.known |= {first + last, last + first} if first else set()
                self.known |= {(title, *last) for title in TITLES}
        self.longest = max(map(len, self.known), default=1)

    def spans(self, text: str, session: Session) -> list[Span]:
        """Where somebody may be named, in order."""
        on_sheet = self.on_sheet.get(session.pk, set())
        words = [
            (Span(*match.span()), key)
            for match in WORD.finditer(text)
            for key in fold(match[0]).split()
        ]
        found = [Span(*match.span()) for match in REACHED_AT.finditer(text)]
        for start in range(len(words)):
            for end in range(start + 1, min(start + self.longest, len(words)) + 1):
                key = tuple(word for _span, word in words[start:end])
                if key in on_sheet or key in self.known:
                    found.append(Span(words[start][0].start, words[end - 1][0].end))
        return joined(found, text)

    def names(self, session: Session, *texts: str) -> list[str]:
        """The words as they were written, each once."""
        found = [text[start:end] for text in texts for start, end in self.spans(text, session)]
        return list(dict.fromkeys(found))

    def without(self, text: str, session: Session) -> str:
        """The same words, « […] » where somebody was named."""
        for start, end in reversed(self.spans(text, session)):
            text = text[:start] + GONE + text[end:]
        return text
