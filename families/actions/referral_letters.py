"""The letter by which the other side answers without an account: one purpose, once, for a time."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from families import lines
from families.actions import referrals
from families.models import Referral, ReferralLink
from families.querysets import ReferralQuerySet
from partnerships import audit
from partnerships.links import hash_token, new_token
from partnerships.models import User

Status = Referral.Status
# To answer; then, once accepted, to say whether the person came.
TO_ANSWER = dt.timedelta(days=30)
TO_SAY_WHO_CAME = dt.timedelta(days=60)
LETTERS_AN_HOUR = 3


@transaction.atomic
def send(*, referral: Referral, email: str, by: User | None) -> tuple[ReferralLink, str]:
    """A link, and the token its letter carries (kept hashed); the former one there is void.

    Refuses (ValidationError) before the parent’s agreement, once it is over, and more than three
    letters an hour.
    """
    refuse_to_send(referral)
    now = timezone.now()
    if referral.links.filter(created_at__gt=now - dt.timedelta(hours=1)).count() >= LETTERS_AN_HOUR:
        raise ValidationError(
            _("Trois liens sont déjà partis depuis une heure : laissez-leur le temps de lire.")
        )
    referral.links.usable().filter(email__iexact=email).update(revoked_at=now)
    return issue(referral, email, by)


def issue(referral: Referral, email: str, by: User | None) -> tuple[ReferralLink, str]:
    token = new_token()
    link = ReferralLink(
        referral=referral,
        email=email,
        token_hash=hash_token(token),
        created_by=by,
        expires_at=expiry(referral, timezone.now()),
    )
    link.full_clean()
    link.save()
    audit.record(audit.Verb.INVITED, link, by=by, **lines.of_sender(referral))
    return link, token


def refuse_to_send(referral: Referral) -> None:
    if referral.state == Status.DRAFT:
        raise ValidationError(_("Notez d’abord l’accord du parent : quand et comment."))
    if referral.state not in {Status.REQUESTED, Status.ACCEPTED}:
        raise ValidationError(referrals.told_to_sender(referral))


def expiry(referral: Referral, now: dt.datetime) -> dt.datetime:
    """Thirty days, and never past the voucher; sixty to say whether somebody came."""
    if referral.status == Status.ACCEPTED:
        return now + TO_SAY_WHO_CAME
    end = dt.datetime.combine(referral.valid_until + dt.timedelta(days=1), dt.time.min)
    return min(now + TO_ANSWER, timezone.make_aware(end))


@transaction.atomic
def revoke(*, link: ReferralLink, by: User) -> None:
    """The letter opens nothing any more; revoking twice is no fault."""
    ReferralLink.objects.usable().filter(pk=link.pk).update(revoked_at=timezone.now())
    audit.record(audit.Verb.CANCELLED, link, by=by, **lines.of_sender(link.referral))


def link_of(token: str) -> ReferralLink | None:
    links = ReferralLink.objects.select_related("referral__sender", "referral__receiver")
    links = links.select_related("referral__parent", "created_by")
    return links.filter(token_hash=hash_token(token)).first()


def why_void(link: ReferralLink | None) -> str:
    """The sentence for whoever opens a link that opens nothing; empty when it does open."""
    if link is None:
        return _("Ce lien n’existe pas : il a peut-être été coupé. Recopiez-le en entier.")
    referral = link.referral
    if link.used_at and referral.status in ReferralQuerySet.ANSWERED:
        return _("Ce lien a déjà servi. %(told)s") % {"told": referrals.told(referral)}
    if link.used_at:
        return _("Ce lien a déjà servi : il n’ouvre plus rien.")
    if link.revoked_at:
        return _("Ce lien a été annulé, ou remplacé par un plus récent.")
    if referral.state not in {Status.REQUESTED, Status.ACCEPTED}:
        return referrals.told(referral)
    if link.expires_at <= timezone.now():
        return _("Ce lien est trop ancien : il n’ouvre plus rien.")
    return ""


@transaction.atomic
def answer(
    *, link: ReferralLink, said: str, spoken_by: str, refusal: str = ""
) -> tuple[ReferralLink, str] | None:
    """Somebody without an account answers: « accepted », « refused », « came » or « no_show ».

    Once accepted, a second link is for saying whether the person came: it and its token are given.
    Refuses (ValidationError) a link that opens nothing any more, and what the steps refuse.
    """
    # One conditional update: of two answers at the same moment, one finds nothing to use.
    used = ReferralLink.objects.usable().filter(pk=link.pk).update(used_at=timezone.now())
    if not used:
        raise ValidationError(why_void(again(link)))
    act, more = {
        Status.ACCEPTED: (referrals.accept, {}),
        Status.REFUSED: (referrals.refuse, {"refusal": refusal}),
        Status.CAME: (referrals.come, {}),
        Status.NO_SHOW: (referrals.miss, {}),
    }[said]
    act(referral=link.referral, by=None, answered_by=spoken_by, **more)
    if said == Status.ACCEPTED:
        return issue(link.referral, link.email, by=None)
    return None


def again(link: ReferralLink) -> ReferralLink:
    link.refresh_from_db(fields=["used_at", "revoked_at", "expires_at"])
    link.referral.refresh_from_db()
    return link
