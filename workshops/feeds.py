"""What a calendar outside reads (RFC 5545): sessions and meetings, no parent, nothing written."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from partnerships import registry
from partnerships.registry import Moment, Wanted
from workshops.models import CalendarFeed

# How far a calendar looks back, and ahead: a school year and the next.
BEHIND, AHEAD = dt.timedelta(days=120), dt.timedelta(days=550)
# How often it comes back, at most.
REFRESH = dt.timedelta(hours=4)


def render(feed: CalendarFeed, *, host: str, absolute: Callable[[str], str]) -> bytes:
    """The feed as its owner may read it now; `host` makes its identifiers unique in the world."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//Trait d’union//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Trait d’union : {feed.partnership or _('mes séances')}")
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for moment in registry.moments.ask(feed.user, wanted_of(feed)):
        if moment.told:
            calendar.add_component(event(moment, host, absolute))
    return calendar.to_ical()


def wanted_of(feed):
    today = timezone.localdate()
    days = today - BEHIND, today + AHEAD
    return Wanted(*days, is_mine=feed.partnership is None, partnership=feed.partnership)


def event(moment: Moment, host, absolute):
    """Instants are written in UTC: right in every calendar, on both sides of a clock change."""
    found = Event()
    found.add("uid", f"{moment.key}@{host}")
    found.add("dtstamp", timezone.now())
    found.add("sequence", moment.version)
    found.add("summary", moment.told)
    found.add("url", absolute(moment.url))
    if moment.place:
        found.add("location", moment.place)
    found.add("status", "CANCELLED" if moment.state == "cancelled" else "CONFIRMED")
    for name, when in bounds(moment):
        found.add(name, when)
    return found


def bounds(moment):
    """A whole day without an hour; past midnight when the end comes before the start."""
    if not moment.starts_at:
        yield "dtstart", moment.on
        return
    yield "dtstart", instant(moment.on, moment.starts_at)
    if moment.ends_at:
        is_over_midnight = moment.ends_at < moment.starts_at
        yield "dtend", instant(moment.on + dt.timedelta(days=is_over_midnight), moment.ends_at)


def instant(day, hour):
    """The clock on the wall of the installation, in UTC."""
    wall = dt.datetime.combine(day, hour, tzinfo=ZoneInfo(settings.TIME_ZONE))
    return wall.astimezone(dt.UTC)
