"""How a person is named in what others wrote, and how their name is taken out of it."""

import re
from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from families.models import Parent
from partnerships.validators import fold

WORD = re.compile(r"[^\W_]+")
# What stands where a name was: one sees that a word is missing, and not whose.
GONE = "[…]"


class Span(NamedTuple):
    start: int
    end: int


class Names:
    """The names, telephones and addresses of a person, under all the records they had.

    Case, accents and signs between words do not count; parts of words are never taken for a name.
    """

    def __init__(self, records: Iterable[Parent]):
        records = list(records)
        self.first = {key for record in records if (key := phrase(record.first_name))}
        self.last = {key for record in records if (key := phrase(record.last_name))}
        numbers = [record.phone for record in records if record.phone]
        self.patterns = [number_pattern(number) for number in numbers]
        self.patterns += [
            re.compile(re.escape(record.email), re.IGNORECASE) for record in records if record.email
        ]

    def spans(self, text: str) -> list[Span]:
        """Where they are named, in order; a first name beside its last name is one place."""
        words = [
            (Span(*match.span()), key)
            for match in WORD.finditer(text)
            for key in fold(match[0]).split()
        ]
        found = [
            Span(words[start][0].start, words[start + len(key) - 1][0].end)
            for key in self.first | self.last
            for start in range(len(words) - len(key) + 1)
            if tuple(word for _span, word in words[start : start + len(key)]) == key
        ]
        found += [Span(*match.span()) for one in self.patterns for match in one.finditer(text)]
        return joined(found, text)

    def are_in(self, text: str) -> bool:
        return bool(self.spans(text))

    def are_surely_in(self, text: str) -> bool:
        """Both names side by side, a telephone or an address: nobody else is meant."""
        keys = tuple(fold(text).split())
        both = [
            either
            for first, last in product(self.first, self.last)
            for either in (first + last, last + first)
        ]
        named = any(
            keys[start : start + len(one)] == one for one in both for start in range(len(keys))
        )
        return named or any(one.search(text) for one in self.patterns)

    def may_be_in(self, bytes_as_text: str) -> bool:
        """For what is not written for people: parts of words count, too many rather than too few."""
        text = fold(bytes_as_text)
        return any(" ".join(key) in text for key in self.first | self.last) or any(
            one.search(bytes_as_text) for one in self.patterns
        )

    def without(self, value):
        """The same words without the name; what is nested is gone through."""
        if isinstance(value, dict):
            return {key: self.without(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.without(each) for each in value]
        if not isinstance(value, str):
            return value
        for span in reversed(self.spans(value)):
            value = value[: span.start] + GONE + value[span.end :]
        return value


def phrase(name):
    return tuple(fold(name).split())


def number_pattern(number):
    """« 06 12 34 56 78 », « +33 6.12… »: the same digits, whatever stands between them."""
    digits = number.removeprefix("0") if number.startswith("0") else number.removeprefix("+")
    prefix = r"(?:\+33|0033|0)(?:\(0\))?" if number.startswith("0") else r"(?:\+|00)"
    between = r"[\s.\-/]*"
    return re.compile(rf"(?<!\d){prefix}{between}{between.join(digits)}(?!\d)")


def joined(spans, text):
    """Spans that overlap, or that only spaces and hyphens separate, as one."""
    places = []
    for span in sorted(spans):
        if places and not text[places[-1].end : span.start].strip(" \u00a0-"):
            places[-1] = Span(places[-1].start, max(places[-1].end, span.end))
        else:
            places.append(span)
    return places
