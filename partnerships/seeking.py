"""What somebody looks for everywhere at once: words without accent or case, and days in French."""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.http import urlencode

from partnerships.calendar import FIRST_MONTH, first_year
from partnerships.registry import Found, Hit
from partnerships.validators import fold

SHORTEST = 2
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONTHS = [
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
]
NEAR = {"aujourd hui": 0, "apres demain": 2, "demain": 1, "avant hier": -2, "hier": -1}
# Every way a plain letter may have been typed.
VARIANTS = {
    "a": "aàáâãäåAÀÁÂÃÄÅ",
    "c": "cçCÇ",
    "d": "dđDĐ",
    "e": "eèéêëEÈÉÊË",
    "i": "iìíîïıIÌÍÎÏİ",
    "l": "lłLŁ",
    "n": "nñNÑ",
    "o": "oòóôõöøOÒÓÔÕÖØ",
    "s": "sšSŠ",
    "u": "uùúûüUÙÚÛÜ",
    "y": "yýÿYÝŸ",
    "z": "zžŽZ",
}
LIGATURES = {"oe": "(oe|œ|Œ)", "ae": "(ae|æ|Æ)"}


class Span(NamedTuple):
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Sought:
    """What was typed, and how many of each kind a page shows; `only` asks for one kind."""

    text: str
    today: dt.date
    most: int = 5
    only: str = ""

    @property
    def words(self):
        """Folded, for the search keys of names."""
        return fold(self.text)

    @property
    def is_enough(self):
        return len(self.words) >= SHORTEST

    @property
    def days(self):
        """The days these words name, or nothing."""
        return days_in(self.words, self.today)

    def finds(self, kind: str, title: str, rows, told, page: str = "") -> list[Found]:
        """One kind of things, as many as the page shows; none when there is none, or not asked.

        `rows` may be a queryset: one query, of one row more than is shown. `told(row)` is a Hit.
        """
        if self.only not in ("", kind):
            return []
        found = list(rows[: self.most + 1])
        hits = [told(row) for row in found[: self.most]]
        return [Found(kind, title, hits, page, len(found) > self.most)] if hits else []

    def asked_of(self, url: str, name: str = "q", **others) -> str:
        """The address of a list that is asked the same."""
        return f"{url}?{urlencode({name: self.text} | others)}"


def hit(thing, detail="") -> Hit:
    return Hit(title=str(thing), url=thing.get_absolute_url(), detail=detail)


# -- Words -------------------------------------------------------------------------------------


def pattern(word):
    """A regular expression for a folded word, as it may have been written."""
    spelt = ""
    for part in re.split("(oe|ae)", word):
        spelt += LIGATURES.get(part) or "".join(
            f"[{VARIANTS[letter]}]" if letter in VARIANTS else re.escape(letter) for letter in part
        )
    return spelt


def saying(text: str, *columns: str) -> Q:
    """A condition: every folded word is somewhere in these columns, whatever its accents.

    For titles and sentences, which have no search key of their own.
    """
    found = Q()
    for word in text.split():
        spelt = pattern(word)
        either = Q()
        for column in columns:
            either |= Q(**{f"{column}__iregex": spelt})
        found &= either
    return found


def once_each(rows: QuerySet) -> QuerySet:
    """The same rows, one each: what a door joined no longer repeats them, nor slows the sorting."""
    return rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))


# -- Days --------------------------------------------------------------------------------------


def days_in(words: str, today: dt.date) -> Span | None:
    """« demain », « mardi », « 12 mars », « 12/03/2027 », « mars 2027 » (folded): first and last day.

    Without a year, that of the school year today is in. Anything else than a day is no day.
    """
    for name, shift in NEAR.items():
        if words == name:
            return one(today + dt.timedelta(days=shift))
    if words in DAYS:
        return one(today + dt.timedelta(days=(DAYS.index(words) - today.weekday()) % 7))
    parts = [part for part in words.split() if part not in DAYS]
    if parts and parts[0] == "1er":
        parts[0] = "1"
    return named(parts, today)


def named(parts, today):
    """A month, a day of a month, with or without their year."""
    numbers = [month_of(part) if part in MONTHS else whole(part) for part in parts]
    if None in numbers or not 1 <= len(parts) <= 3:
        return None
    if parts[0] in MONTHS:
        return of_month(*numbers, today=today) if len(parts) < 3 else None
    return of_day(*numbers, today=today) if len(parts) > 1 else None


def of_month(month, year=None, *, today):
    year = year or year_of(month, today)
    if not plausible(year):
        return None
    return Span(dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1]))


def of_day(day, month, year=None, *, today):
    if not (1 <= month <= 12):
        return None
    year = year or year_of(month, today)
    if not (plausible(year) and 1 <= day <= monthrange(year, month)[1]):
        return None
    return one(dt.date(year, month, day))


def plausible(year):
    return 2000 <= year <= 2100


def one(day):
    return Span(day, day)


def month_of(name):
    return MONTHS.index(name) + 1


def whole(part):
    return int(part) if part.isdecimal() and len(part) <= 4 else None


def year_of(month, today):
    first = first_year(today)
    return first if month >= FIRST_MONTH else first + 1
