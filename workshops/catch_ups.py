"""Catching up: what somebody missed with their group, and where another group will do it.

What is caught up elsewhere counts for one’s own group; the other session counts who came to it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from families.models import Parent
from partnerships.models import User
from workshops.models import Attendance, Enrolment, Guest, Module, Session, Workshop

PLANNED, HELD = Session.Status.PLANNED, Session.Status.HELD
# How long after a session one still remembers who was there.
BACK = dt.timedelta(days=60)


@dataclass(frozen=True)
class Offer:
    """A session of another group; places left is None when nobody said how many there are."""

    session: Session
    places_left: int | None

    @property
    def is_full(self):
        return self.places_left is not None and self.places_left <= 0


@dataclass(frozen=True)
class Missed:
    """A module their group did without them: the guest they are somewhere, or where they may be."""

    module: Module
    guests: list[Guest] = field(default_factory=list)
    coming: list[Offer] = field(default_factory=list)
    past: list[Offer] = field(default_factory=list)


def guessed(session: Session, parent: Parent) -> Enrolment | None:
    """For whoever comes in unexpected: the one group of this pathway that lacks the module of them.

    Nothing for who is of this very group, nor when several groups might be meant.
    """
    here = session.workshop.enrolments.on(session.date)
    if here.filter(parent=parent).exists():
        return None
    found = wanted(session, [parent.pk])
    return found[0] if len(found) == 1 else None


def wanted(session: Session, parents: Iterable[int]) -> list[Enrolment]:
    """Their places in other groups of the pathway, which have not got this module from them."""
    if session.module_id is None:
        return []
    done = Attendance.objects.filter(
        parent=OuterRef("parent"),
        cohort=OuterRef("workshop"),
        module=session.module_id,
        status__in=Attendance.COUNTING,
        session__status__in=[PLANNED, HELD],
    )
    places = Enrolment.objects.on(session.date).filter(
        parent__in=parents, workshop__in=others(session.workshop)
    )
    places = places.exclude(Exists(done.exclude(session=session)))
    return list(places.select_related("workshop").order_by("pk"))


def others(workshop: Workshop):
    """The other groups of the same pathway, in the programmes of the same structure."""
    return Workshop.objects.filter(
        pathway=workshop.pathway_id, programme__lead=workshop.programme.lead_id
    ).exclude(pk=workshop.pk)


def offers(enrolment: Enrolment, user: User):
    """The sessions to come where other groups, that this person knows of, do what they missed."""
    sessions = elsewhere(enrolment, missed_modules(enrolment), user)
    return sessions.filter(status=PLANNED, date__gte=timezone.localdate())


def elsewhere(enrolment, modules, user):
    sessions = Session.objects.visible_to(user).single().with_access_of(user)
    sessions = sessions.filter(workshop__in=others(enrolment.workshop), module__in=modules)
    is_free = ~Exists(
        enrolment.workshop.enrolments.model.objects.filter(
            workshop=OuterRef("workshop"), parent=enrolment.parent_id, left_on__isnull=True
        )
    )
    return sessions.filter(is_free)


def missed(enrolment: Enrolment, user: User) -> list[Missed]:
    """What their group did without them, in the order of the pathway; as many queries for any number.

    What is over is shown to whoever keeps its sheet: perhaps they were there.
    """
    today, modules = timezone.localdate(), list(missed_modules(enrolment))
    found = {module.pk: Missed(module) for module in modules}
    guests = Guest.objects.filter(enrolment=enrolment, session__module__in=modules)
    guests = guests.exclude(session__attendances__parent=enrolment.parent_id)
    for guest in guests.select_related("session__workshop").order_by("session__date", "pk"):
        found[guest.session.module_id].guests.append(guest)
    expected = {guest.session_id for each in found.values() for guest in each.guests}
    is_ahead = Q(status=PLANNED, date__gte=today)
    is_behind = Q(status__in=[PLANNED, HELD], date__range=(today - BACK, today), is_loggable=True)
    sessions = elsewhere(enrolment, modules, user).filter(is_ahead | is_behind)
    for offer in with_places(sessions.exclude(pk__in=expected)):
        each, session = found[offer.session.module_id], offer.session
        is_coming = session.status == PLANNED and session.date >= today
        (each.coming if is_coming else each.past).append(offer)
    return list(found.values())


def missed_modules(enrolment: Enrolment):
    """Held by their group, and that they followed nowhere."""
    held = Session.objects.held().filter(workshop=enrolment.workshop_id, module=OuterRef("pk"))
    followed = Attendance.objects.taken_part().filter(
        cohort=enrolment.workshop_id, parent=enrolment.parent_id, module=OuterRef("pk")
    )
    modules = Module.objects.filter(pathway=enrolment.workshop.pathway_id).order_by("order")
    return modules.filter(Exists(held), ~Exists(followed))


def with_places(sessions) -> list[Offer]:
    """In the order of time, with the places left once those enrolled and expected are counted."""
    sessions = sessions.select_related("workshop").order_by("date", "starts_at", "pk")
    sessions = list(sessions.annotate(guests_number=Count("guests")))
    places = Enrolment.objects.filter(workshop__in={each.workshop_id for each in sessions})
    spans = list(places.order_by().values_list("workshop", "enrolled_on", "left_on"))
    return [Offer(session, places_left(session, spans)) for session in sessions]


def places_left(session, spans):
    if session.workshop.capacity is None:
        return None
    enrolled = sum(
        workshop == session.workshop_id
        and first <= session.date
        and (not last or last >= session.date)
        for workshop, first, last in spans
    )
    return session.workshop.capacity - enrolled - session.guests_number


@dataclass(frozen=True)
class Line:
    """Somebody on a sheet: for which group it counts, and for which others it could."""

    row: Attendance
    others: list[Enrolment]

    @property
    def is_of_another(self) -> bool:
        return self.row.cohort_id != self.row.workshop_id


def lines_of(session: Session) -> list[Line]:
    """Those noted there for whom there is, or could be, another group; two queries."""
    rows = session.attendances.filter(status__in=Attendance.COUNTING)
    rows = list(rows.select_related("parent", "cohort").order_by("parent__search_key", "pk"))
    places = defaultdict(list)
    for enrolment in wanted(session, [row.parent_id for row in rows]):
        places[enrolment.parent_id].append(enrolment)
    lines = [
        Line(row, [e for e in places[row.parent_id] if e.workshop_id != row.cohort_id])
        for row in rows
    ]
    return [line for line in lines if line.others or line.is_of_another]
