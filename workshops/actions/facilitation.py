"""Who runs a session, said before or after it: with an account or by name (ATE-045, ATE-046, ATE-052).

While nobody is named for a planned session, the team of its workshop runs it. The first word about
one session names that team for it, so that whoever joins joins the others.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from partnerships import audit
from partnerships.models import User
from workshops.actions.sessions import name_the_team
from workshops.actions.states import locked, refuse_cancelled
from workshops.models import Facilitation, Session, TeamMember

RUNS = Facilitation.Part.RUNS


@transaction.atomic
def name(*, facilitation: Facilitation, by: User) -> Facilitation:
    """Somebody runs it, or speaks there; minutes are those they gave, none for the whole session.

    Refuses a cancelled session, somebody already named, and more minutes than the session.
    """
    session = ready(facilitation.session)
    if facilitation.part == RUNS:
        name_team(session)
    return written(facilitation, session, by=by)


@transaction.atomic
def correct(*, facilitation: Facilitation, values: Mapping[str, object], by: User) -> Facilitation:
    """Another part, volunteer or not, other minutes; refuses what naming refuses."""
    session = ready(facilitation.session)
    for field, value in values.items():
        setattr(facilitation, field, value)
    return written(facilitation, session, by=by)


@transaction.atomic
def remove(*, facilitation: Facilitation, by: User) -> None:
    """They do not run it after all; once nobody is named for a session to come, the team is.

    Refuses a cancelled session.
    """
    session = ready(facilitation.session)
    tell(session, by=by)
    facilitation.delete()


@transaction.atomic
def leave_out(*, session: Session, member: TeamMember, by: User) -> None:
    """Somebody of the team is away that day; refuses the last one, whom nobody would replace."""
    session = ready(session)
    name_team(session)
    rows = session.facilitations.filter(part=RUNS)
    if not rows.exclude(user=member.user_id).exists():
        raise ValidationError(_("Nommez d’abord qui l’anime à sa place."), code="last")
    rows.filter(user=member.user_id).delete()
    tell(session, by=by)


def ready(session):
    session = locked(session)
    refuse_cancelled(session)
    return session


def name_team(session):
    """Once it is held, what was said of it stands."""
    if session.status == Session.Status.PLANNED:
        name_the_team(session)


def written(facilitation, session, *, by):
    if facilitation.part != RUNS:
        facilitation.minutes = None
    longest = session.delivered_minutes or session.planned_minutes
    if facilitation.minutes is not None and not 1 <= facilitation.minutes <= longest:
        raise ValidationError(
            {
                "minutes": ValidationError(
                    _("De 1 à %(longest)d minutes : la séance n’a pas duré plus."),
                    params={"longest": longest},
                )
            }
        )
    facilitation.full_clean()
    facilitation.save()
    tell(session, by=by)
    return facilitation


def tell(session, *, by):
    lead = session.workshop.programme.lead
    audit.record(audit.Verb.CHANGED, session, by=by, structure=lead, fields=["facilitations"])
