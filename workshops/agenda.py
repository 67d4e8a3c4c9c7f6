"""A long list of sessions, a few whole days at a time, from a day on or before a day."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, QuerySet, Value

# Sessions on one page, before the end of the last day.
SIZE = 30


@dataclass(frozen=True)
class Agenda:
    """Consecutive days of a list, and the days by which to go on, either way."""

    first: dt.date | None = None
    last: dt.date | None = None
    # Show what comes before that day; show what comes from that day on.
    earlier: dt.date | None = None
    later: dt.date | None = None

    def of(self, sessions: QuerySet) -> QuerySet:
        """The sessions of those days, in order."""
        if self.first is None:
            return sessions.none()
        return sessions.between(self.first, self.last).order_by("date", "starts_at", "pk")


def from_day(sessions: QuerySet, day: dt.date | None, size: int = SIZE) -> Agenda:
    """The days from that one on (from the first of all when None); the last ones if none is left."""
    if day is None:
        ahead = sessions.annotate(has_earlier=Value(False))
    else:
        earlier = sessions.filter(date__lt=day).order_by()
        ahead = sessions.filter(date__gte=day).annotate(has_earlier=Exists(earlier))
    days = list(counted(ahead.order_by("date"), "has_earlier")[: size + 1])
    if not days:
        return replace(before_day(sessions, day, size), later=None) if day else Agenda()
    kept, later = cut(days, size)
    has_earlier = days[0][2]
    return Agenda(kept[0], kept[-1], kept[0] if has_earlier else None, later)


def before_day(sessions: QuerySet, day: dt.date, size: int = SIZE) -> Agenda:
    """The last days before that one."""
    days = list(counted(sessions.filter(date__lt=day).order_by("-date"))[: size + 1])
    if not days:
        return Agenda(later=day)
    kept, more = cut(days, size)
    return Agenda(kept[-1], kept[0], kept[-1] if more else None, day)


def counted(sessions, *more):
    """(day, number of sessions, …): one more than fill a page tell what follows."""
    days = sessions.values("date", *more).annotate(sessions=Count("pk"))
    return days.values_list("date", "sessions", *more)


def cut(days, size):
    """The days that fill one page, whole, and the first one left out, if any."""
    total, kept = 0, []
    for day, sessions, *_more in days:
        if kept and total + sessions > size:
            return kept, day
        total += sessions
        kept.append(day)
    return kept, None
