"""Somebody leaves a structure: one act ends what they were there and hands on what they held."""

import datetime as dt

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit, registry
from partnerships.actions import contacts, team
from partnerships.models import Tenure, User
from partnerships.registry import Holding, Leaver

DAY = dt.timedelta(days=1)


@transaction.atomic
def see_off(
    *,
    leaver: Leaver,
    ends_on: dt.date,
    end_reason: str,
    successor: Tenure | None = None,
    by: User,
) -> list[Holding]:
    """End the functions and roles somebody has in that structure, and close their sessions.

    The successor takes the threads and everything they can hold; the answer is what nobody took.
    Refuses (ValidationError) one’s own departure, and a day to come: roles end at once.
    """
    if leaver.account and leaver.account == by:
        raise ValidationError(_("Votre propre départ se note par quelqu’un d’autre : un collègue."))
    if ends_on > timezone.localdate():
        raise ValidationError(
            {"ends_on": _("Ce jour est à venir : revenez le jour venu, les rôles finissent ici.")}
        )
    left = hand_on(leaver=leaver, successor=successor, by=by)
    if leaver.contact:
        for tenure in leaver.contact.tenures.filter(structure=leaver.structure).unended():
            contacts.end_tenure(
                tenure=tenure,
                ends_on=max(ends_on, tenure.starts_on),
                end_reason=end_reason,
                successor=successor,
                takes_threads=True,
                by=by,
            )
    if leaver.account:
        held = leaver.account.memberships.filter(structure=leaver.structure).unended()
        for membership in held:
            team.end_role(membership=membership, by=by)
        close_sessions(leaver.account)
        audit.record(
            audit.Verb.CLOSED, leaver.account, by=by, structure=leaver.structure, fields=["roles"]
        )
    return left


def hand_on(*, leaver: Leaver, successor: Tenure | None, by: User) -> list[Holding]:
    """Give everything to the successor; what they cannot hold, or all of it without one, is left."""
    held = registry.holdings.ask(leaver)
    if successor is None:
        return held
    contact = successor.contact
    colleague = Leaver(structure=leaver.structure, account=contact.account, contact=contact)
    return [holding for holding in held if not holding.hand_over(colleague, by)]


def close_sessions(account: User) -> None:
    """Signed in nowhere any more; sessions last half a day, so there are few to look at."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            session.delete()
