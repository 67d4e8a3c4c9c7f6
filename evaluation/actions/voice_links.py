"""The letter by which somebody gives their view without an account.

It opens as often as one likes until the voices are opened: hence no `used_at`.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.actions.contributions import under_seal
from evaluation.models import Contribution, Voice, VoiceLink
from partnerships import audit
from partnerships.actions.asking import HOUR, LETTERS_AN_HOUR, VALID_FOR
from partnerships.links import hash_token, new_token
from partnerships.models import User


@transaction.atomic
def send(*, voice: Voice, email: str, by: User) -> tuple[VoiceLink, str]:
    """A link valid 30 days, and the token its letter carries (kept hashed).

    The former link to that address is void, and what was said by it goes on with this one. Refuses
    (ValidationError) once the voices are opened, a structure that left, and more than three letters
    an hour to one address.
    """
    voice, now = under_seal(voice), timezone.now()
    if has_left(voice):
        raise ValidationError(voice.review.NO_PARTY)
    sent = voice.links.filter(email__iexact=email)
    if sent.filter(created_at__gt=now - HOUR).count() >= LETTERS_AN_HOUR:
        raise ValidationError(
            _(
                "Trois lettres sont déjà parties à cette adresse depuis une heure : laissez le temps."
            )
        )
    token = new_token()
    link = VoiceLink(
        voice=voice,
        email=email,
        token_hash=hash_token(token),
        created_by=by,
        expires_at=now + VALID_FOR,
    )
    link.full_clean()
    link.save()
    former = sent.exclude(pk=link.pk)
    Contribution.objects.filter(link__in=former).update(link=link)
    former.filter(revoked_at=None).update(revoked_at=now)
    audit.record(audit.Verb.INVITED, link, by=by, structure=voice.structure)
    return link, token


@transaction.atomic
def revoke(*, link: VoiceLink, by: User) -> None:
    """The letter opens nothing any more; what was handed in by it stays. Twice is no fault."""
    VoiceLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
    audit.record(audit.Verb.CANCELLED, link, by=by, structure=link.voice.structure)


def why_void(link: VoiceLink | None) -> str:
    """The sentence for whoever opens a link that opens nothing; empty when it does open."""
    if link is None:
        return _("Ce lien n’existe pas : il a peut-être été coupé. Recopiez-le en entier.")
    if not link.voice.review.is_sealed:
        return _("Les voix sont ouvertes : le bilan se lit et se discute ensemble, à la rencontre.")
    if link.revoked_at:
        return _("Ce lien a été annulé, ou remplacé par un plus récent.")
    if link.expires_at <= timezone.now():
        return _("Ce lien a plus de trente jours : il n’ouvre plus rien.")
    if has_left(link.voice):
        return str(link.voice.review.PARTY_LEFT)
    return ""


def has_left(voice: Voice) -> bool:
    return voice.structure is not None and voice.structure not in voice.review.parties()
