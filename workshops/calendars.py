"""A month or a week: what happens, and the rhythm of schools it happens in (ATE-049, PAR-096)."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships import registry
from partnerships.calendar import monday_of, public_holidays
from partnerships.french import span_of_days
from partnerships.models import SchoolHoliday, Structure, User
from partnerships.registry import Moment, Wanted
from workshops.actions.schedule import ALSACE_MOSELLE

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """The days of one page: whole weeks; those of the month asked for are `first` to `last`."""

    day: dt.date
    is_week: bool = False

    @property
    def first(self) -> dt.date:
        return monday_of(self.day) if self.is_week else self.day.replace(day=1)

    @property
    def last(self) -> dt.date:
        if self.is_week:
            return self.first + WEEK - DAY
        return (self.first + 31 * DAY).replace(day=1) - DAY

    @property
    def days(self) -> list[dt.date]:
        start, end = monday_of(self.first), monday_of(self.last) + WEEK
        return [start + n * DAY for n in range((end - start).days)]

    @property
    def earlier(self) -> dt.date:
        return self.first - (WEEK if self.is_week else DAY)

    @property
    def later(self) -> dt.date:
        return self.last + DAY

    @property
    def title(self) -> str:
        if self.is_week:
            return _("Semaine %(span)s") % {"span": span_of_days(self.first, self.last)}
        return date_format(self.first, "F Y").capitalize()


@dataclass(frozen=True)
class Rhythm:
    """The school holidays of some zones, and the public holidays of the place."""

    zones: list[str]
    rows: list[SchoolHoliday] = field(default_factory=list)
    is_alsace_moselle: bool = False

    def away(self, day: dt.date) -> str:
        """« Vacances de la Toussaint », with its zones when it is not in all of them."""
        found = {}
        for row in self.rows:
            if row.starts_on <= day < row.returns_on:
                found.setdefault(row.name, set()).add(row.zone)
        return ", ".join(
            name if zones == set(self.zones) else f"{name} ({', '.join(sorted(zones))})"
            for name, zones in found.items()
        )

    def back_on(self, day: dt.date) -> dt.date | None:
        """When the last of its zones goes back to school."""
        rows = [row for row in self.rows if row.starts_on <= day < row.returns_on]
        return max((row.returns_on for row in rows), default=None)

    def feast(self, day: dt.date) -> str:
        name = public_holidays(day.year, alsace_moselle=self.is_alsace_moselle).get(day)
        return str(_("Férié : %(name)s") % {"name": name}) if name else ""

    def is_published(self, day: dt.date) -> bool:
        return any(day < row.returns_on for row in self.rows)


@dataclass(frozen=True)
class Day:
    on: dt.date
    is_outside: bool
    away: str
    feast: str
    # Its holiday is said here, and not on the days that follow.
    is_first_away: bool
    # It was said the day before too, which a list of the month alone leaves out.
    is_away_again: bool
    back_on: dt.date | None
    moments: list[Moment]

    @property
    def is_bare(self) -> bool:
        """Nothing that a list of days must say."""
        return self.is_outside or not (self.moments or self.feast or self.is_first_away)


@dataclass(frozen=True)
class Sheet:
    """One page of the calendar."""

    span: Span
    days: list[Day]
    zones: list[str]
    is_published: bool

    @property
    def has_today(self) -> bool:
        return any(day.on == timezone.localdate() for day in self.days if not day.is_outside)

    @property
    def is_empty(self) -> bool:
        return not any(day.moments for day in self.days)


def sheet(user: User, span: Span, wanted: Wanted) -> Sheet:
    """What this person may see of those days; `wanted` covers them."""
    rhythm = rhythm_of(user, wanted)
    moments = {}
    for moment in sorted(registry.moments.ask(user, wanted), key=order):
        moments.setdefault(moment.on, []).append(moment)
    days, before = [], ""
    for on in span.days:
        away = rhythm.away(on)
        days.append(
            Day(
                on=on,
                is_outside=not span.first <= on <= span.last,
                away=away,
                feast=rhythm.feast(on),
                is_first_away=bool(away) and (away != before or on == span.first),
                is_away_again=bool(away) and away == before,
                back_on=rhythm.back_on(on),
                moments=moments.get(on, []),
            )
        )
        before = away
    return Sheet(span, days, rhythm.zones, rhythm.is_published(span.last))


def order(moment):
    """Through the day; what has no hour comes first."""
    return moment.on, moment.starts_at or dt.time.min, moment.key


def rhythm_of(user, wanted):
    """Of the school or the structure chosen, else of one’s own structures and their partners."""
    chosen = wanted.school or wanted.structure
    mine = user.rights.belongs_to
    places = Structure.objects.visible_to(user).filter(
        Q(pk=chosen.pk) if chosen else Q(pk__in=mine) | Q(partnerships__parties__structure__in=mine)
    )
    rows = list(places.order_by().values_list("holiday_zone", "postal_code").distinct())
    zones = sorted({zone for zone, code in rows if zone})
    known = SchoolHoliday.objects.for_pupils().filter(zone__in=zones)
    known = known.filter(returns_on__gt=wanted.first).order_by("starts_on", "zone", "pk")
    is_alsace_moselle = any(code.startswith(ALSACE_MOSELLE) for zone, code in rows)
    return Rhythm(zones, list(known), is_alsace_moselle)
