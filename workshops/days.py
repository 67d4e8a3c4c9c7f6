"""What the workshops say of somebody’s days: the sessions that concern them, the sheets that wait."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import User
from partnerships.registry import Appointment, Due
from workshops.models import Session


def diary(user: User, first: dt.date, last: dt.date):
    """Those whose sheet they keep, and those that concern the school or place they speak for."""
    sessions = concerning(user).between(first, last).exclude(status=Session.Status.CANCELLED)
    sessions = sessions.single().with_access_of(user).order_by("date", "starts_at", "pk")
    now = timezone.localtime().replace(tzinfo=None)
    for session in sessions.select_related("workshop", "module", "school__structure"):
        yield appointment(session, now)


def concerning(user):
    theirs = Session.objects.loggable_by(user).order_by().values("pk")
    places = user.rights.partners
    return Session.objects.visible_to(user).filter(
        Q(pk__in=theirs)
        | Q(school__in=places)
        | Q(school__isnull=True, workshop__schools__in=places)
        | Q(workshop__host__in=places)
    )


def sessions_of(partnership, user):
    """Held for, with or at one of the parties that do not lead the programme."""
    partners = partnership.parties.exclude(structure__programmes__partnerships=partnership)
    partners = partners.values("structure")
    return (
        Session.objects.visible_to(user)
        .filter(workshop__programme__partnerships=partnership)
        .filter(
            Q(school__in=partners)
            | Q(school__isnull=True, workshop__schools__in=partners)
            | Q(workshop__host__in=partners)
        )
        .select_related("workshop", "module")
    )


def appointment(session, now):
    sheet = reverse("workshops:session_sheet", args=[session.pk]) if session.is_loggable else ""
    where = [session.place or session.workshop.place, str(session.school or "")]
    lines = [str(session.workshop) if session.module else "", ", ".join(filter(None, where))]
    return Appointment(
        on=session.date,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=str(session),
        url=sheet or session.get_absolute_url(),
        lines=tuple(filter(None, lines)),
        state=state_of(session, now),
        sheet_url=sheet,
    )


def bounds(session):
    """When it starts and ends, by the clock on the wall."""
    start = dt.datetime.combine(session.date, session.starts_at)
    return start, start + dt.timedelta(minutes=session.planned_minutes)


def state_of(session, now):
    start, end = bounds(session)
    if session.status == Session.Status.HELD:
        return "done"
    return "now" if start <= now < end else "next"


def sheets_due(user: User, today: dt.date):
    """A session is over and its sheet is still open."""
    now = timezone.localtime().replace(tzinfo=None)
    waiting = Session.objects.loggable_by(user).to_fill(today).order_by("date", "starts_at", "pk")
    for session in waiting.select_related("workshop", "module"):
        if bounds(session)[1] <= now:
            yield Due(
                kind=_("Feuilles à remplir"),
                title=str(session),
                detail=str(session.workshop) if session.module else session.place,
                verb=_("Remplir"),
                url=reverse("workshops:session_sheet", args=[session.pk]),
                due_on=session.date,
            )
