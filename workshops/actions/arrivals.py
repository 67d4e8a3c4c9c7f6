"""Somebody comes in whom the sheet did not expect, or was put on it by mistake."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from families.actions.households import register_family
from families.models import Family, Parent, Qpv
from partnerships import audit
from partnerships.models import AuditEvent, User
from partnerships.transactions import atomic_again
from partnerships.validators import fold, normalise_text
from workshops import catch_ups
from workshops.actions import snapshots, waiting
from workshops.actions.attendance import tell
from workshops.actions.states import locked, reason_to_correct, refuse_cancelled
from workshops.models import Attendance, Enrolment, Session, Workshop

# They begin a family name: « Marie Le Gall », « Ana da Silva ».
PARTICLES = {"al", "ait", "ben", "bin", "da", "de", "del", "der", "di", "dos", "du", "el", "la"}
PARTICLES |= {"le", "o", "ould", "van", "von"}

# What somebody wrote of a parent elsewhere, which no mistake of a sheet may take away.
KEPT = ("enrolments", "consents", "referrals", "referrals_received", "support_meetings", "outcomes")
KEPT += ("invitations", "waiting")


@atomic_again
def add_parent(
    *,
    session: Session,
    parent: Parent,
    by: User,
    status: str = Attendance.Status.PRESENT,
    reason: str = "",
) -> Attendance:
    """Note somebody known, present unless said otherwise; who is on the sheet stays as noted.

    Who is of another group of the same pathway, that has not got this module from them, catches
    it up: it counts for that group, and they do not join this one.

    Refuses a cancelled session, a held one without a reason, people of another structure and
    an answer there is not.
    """
    session = locked(session)
    refuse_cancelled(session)
    reason = reason_to_correct(session, reason)
    known = Parent.objects.findable_for(session.workshop.programme).still()
    if not known.filter(pk=parent.pk).first():
        raise ValidationError(_("Cette personne n’est pas connue de votre structure."))
    return note(session, parent, status, by=by, reason=reason)


@atomic_again
def add_newcomer(
    *,
    session: Session,
    name: str,
    by: User,
    status: str = Attendance.Status.PRESENT,
    reason: str = "",
) -> Attendance:
    """Register somebody by their first name at least, with a household of their own, and note them.

    Refuses what add_parent refuses, and a name without a letter or too long.
    """
    session = locked(session)
    refuse_cancelled(session)
    reason = reason_to_correct(session, reason)
    first_name, last_name = split_name(name)
    parent = register_family(
        family=Family(structure=session.workshop.programme.lead),
        parent=Parent(first_name=first_name, last_name=last_name),
        by=by,
    )
    return note(session, parent, status, by=by, reason=reason, also=[created_here(parent)])


@atomic_again
def remove_parent(*, session: Session, parent: Parent, by: User) -> bool:
    """Take away an answer given by mistake, and the enrolment that came with it that day.

    Somebody expected before that day stays on the sheet, not ticked. Somebody created on this very
    sheet, of whom nothing else is known, is deleted: True then. Refuses a cancelled or held
    session: what was held is corrected, not taken away.
    """
    session = locked(session)
    refuse_cancelled(session)
    if session.status == Session.Status.HELD:
        raise ValidationError(_("Cette séance est close : rouvrez-la pour retirer quelqu’un."))
    removed = list(session.attendances.filter(parent=parent))
    session.attendances.filter(parent=parent).delete()
    if unenrol(session, parent):
        tell_enrolment(session, parent, by=by)
    if removed:
        tell(session, [f"attendance-{parent.pk}"], by=by, noted=removed)
    return delete_mistake(session, parent, by=by)


def created_here(parent):
    """What the audit line of a sheet says of somebody it created."""
    return f"newcomer-{parent.pk}"


def delete_mistake(session, parent, *, by):
    """« Fat », created instead of touching « Fatoumata »: whether there was such a mistake."""
    lines = AuditEvent.objects.filter(
        object_type=session._meta.label_lower, object_id=str(session.pk)
    )
    was_created_here = any(created_here(parent) in line.fields for line in lines)
    if not was_created_here or is_known_otherwise(parent):
        return False
    family, lead = parent.family, session.workshop.programme.lead
    lines = [
        audit.line(audit.Verb.DELETED, row, by=by, structure=lead, family=family.pk)
        for row in (parent, family)
    ]
    audit.record_all(lines)
    parent.delete()
    family.delete()
    return True


def is_known_otherwise(parent):
    """Anything beyond the name typed on the sheet: it then stays, for somebody wrote it."""
    family = parent.family
    return (
        any([parent.gender, parent.birth_year, parent.age_band, parent.phone, parent.email])
        or family.lives_in_qpv != Qpv.UNKNOWN
        or parent.attendances.exists()
        or any(getattr(parent, kept).exists() for kept in KEPT)
        or family.schoolings.exists()
        or family.parents.exclude(pk=parent.pk).exists()
    )


def note(session, parent, status, *, by, reason, also=()):
    if status not in Attendance.Status.values:
        raise ValidationError(_("Notez présent, retard, excusé ou absent."))
    known = session.attendances.filter(parent=parent).first()
    if known:
        return known
    group, is_guest = expected_for(session, parent)
    row = snapshots.row_of(session=session, parent=parent, status=status, by=by, cohort=group)
    row.save(force_insert=True)
    fields = [f"attendance-{parent.pk}", *also]
    if not is_guest and keeps_a_list(session.workshop) and enrol(session, parent):
        fields.append(f"enrolment-{parent.pk}")
        waiting.stop(workshop=session.workshop, parent=parent, by=by)
        tell_enrolment(session, parent, by=by)
    tell(session, fields, by=by, reason=reason, noted=[row])
    return row


def expected_for(session, parent):
    """(the key of the group for which they catch up, whether they are of this session alone)."""
    guest = session.guests.filter(parent=parent).select_related("enrolment").first()
    enrolment = guest.enrolment if guest else catch_ups.guessed(session, parent)
    return enrolment and enrolment.workshop_id, bool(guest or enrolment)


def keeps_a_list(workshop):
    """A cohort, and any group that enrols: whoever comes is expected next time too.

    An open café enrols nobody, so coming once makes nobody absent the week after.
    """
    return workshop.format == Workshop.Format.COHORT or workshop.enrolments.exists()


def enrol(session, parent):
    """Expected from that day on; who had left is back. Whether anything changed."""
    enrolment, is_new = Enrolment.objects.get_or_create(
        workshop=session.workshop, parent=parent, defaults={"enrolled_on": session.date}
    )
    is_back = bool(enrolment.left_on and enrolment.left_on < session.date)
    if is_back:
        enrolment.left_on = None
        enrolment.save(update_fields=["left_on"])
    return is_new or is_back


def unenrol(session, parent):
    """Take back the enrolment that came with this sheet alone. Whether there was one."""
    elsewhere = parent.attendances.filter(workshop=session.workshop_id).exclude(session=session)
    if elsewhere.exists():
        return False
    enrolments = session.workshop.enrolments.filter(parent=parent, enrolled_on=session.date)
    return bool(enrolments.delete()[0])


def tell_enrolment(session, parent, *, by):
    """The list of the workshop changed, and whose place on it."""
    audit.record(
        *(audit.Verb.CHANGED, session.workshop),
        by=by,
        structure=session.workshop.programme.lead,
        family=parent.family_id,
        fields=[f"enrolment-{parent.pk}"],
    )


def split_name(name: str) -> tuple[str, str]:
    """« fatou » → Fatou; « Thi Lan Nguyen » → Thi Lan, Nguyen; « Marie Le Gall » → Marie, Le Gall.

    What is written in capitals is the family name: « KONÉ DIALLO Awa ». Refuses no letter at all.
    """
    words = normalise_text(name).split()
    if not fold(name):
        raise ValidationError(_("Donnez au moins un prénom."))
    if all(word == word.lower() for word in words):
        words = [word.capitalize() for word in words]
    shouted = [word for word in words if word.isupper() and len(word.strip(".")) > 1]
    if shouted and len(shouted) < len(words):
        return " ".join(word for word in words if word not in shouted), " ".join(shouted)
    start = max(1, len(words) - 1)
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])
