"""When sessions are to take place: one, a series, or none after all."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from partnerships import audit
from partnerships.models import School, SchoolHoliday, User
from workshops.actions import guests
from workshops.models import Module, Session, Workshop
from workshops.series import Calendar, Holiday

ALSACE_MOSELLE = ("57", "67", "68")


@dataclass(frozen=True)
class Usual:
    """How the next session of a workshop would be, if it were like the last one."""

    starts_at: dt.time | None
    ends_at: dt.time | None
    place: str
    school: School | None
    module: Module | None


def usual(workshop: Workshop) -> Usual:
    """Hours, place and school of the last session that was not cancelled; the next module."""
    last = (
        kept(workshop)
        .select_related("school__structure")
        .order_by("date", "starts_at", "pk")
        .last()
    )
    left = modules_left(workshop)
    if last:
        module = left[0] if left else None
        return Usual(last.starts_at, last.ends_at, last.place, last.school, module)
    schools = list(workshop.schools.select_related("structure")[:2])
    only = schools[0] if len(schools) == 1 else None
    return Usual(None, None, workshop.place, only, left[0] if left else None)


def kept(workshop):
    return workshop.sessions.exclude(status=Session.Status.CANCELLED)


def modules_left(workshop: Workshop) -> list[Module]:
    """The modules of the pathway that no session held or planned follows yet, in order."""
    if not workshop.pathway_id:
        return []
    taken = kept(workshop).exclude(module=None)
    return list(workshop.pathway.modules.exclude(pk__in=taken.values("module")).order_by("order"))


def calendar_for(
    workshop: Workshop, school: School | None, *, since: dt.date, starts_at: dt.time
) -> Calendar:
    """Holidays from that day on in the zone of the school, else of the host, else of the lead."""
    places = [school.structure] if school else []
    places += [workshop.host, workshop.programme.lead]
    place = next((place for place in places if place.holiday_zone), places[0])
    known = SchoolHoliday.objects.for_pupils().of_zone(place.holiday_zone)
    known = known.filter(returns_on__gt=since).order_by("starts_on")
    return Calendar(
        [Holiday(row.name, row.starts_on, row.returns_on) for row in known],
        is_alsace_moselle=place.postal_code.startswith(ALSACE_MOSELLE),
        taken=frozenset(kept(workshop).filter(starts_at=starts_at).values_list("date", flat=True)),
    )


@transaction.atomic
def create_session(*, session: Session, by: User) -> Session:
    """Plan one session; refuses a module of another pathway, and an end equal to the start."""
    plan(session)
    tell(audit.Verb.CREATED, session, by=by)
    return session


@transaction.atomic
def create_series(
    *,
    workshop: Workshop,
    days: Sequence[dt.date],
    starts_at: dt.time,
    ends_at: dt.time,
    place: str = "",
    school: School | None = None,
    by: User,
) -> list[Session]:
    """Plan a session on each of these days, at the same hours, with the modules left in order.

    Refuses no day at all, and a day on which the workshop already meets at that hour.
    """
    if not days:
        raise ValidationError(_("Gardez au moins une date."), code="none")
    refuse_twice(workshop, days, starts_at)
    moments = [(day, starts_at, ends_at) for day in sorted(days)]
    return create_all(workshop=workshop, moments=moments, place=place, school=school, by=by)


@transaction.atomic
def create_all(
    *,
    workshop: Workshop,
    moments: Sequence[tuple[dt.date, dt.time, dt.time]],
    place: str = "",
    school: School | None = None,
    by: User,
) -> list[Session]:
    """A session at each moment (day, start, end), in that order, with the modules left in order."""
    modules = iter(modules_left(workshop))
    sessions = []
    for day, starts_at, ends_at in moments:
        session = Session(
            workshop=workshop,
            date=day,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place,
            school=school,
            module=next(modules, None),
        )
        sessions.append(plan(session))
    lead = workshop.programme.lead
    lines = [audit.line(audit.Verb.CREATED, row, by=by, structure=lead) for row in sessions]
    audit.record_all(lines)
    return sessions


@transaction.atomic
def delete_session(*, session: Session, by: User) -> None:
    """Take back a session planned by mistake.

    Refuses one that is not planned, or on whose sheet somebody wrote: it is cancelled instead.
    """
    if not is_deletable(session):
        raise ValidationError(
            _("Cette séance a déjà servi : annulez-la plutôt, son histoire reste."), code="used"
        )
    guests.forget(session.guests.all(), by=by)
    tell(audit.Verb.DELETED, session, by=by)
    session.delete()


def is_deletable(session: Session) -> bool:
    """Planned, and nothing on its sheet."""
    return (
        session.status == Session.Status.PLANNED
        and not (session.log or session.heard or session.questions)
        and not session.attendances.exists()
        and not session.head_counts.exists()
        and not session.signed_sheets.exists()
        and not session.advice.exists()
        and not session.quotes.exists()
    )


def plan(session):
    if session.module and session.module.pathway_id != session.workshop.pathway_id:
        raise ValidationError(_("Ce module n’est pas du parcours que suit ce groupe."))
    session.full_clean()
    session.save()
    return session


def refuse_twice(workshop, days, starts_at):
    found = kept(workshop).filter(date__in=days, starts_at=starts_at).order_by("date").first()
    if found:
        raise ValidationError(
            _("Une séance de cet atelier est déjà prévue le %(day)s à cette heure."),
            code="twice",
            params={"day": f"{found.date:%d/%m/%Y}"},
        )


def tell(verb, session, *, by):
    audit.record(verb, session, by=by, structure=session.workshop.programme.lead)
