"""What each parent did at a session besides coming, and the minutes they stayed (FAM-044, FAM-014).

Fields are named as on the page and in the audit line: role-12, minutes-12 (the parent).
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partnerships.models import User
from partnerships.transactions import atomic_again
from workshops.actions import snapshots
from workshops.actions.attendance import Authors, Conflict, SheetOutcome, Written, tell
from workshops.actions.states import locked, reason_to_correct, refuse_cancelled
from workshops.models import Attendance, Session

NAMES = ("role", "minutes")


@dataclass(frozen=True)
class Part:
    """What one parent did there; each answer says what stood there before. Empty minutes: all of it."""

    role: Written
    minutes: Written


@atomic_again
def save_roles(
    *, session: Session, parts: dict[int, Part], reason: str = "", by: User
) -> SheetOutcome:
    """Write what changed and still fits, by parent; the rest is told back as a sheet tells it.

    Minutes are whole minutes, no longer than the session. Refuses everything when the session is
    cancelled, or held and no reason is given; refuses (in the outcome) nonsense, field by field.
    Somebody who is not noted present or late did nothing there.
    """
    session = locked(session)
    refuse_cancelled(session)
    outcome, authors = SheetOutcome(), Authors(session)
    rows = session.attendances.filter(parent__in=parts, status__in=Attendance.COUNTING)
    kept = []
    for row in rows.order_by("pk"):
        answers = vars(parts[row.parent_id])
        known = len(outcome.written)
        for name in NAMES:
            settle(session, row, name, answers[name], by, outcome, authors)
        if len(outcome.written) > known:
            row.counted_minutes = snapshots.counted(session, row.minutes)
            kept.append(row)
    if kept:
        reason = reason_to_correct(session, reason)
        Attendance.objects.bulk_update(kept, [*NAMES, "counted_minutes"])
        tell(session, outcome.written, by=by, reason=reason)
    return outcome


def settle(session, row, name, written, by, outcome, authors):
    """Write this answer on the row when it changes it; otherwise the outcome says why not."""
    field, current = f"{name}-{row.parent_id}", getattr(row, name)
    try:
        CHECKS[name](written.value, session)
    except ValidationError as refusal:
        outcome.refusals[field] = refusal.messages[0]
        return
    if written.value in (current, written.seen):
        return
    if written.seen != current and not authors.was(by, field):
        conflict = Conflict(field, written.value, current, row.version)
        outcome.conflicts.append(authors.told(conflict))
        return
    setattr(row, name, written.value)
    outcome.written.append(field)


def check_role(role, _session):
    if role and role not in Attendance.Role.values:
        raise ValidationError(_("Choisissez dans la liste."))


def check_minutes(minutes, session):
    longest = session.delivered_minutes or session.planned_minutes
    if minutes is not None and not 1 <= minutes <= longest:
        raise ValidationError(
            _("De 1 à %(longest)s minutes : la séance n’a pas duré plus.") % {"longest": longest}
        )


CHECKS = {"role": check_role, "minutes": check_minutes}
