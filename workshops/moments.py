"""What sessions say to the calendar: when, what, where; no name of a parent."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import User
from partnerships.registry import Moment, Occasion, Wanted
from workshops import days
from workshops.models import Session


def sessions(user: User, wanted: Wanted):
    """Cancelled ones too: whoever had noted the day must read that it is off."""
    found = kept(user, wanted).between(wanted.first, wanted.last).single().with_access_of(user)
    found = found.select_related("workshop", "module", "school__structure")
    now = timezone.localtime().replace(tzinfo=None)
    for session in found.order_by("date", "starts_at", "pk"):
        yield moment(session, now)


def kept(user, wanted):
    found = days.concerning(user) if wanted.is_mine else Session.objects.visible_to(user)
    if wanted.partnership:
        found = found.filter(pk__in=in_partnership(user, wanted.partnership))
    if wanted.programme:
        found = found.filter(workshop__programme=wanted.programme)
    if wanted.school:
        found = found.for_school(wanted.school)
    if wanted.structure:
        place = wanted.structure
        found = found.filter(Q(workshop__programme__lead=place) | Q(workshop__host=place))
    return found


def in_partnership(user, partnership):
    return days.sessions_of(partnership, user).order_by().values("pk")


def moment(session, now):
    place = session.place or session.workshop.place
    title, state = str(session.workshop), state_of(session, now)
    module = str(session.module or "")
    return Moment(
        key=f"seance-{session.pk}",
        occasion=Occasion.SESSION,
        on=session.date,
        title=title,
        url=url_of(session),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        lines=tuple(filter(None, [module, place, str(session.school or "")])),
        state=state,
        note=note_of(session, state),
        told=" : ".join(filter(None, [title, module])),
        place=place,
        version=session.version,
    )


def url_of(session):
    """The sheet for whoever keeps it, unless there is nothing left to note."""
    if session.is_loggable and session.status != Session.Status.CANCELLED:
        return reverse("workshops:session_sheet", args=[session.pk])
    return session.get_absolute_url()


def state_of(session, now):
    if session.status == Session.Status.CANCELLED:
        return "cancelled"
    state = days.state_of(session, now)
    is_over = days.bounds(session)[1] <= now
    return "late" if state == "next" and is_over else state


def note_of(session, state):
    """In words, what its line does not say; a sheet waits only for whoever keeps it."""
    if state == "cancelled":
        return _("annulée")
    return _("feuille à remplir") if state == "late" and session.is_loggable else ""
