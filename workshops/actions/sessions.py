"""What becomes of a session: closed, reopened, cancelled, moved."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from families.models import Parent
from partnerships import audit, registry
from partnerships.models import School, User
from partnerships.transactions import atomic_again
from workshops.actions import snapshots
from workshops.actions.states import locked, reason_given, reason_to_correct, refuse_cancelled
from workshops.models import Attendance, Facilitation, Module, Session


@dataclass(frozen=True)
class Place:
    """Where a session stands in time, in space and in its pathway."""

    date: dt.date
    starts_at: dt.time
    ends_at: dt.time
    place: str = ""
    module: Module | None = None
    school: School | None = None


@atomic_again
def close(*, session: Session, by: User, others: str = "") -> Session:
    """Make it held: from now on its rows count, with the delivered minutes (planned unless said).

    `others` is how the people expected and not noted were: absent, excused, present or late.
    Refuses a cancelled session, one to come, and people expected but not noted when nothing is
    said of them (code "unmarked"). Closing twice changes nothing.
    """
    session = locked(session)
    refuse_cancelled(session)
    if session.status == Session.Status.HELD:
        return session
    if session.date > timezone.localdate():
        raise ValidationError(
            _("Cette séance n’a pas encore eu lieu : elle se clôt à partir du jour dit."),
            code="future",
        )
    marked = mark_others(session, others, by=by)
    session.status, session.closed_at, session.closed_by = Session.Status.HELD, timezone.now(), by
    if session.delivered_minutes is None:
        session.delivered_minutes = session.planned_minutes
    write(session, ["status", "closed_at", "closed_by", "delivered_minutes"])
    snapshots.fill_unknowns(session)
    snapshots.follow(session)
    name_the_team(session)
    lead = session.workshop.programme.lead
    audit.record_all(
        [
            audit.line(
                *(audit.Verb.CHANGED, parent),
                by=by,
                structure=lead,
                family=parent.family_id,
                fields=["attendance"],
            )
            for parent in marked
        ]
    )
    tell(audit.Verb.CLOSED, session, by=by, fields=[f"attendance-{parent.pk}" for parent in marked])
    return session


@atomic_again
def reopen(*, session: Session, reason: str, by: User) -> Session:
    """Back to planned: nothing of it counts any more, and what was noted is kept.

    Refuses a session that is neither held nor cancelled, and no reason.
    """
    session = locked(session)
    if session.status == Session.Status.PLANNED:
        raise ValidationError(_("Cette séance est déjà ouverte."), code="open")
    reason = reason_given(reason, _("Dites pourquoi vous rouvrez cette séance."))
    session.status, session.cancel_reason = Session.Status.PLANNED, ""
    session.closed_at = session.closed_by = None
    write(session, ["status", "cancel_reason", "closed_at", "closed_by"])
    snapshots.follow(session)
    tell(audit.Verb.REOPENED, session, by=by, reason=reason)
    return session


@atomic_again
def cancel(*, session: Session, reason: str, by: User) -> Session:
    """It will not take place, or did not: its rows are kept and never count.

    Refuses a held session, a cancelled one, and no reason.
    """
    session = locked(session)
    if session.status == Session.Status.HELD:
        raise ValidationError(_("Cette séance a eu lieu : rouvrez-la d’abord."), code="held")
    if session.status == Session.Status.CANCELLED:
        raise ValidationError(_("Cette séance est déjà annulée."), code="cancelled")
    session.cancel_reason = reason_given(reason, _("Dites pourquoi cette séance est annulée."))
    session.status = Session.Status.CANCELLED
    write(session, ["status", "cancel_reason"])
    snapshots.follow(session)
    tell(audit.Verb.CANCELLED, session, by=by, reason=session.cancel_reason)
    return session


@atomic_again
def move(*, session: Session, to: Place, reason: str = "", by: User) -> Session:
    """Another day, hour, place, module or school; the rows already noted follow.

    Refuses a cancelled session, a held one without a reason or moved to a day to come, a module
    of another pathway, and an end equal to the start.
    """
    session = locked(session)
    refuse_cancelled(session)
    reason = reason_to_correct(session, reason)
    if session.status == Session.Status.HELD and to.date > timezone.localdate():
        raise ValidationError(_("Une séance tenue a déjà eu lieu : choisissez un jour passé."))
    if to.module and to.module.pathway_id != session.workshop.pathway_id:
        raise ValidationError(_("Ce module n’est pas du parcours que suit ce groupe."))
    changed = [name for name, value in vars(to).items() if getattr(session, name) != value]
    if not changed:
        return session
    is_another_year = to.date.year != session.date.year
    for name in changed:
        setattr(session, name, getattr(to, name))
    session.clean_fields()
    session.validate_constraints()
    write(session, changed)
    snapshots.follow(session)
    if is_another_year:
        snapshots.change_year(session)
    tell(audit.Verb.CHANGED, session, by=by, fields=changed, reason=reason)
    return session


def unmarked(session: Session) -> QuerySet[Parent]:
    """The people expected that day whom nobody noted yet, those who catch up included.

    Adds cohort: the group for which they catch up. Who was only asked again is not missed.
    """
    enrolled = session.workshop.enrolments.on(session.date).values("parent")
    catching_up = session.guests.catching_up().values("parent")
    noted = session.attendances.values("parent")
    people = Parent.objects.named().filter(Q(pk__in=enrolled) | Q(pk__in=catching_up))
    people = people.exclude(pk__in=noted).select_related("family")
    return people.annotate(cohort=snapshots.group_of(session))


def mark_others(session, status, *, by):
    others = list(unmarked(session).still())
    if others and status not in Attendance.Status.values:
        raise ValidationError(
            ngettext_lazy(
                "%(number)d personne n’est pas pointée : dites si elle était là.",
                "%(number)d personnes ne sont pas pointées : dites si elles étaient là.",
                len(others),
            ),
            code="unmarked",
            params={"number": len(others)},
        )
    Attendance.objects.bulk_create(
        snapshots.row_of(session=session, parent=parent, status=status, by=by, cohort=parent.cohort)
        for parent in others
    )
    return others


def name_the_team(session):
    """Who usually runs the workshop ran this one, unless somebody said who did."""
    if session.taking(Facilitation.Part.RUNS):
        return
    Facilitation.objects.bulk_create(
        Facilitation(
            session=session,
            user_id=member.user_id,
            structure_id=member.structure_id,
            is_volunteer=member.is_volunteer,
        )
        for member in session.workshop.team.all()
    )


def write(session, fields):
    session.version += 1
    session.save(update_fields=[*fields, "version"])


def tell(verb, session, *, by, fields=(), reason=""):
    lead = session.workshop.programme.lead
    if verb == audit.Verb.REOPENED or session.status == Session.Status.HELD:
        registry.recounted.ask([lead.pk])
    audit.record(verb, session, by=by, structure=lead, fields=fields, reason=reason)
