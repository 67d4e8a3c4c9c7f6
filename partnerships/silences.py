"""Partnerships nobody hears of any more: the weeks that count, and who is told."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import registry
from partnerships.calendar import days_within, summer
from partnerships.models import Partnership, SchoolHoliday, User
from partnerships.registry import Due


def silences(user: User, today: dt.date):
    """Active partnerships where nothing was lived nor planned for so many weeks (PAR-104).

    The summer holidays do not count: nobody is expected to meet then.
    """
    stages = [Partnership.Stage.ACTIVE, Partnership.Stage.RENEWED]
    found = Partnership.objects.visible_to(user).filter(
        stage__in=stages, parties__structure__in=user.rights.coordinates
    )
    rows = found.values_list("pk", "name", "parties__structure__holiday_zone")
    told = {pk: (name, zone) for pk, name, zone in rows}
    if not told:
        return
    last = {}
    for pk, on in registry.signs.ask(list(told), dt.date.min):
        last[pk] = max(on, last.get(pk, on))
    known = summers()
    for pk in sorted(told, key=lambda pk: (last.get(pk, dt.date.min), pk)):
        name, zone = told[pk]
        silence = silent_for(last.get(pk), today, known.get(zone, {}))
        if silence:
            yield Due(
                kind=_("Sans nouvelles"),
                title=name,
                detail=silence,
                verb=_("Reprendre contact"),
                url=reverse("partnerships:partnership_detail", args=[pk]),
            )


def summers() -> dict[str, dict[int, tuple[dt.date, dt.date]]]:
    """The summer holidays of pupils: {zone: {year: (first day, day of return)}}."""
    found = {}
    for holiday in SchoolHoliday.objects.for_pupils().over_summer():
        years = found.setdefault(holiday.zone, {})
        years[holiday.starts_on.year] = holiday.starts_on, holiday.returns_on
    return found


def silent_for(on, today, known):
    """The sentence about a silence since that day; empty while it is too short to be one.

    `known` gives the summer of a year, July and August where the calendar does not say.
    """
    if on is None:
        return _("Rien n’est encore noté.")
    years = range(on.year, today.year + 1)
    off = days_within(on, today, [known.get(year) or summer(year) for year in years])
    days = (today - on).days - off
    if days <= settings.SILENT_WEEKS * 7:
        return ""
    text = ngettext(
        "Sans nouvelles depuis %(count)s semaine.",
        "Sans nouvelles depuis %(count)s semaines.",
        days // 7,
    )
    if off:
        text = ngettext(
            "Sans nouvelles depuis %(count)s semaine, l’été non compté.",
            "Sans nouvelles depuis %(count)s semaines, l’été non compté.",
            days // 7,
        )
    return text % {"count": days // 7}
