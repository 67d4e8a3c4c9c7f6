"""Who works where: invitations, and roles that end."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.actions.changes import locked
from partnerships.links import hash_token, new_token
from partnerships.models import Invitation, Membership, Structure, User

VALID_FOR = dt.timedelta(days=14)


@transaction.atomic
def invite(*, structure: Structure, email: str, role: str, by: User) -> tuple[Invitation, str]:
    """An invitation valid 14 days, and the token its letter carries (kept hashed).

    Refuses somebody who holds the role already. Inviting again makes the former letter void.
    """
    email = email.strip().lower()
    held = Membership.objects.current().filter(structure=structure, role=role, user__email=email)
    if held.exists():
        raise ValidationError(_("Cette personne a déjà ce rôle dans cette structure."))
    now = timezone.now()
    structure.invitations.usable().filter(email=email, role=role).update(revoked_at=now)

    token = new_token()
    invitation = Invitation(
        structure=structure,
        email=email,
        role=role,
        token_hash=hash_token(token),
        created_by=by,
        expires_at=now + VALID_FOR,
    )
    invitation.full_clean()
    invitation.save()
    audit.record(audit.Verb.INVITED, invitation, by=by, structure=structure, fields=["role"])
    return invitation, token


def has_account(invitation: Invitation) -> bool:
    return User.objects.filter(email=invitation.email).exists()


@transaction.atomic
def accept(*, invitation: Invitation, by: User) -> Membership:
    """The role invited to begins today. Refuses a link used, revoked or out of date, and an account
    other than the one invited."""
    if by.email != invitation.email:
        raise ValidationError(_("Cette invitation est pour une autre adresse e-mail."))
    # One conditional update: of two acceptances at the same moment, one finds nothing to use.
    used = Invitation.objects.usable().filter(pk=invitation.pk).update(used_at=timezone.now())
    if not used:
        raise ValidationError(_("Cette invitation a déjà servi ou n’est plus valable."))
    membership, _created = Membership.objects.get_or_create(
        user=by, structure=invitation.structure, role=invitation.role, ends_on=None
    )
    audit.record(audit.Verb.ACCEPTED, invitation, by=by, structure=invitation.structure)
    return membership


@transaction.atomic
def open_account(*, invitation: Invitation, first_name: str, last_name: str, password: str) -> User:
    """The account of the person invited, and its first role. Refuses what `accept` refuses."""
    user = User.objects.create_user(
        invitation.email, password, first_name=first_name, last_name=last_name
    )
    accept(invitation=invitation, by=user)
    return user


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> None:
    """The letter opens nothing any more; revoking twice is no fault."""
    Invitation.objects.usable().filter(pk=invitation.pk).update(revoked_at=timezone.now())
    audit.record(audit.Verb.CANCELLED, invitation, by=by, structure=invitation.structure)


@transaction.atomic
def end_role(*, membership: Membership, by: User) -> None:
    """The role ended yesterday: it opens nothing from the next request on.

    Refuses one’s own role: somebody else hands it over.
    """
    if membership.user == by:
        raise ValidationError(
            _("Vous ne pouvez pas mettre fin à votre propre rôle : demandez à un collègue.")
        )
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    membership = locked(membership)
    membership.ends_on = yesterday
    membership.starts_on = min(membership.starts_on, yesterday)
    membership.save()
    audit.record(
        audit.Verb.CHANGED,
        membership,
        by=by,
        structure=membership.structure,
        fields=["ends_on"],
    )


def welcome(*, user: User, on: dt.date) -> None:
    """Somebody new has read the visit; their own account alone says so, and nobody is told."""
    User.objects.filter(pk=user.pk, welcomed_on__isnull=True).update(welcomed_on=on)
