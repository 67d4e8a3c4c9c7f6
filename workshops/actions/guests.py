"""Who is expected at one session only, and for which group what they follow there counts."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships import audit
from partnerships.models import User
from partnerships.transactions import atomic_again
from workshops import catch_ups
from workshops.actions import arrivals, waiting
from workshops.actions.attendance import tell
from workshops.actions.states import locked, reason_to_correct, refuse_cancelled
from workshops.models import Attendance, Enrolment, Guest, Session


@atomic_again
def catch_up(*, enrolment: Enrolment, session: Session, by: User) -> Guest:
    """Expect somebody at a session of another group, to catch up what theirs did.

    Places are shown, never enforced. Refuses a cancelled session and a held one, one that is not of
    the same pathway and structure or has no module, people who left their group before that day or
    were forgotten, and who is expected or noted there already.
    """
    session = locked(session)
    refuse_cancelled(session)
    if session.status == Session.Status.HELD:
        raise ValidationError(
            _("Cette séance a eu lieu : si la personne y était, ajoutez-la sur sa feuille.")
        )
    refuse_strangers(enrolment, session)
    here = session.workshop.enrolments.on(session.date).filter(parent=enrolment.parent_id)
    if here.exists() or session.attendances.filter(parent=enrolment.parent_id).exists():
        raise ValidationError(_("Cette personne est déjà attendue à cette séance."))
    parent = Parent.objects.named().still().filter(pk=enrolment.parent_id).first()
    if parent is None:
        raise ValidationError(_("Cette personne n’est plus connue de votre structure."))
    guest = Guest(session=session, parent=parent, enrolment=enrolment, added_by=by)
    guest.full_clean()
    guest.save()
    audit.record_all([line(audit.Verb.CREATED, guest, by=by)])
    return guest


def refuse_strangers(enrolment, session):
    alike = catch_ups.others(enrolment.workshop).filter(pk=session.workshop_id)
    if session.module_id is None or not alike.exists():
        raise ValidationError(_("Cette séance ne fait pas partie du même parcours."))
    if enrolment.left_on and enrolment.left_on < session.date:
        raise ValidationError(_("Cette personne a quitté son groupe avant ce jour."))


@atomic_again
def remove(*, guest: Guest, by: User) -> None:
    """Expect them no longer; refuses who is already noted: that is taken back on the sheet."""
    session = locked(guest.session)
    if session.attendances.filter(parent=guest.parent_id).exists():
        raise ValidationError(
            _("Cette personne est déjà notée : sa feuille garde ce qui y est écrit.")
        )
    forget(session.guests.filter(pk=guest.pk), by=by)


def forget(guests: QuerySet[Guest], *, by: User) -> None:
    """These are expected no longer; a line for each. Who is noted already stays so."""
    noted = Attendance.objects.filter(session__guests__in=guests.order_by().values("pk"))
    noted = set(noted.values_list("session", "parent"))
    guests = guests.select_related("session__workshop__programme__lead", "parent")
    gone = [each for each in guests if (each.session_id, each.parent_id) not in noted]
    audit.record_all([line(audit.Verb.DELETED, guest, by=by) for guest in gone])
    Guest.objects.filter(pk__in=[guest.pk for guest in gone]).delete()


@atomic_again
def count_for(
    *, session: Session, parent: Parent, enrolment: Enrolment | None, by: User, reason: str = ""
) -> Attendance:
    """Change for which group somebody follows a session: another of theirs, or this one (None).

    For this one, they are expected next time too. Refuses a cancelled session, a held one without
    a reason, somebody who is not on the sheet, and a group where they do not lack this module.
    """
    session = locked(session)
    refuse_cancelled(session)
    reason = reason_to_correct(session, reason)
    row = session.attendances.filter(parent=parent).first()
    if row is None:
        raise ValidationError(_("Cette personne n’est pas encore sur la feuille."))
    fields = [f"attendance-{parent.pk}", *(give(session, parent, enrolment, by))]
    row.cohort_id = enrolment.workshop_id if enrolment else session.workshop_id
    row.save(update_fields=["cohort"])
    tell(session, fields, by=by, reason=reason, noted=[row])
    return row


def give(session, parent, enrolment, by):
    """Their place of that one day here becomes one there, or the other way round."""
    if enrolment is None:
        forget_all(session, parent, by=by)
        if not arrivals.enrol(session, parent):
            return []
        waiting.stop(workshop=session.workshop, parent=parent, by=by)
    else:
        if enrolment not in catch_ups.wanted(session, [parent.pk]):
            raise ValidationError(_("Ce groupe a déjà fait ce module avec cette personne."))
        if not arrivals.unenrol(session, parent):
            return []
    arrivals.tell_enrolment(session, parent, by=by)
    return [f"enrolment-{parent.pk}"]


def forget_all(session, parent, *, by):
    guests = list(session.guests.filter(parent=parent).select_related("parent"))
    audit.record_all([line(audit.Verb.DELETED, guest, by=by) for guest in guests])
    session.guests.filter(parent=parent).delete()


def line(verb, guest, *, by):
    return audit.line(
        *(verb, guest),
        by=by,
        structure=guest.session.workshop.programme.lead,
        family=guest.parent.family_id,
        fields=["session", "enrolment"],
    )
