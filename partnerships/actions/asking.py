"""The letter by which a party reads a shared text and accepts it without an account.

It knows a SharedText and its `links`, of which each has its `structure` and its `text`.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.actions import accord
from partnerships.actions.changes import locked
from partnerships.links import hash_token, new_token
from partnerships.models import Acceptance, Link, Membership, SharedText, Structure, User

VALID_FOR = dt.timedelta(days=30)
HOUR = dt.timedelta(hours=1)
# Letters that one party may get about one text in an hour.
LETTERS_AN_HOUR = 3


@transaction.atomic
def send(*, text: SharedText, structure: Structure, email: str, by: User) -> tuple[Link, str]:
    """A link valid 30 days, and the token its letter carries (kept hashed).

    The former link to that address is void. Refuses (ValidationError) what `accord.refuse_to_ask`
    refuses, and more than three letters an hour to one party.
    """
    accord.refuse_to_ask(locked(text), structure)
    now = timezone.now()
    sent = text.links.filter(structure=structure)
    if sent.filter(created_at__gt=now - HOUR).count() >= LETTERS_AN_HOUR:
        raise ValidationError(
            _("Trois liens sont déjà partis depuis une heure : laissez-leur le temps de lire.")
        )
    sent.usable().filter(email__iexact=email).update(revoked_at=now)
    token = new_token()
    link = text.links.model(
        structure=structure,
        email=email,
        token_hash=hash_token(token),
        created_by=by,
        expires_at=now + VALID_FOR,
        **{text.links.field.name: text},
    )
    link.full_clean()
    link.save()
    audit.record(audit.Verb.INVITED, link, by=by, structure=structure)
    return link, token


@transaction.atomic
def revoke(*, link: Link, by: User) -> None:
    """The letter opens nothing any more; revoking twice is no fault."""
    usable(link).update(revoked_at=timezone.now())
    audit.record(audit.Verb.CANCELLED, link, by=by, structure=link.structure)


def usable(link: Link) -> QuerySet[Link]:
    return link.text.links.usable().filter(pk=link.pk)


def link_of(links: QuerySet[Link], token: str) -> Link | None:
    return links.with_text().filter(token_hash=hash_token(token)).first()


def why_void(link: Link | None) -> str:
    """The sentence for whoever opens a link that opens nothing; empty when it does open."""
    if link is None:
        return _("Ce lien n’existe pas : il a peut-être été coupé. Recopiez-le en entier.")
    if link.revoked_at:
        return _("Ce lien a été annulé, ou remplacé par un plus récent.")
    if link.used_at:
        return _("Ce lien a déjà servi : votre réponse est enregistrée.")
    if not link.text.is_in_force:
        return str(link.text.NOTHING_LEFT)
    if link.structure not in link.text.parties():
        return str(link.text.PARTY_LEFT)
    if link.expires_at <= timezone.now():
        return _("Ce lien a plus de trente jours : il n’ouvre plus rien.")
    return ""


@transaction.atomic
def accept(*, link: Link, seen: int, spoken_by: str) -> Acceptance:
    """Somebody without an account says yes for the party the letter was sent to.

    Refuses (Outdated) when the text has changed since it was opened: the link still serves; and
    (ValidationError) a link that opens nothing any more.
    """
    # One conditional update: of two answers at the same moment, one finds nothing to use.
    used = usable(link).update(used_at=timezone.now())
    if not used:
        raise ValidationError(why_void(again(link)))
    return accord.accept(
        text=link.text,
        structure=link.structure,
        seen=seen,
        by=None,
        how=Acceptance.How.LINK,
        spoken_by=spoken_by,
    )


def again(link: Link) -> Link:
    link.refresh_from_db(fields=["used_at", "revoked_at", "expires_at"])
    return link


def awaiting(link: Link) -> QuerySet[User]:
    """Who is told of the answer: those who coordinate the side that sent the link, of today."""
    around = [party for party in link.text.parties() if party != link.structure]
    side = Membership.objects.filter(user=link.created_by, structure__in=around)
    return User.objects.coordinating(side.values("structure"))
