"""What an action may do to a session depends on its state, read under a lock."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.questions import written_once
from partnerships.validators import normalise_text
from workshops.models import Session

REASON_LENGTH = 200


def locked(session: Session) -> Session:
    """The session as it is now; whoever writes the same sheet waits for their turn."""
    found = as_it_is(session.pk)
    if not found:
        raise Session.DoesNotExist
    return found[0]


@written_once
def as_it_is(session):
    sessions = Session.objects.select_for_update(of=("self",), no_key=True).filter(pk=session)
    return sessions.select_related("workshop__programme__lead")


def refuse_cancelled(session: Session) -> None:
    if session.status == Session.Status.CANCELLED:
        raise ValidationError(_("Cette séance est annulée : rouvrez-la d’abord."), code="cancelled")


def reason_given(reason: str, otherwise: str) -> str:
    """A reason, cleaned; refuses none, with that sentence, and more than 200 characters."""
    reason = normalise_text(reason)
    if not reason:
        raise ValidationError(otherwise, code="reason")
    if len(reason) > REASON_LENGTH:
        raise ValidationError(_("Dites ce motif en 200 caractères au plus."), code="reason")
    return reason


def reason_to_correct(session: Session, reason: str) -> str:
    """A held session is corrected with a reason; an open one is simply filled."""
    if session.status != Session.Status.HELD:
        return ""
    return reason_given(reason, _("Cette séance est close : dites pourquoi vous la corrigez."))
