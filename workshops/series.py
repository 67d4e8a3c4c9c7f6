"""The dates of a series, and those it leaves out and why; no model in sight.

Pupils are away from the first day of a holiday, and back on the day of return (domain 4.5).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.calendar import monday_of, public_holidays

# Two a week from September to June; and bounds for whoever types 2062 instead of 2026.
MOST_SESSIONS = 80
LAST_YEAR = 2100
LONGEST = dt.timedelta(days=550)
WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True)
class Holiday:
    """Without school from the first day to the eve of the return."""

    name: str
    starts_on: dt.date
    returns_on: dt.date


@dataclass(frozen=True)
class Calendar:
    """What stands in the way: holidays of a zone, and what is already planned."""

    holidays: list[Holiday] = field(default_factory=list)
    is_alsace_moselle: bool = False
    # Days on which the workshop already meets at that hour.
    taken: frozenset[dt.date] = frozenset()

    def is_published(self, day: dt.date) -> bool:
        """Whether the holidays of that day are known: it comes before the last return."""
        return any(day < holiday.returns_on for holiday in self.holidays)

    def obstacle(self, day: dt.date) -> str:
        """« vacances de la Toussaint », « férié : Ascension », « déjà prévue », or nothing."""
        return _("déjà prévue") if day in self.taken else self.closed(day)

    def closed(self, day: dt.date) -> str:
        """Why there is no school that day: « vacances de la Toussaint », « férié : Ascension »."""
        for holiday in self.holidays:
            if holiday.starts_on <= day < holiday.returns_on:
                return holiday.name[:1].lower() + holiday.name[1:]
        name = public_holidays(day.year, alsace_moselle=self.is_alsace_moselle).get(day)
        return str(_("férié : %(name)s") % {"name": name}) if name else ""


@dataclass(frozen=True)
class Rule:
    """From a day on, every week or every other, so many times or until a day.

    On the weekday of the first day, or on several: Monday is 0.
    """

    first: dt.date
    every: int = 1
    times: int | None = None
    until: dt.date | None = None
    weekdays: frozenset[int] = frozenset()

    def __post_init__(self):
        """Refuses neither or both ends, an end before the start, and what outlasts a season."""
        refuse_too_far(self.first)
        if (self.times is None) == (self.until is None):
            raise ValidationError(
                _("Dites combien de séances, ou jusqu’à quel jour : l’un des deux."), code="end"
            )
        if self.until and self.until < self.first:
            raise ValidationError(_("Le dernier jour ne peut pas précéder le premier."), code="end")
        if self.until and self.until > self.first + LONGEST:
            raise ValidationError(_("Une série dure dix-huit mois au plus."), code="end")
        if self.times is not None:
            refuse_too_many(self.times)

    def days(self) -> Iterable[dt.date]:
        """Every day the rule falls on, holidays included; without end when it is a number of times."""
        week, last = monday_of(self.first), self.until or self.first + LONGEST
        on = sorted(self.weekdays) or [self.first.weekday()]
        while week <= last:
            days = (week + dt.timedelta(days=weekday) for weekday in on)
            yield from (day for day in days if self.first <= day <= last)
            week += self.every * WEEK


@dataclass(frozen=True)
class Chosen:
    """Days picked one by one, in order, each once."""

    picked: tuple[dt.date, ...]
    times: None = None

    def __post_init__(self):
        """Refuses no day at all, and what outlasts a season."""
        refuse_too_many(len(self.picked))
        refuse_too_far(max(self.picked))

    @property
    def first(self) -> dt.date:
        return min(self.picked)

    def days(self) -> Iterable[dt.date]:
        return sorted(set(self.picked))


def refuse_too_many(number):
    if not 1 <= number <= MOST_SESSIONS:
        raise ValidationError(
            _("Une série compte de 1 à %(most)d séances."),
            code="times",
            params={"most": MOST_SESSIONS},
        )


def refuse_too_far(day):
    if day.year > LAST_YEAR:
        raise ValidationError(_("Cette date est trop lointaine."), code="far")


@dataclass(frozen=True)
class Proposal:
    """A day of the series: kept, or left out for a reason."""

    day: dt.date
    obstacle: str = ""
    is_published: bool = True
    # What it would run into (workshops.clashes), said beside it.
    clashes: tuple = ()

    @property
    def is_kept(self) -> bool:
        return not self.obstacle


def propose(rule: Rule | Chosen, calendar: Calendar) -> list[Proposal]:
    """The days of a series, in order; the ones left out are not counted in its number of times."""
    found, kept = [], 0
    for day in rule.days():
        proposal = Proposal(day, calendar.obstacle(day), calendar.is_published(day))
        found.append(proposal)
        kept += proposal.is_kept
        if kept == (rule.times or MOST_SESSIONS):
            break
    return found
