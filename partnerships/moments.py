"""What the meetings of partnerships say to the calendar."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from partnerships.life import is_over
from partnerships.models import Meeting, Partnership, User
from partnerships.registry import Moment, Occasion, Wanted


def meetings(user: User, wanted: Wanted):
    """Those of the partnerships one belongs to; outside, without what they are about."""
    tables = {table.pk: table for table in tables_of(user, wanted)}
    found = Meeting.objects.concerning(user) if wanted.is_mine else Meeting.objects.visible_to(user)
    found = found.filter(held_on__range=(wanted.first, wanted.last))
    found = found.filter(Q(partnership__in=tables) | Q(also_of__in=tables)).distinct()
    now = timezone.localtime()
    for meeting in found.prefetch_related("also_of").order_by("held_on", "starts_at", "pk"):
        sat = [meeting.partnership_id, *(each.pk for each in meeting.also_of.all())]
        yield moment(meeting, next(tables[pk] for pk in sat if pk in tables), now)


def tables_of(user, wanted):
    """The partnerships of this person that the calendar keeps."""
    found = Partnership.objects.visible_to(user).order_by("pk")
    if wanted.partnership:
        found = found.filter(pk=wanted.partnership.pk)
    if wanted.programme:
        found = found.filter(pk__in=wanted.partners)
    for chosen in filter(None, [wanted.structure, wanted.school]):
        found = found.of_structure(chosen.pk)
    return found


def moment(meeting, table, now):
    place = meeting.place or meeting.get_venue_display()
    return Moment(
        key=f"rencontre-{meeting.pk}",
        occasion=Occasion.MEETING,
        on=meeting.held_on,
        title=str(meeting),
        url=meeting.get_absolute_url(),
        starts_at=meeting.starts_at,
        ends_at=end_of(meeting),
        lines=tuple(filter(None, [str(table), place])),
        state="done" if is_over(meeting, now) else "next",
        told=f"{meeting.get_kind_display().capitalize()}, {table}",
        place=place,
    )


def end_of(meeting):
    """When it ends by the clock on the wall; None when its start or its length is not known."""
    if not (meeting.starts_at and meeting.minutes):
        return None
    start = dt.datetime.combine(meeting.held_on, meeting.starts_at)
    return (start + dt.timedelta(minutes=meeting.minutes)).time()
