"""The agreement of a school year: drafted, written, accepted by each party, carried on."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.actions import accord
from partnerships.actions.changes import change, locked
from partnerships.links import hash_token, new_token
from partnerships.models import (
    Agreement,
    AgreementAcceptance,
    AgreementLink,
    Expectation,
    Membership,
    Partnership,
    Structure,
    User,
)

VALID_FOR = dt.timedelta(days=30)
# Letters that one party may get about one agreement in an hour.
LETTERS_AN_HOUR = 3
# What the next year starts from; the dates of the steps are to be had again.
CARRIED = (*Agreement.WORDS, "charter", "committed_until")


@transaction.atomic
def draft(*, partnership: Partnership, school_year: int, kind: str, by: User) -> Agreement:
    """A new agreement, with the words of the latest of its kind before it (PAR-090).

    Refuses (ValidationError) a second one of a kind in a year, and a partnership that is over.
    """
    refuse_when_over(locked(partnership))
    earlier = partnership.agreements.filter(kind=kind, school_year__lt=school_year)
    previous = earlier.order_by("-school_year").first()
    agreement = Agreement(partnership=partnership, school_year=school_year, kind=kind)
    if previous and not hasattr(previous, "next"):
        agreement.previous = previous
    for name in CARRIED if previous else ():
        setattr(agreement, name, getattr(previous, name))
    if agreement.committed_until and agreement.committed_until < school_year:
        agreement.committed_until = None
    agreement.full_clean()
    agreement.save()
    said = {each.structure_id: each for each in previous.expectations.all()} if previous else {}
    for party in partnership.parties.all():
        before = said.get(party.structure_id)
        words = {word: getattr(before, word, "") for word in Expectation.WORDS}
        agreement.expectations.create(structure=party.structure, **words)
    audit.record(audit.Verb.CREATED, agreement, by=by)
    accord.start(text=agreement, by=by)
    return agreement


def refuse_when_over(partnership: Partnership) -> None:
    if partnership.is_over:
        raise ValidationError(_("Ce partenariat est terminé : son accord ne change plus."))


def write(
    *,
    agreement: Agreement,
    seen: int,
    words: Mapping[str, object],
    sides: Mapping[int, Mapping[str, str]],
    by: User,
    reason: str = "",
) -> Agreement:
    """Shared words, and what parties say by the key of their structure: a new version.

    Refuses what `accord.write` refuses, and (ValidationError) a partnership that is over.
    """
    refuse_when_over(agreement.partnership)

    def put(fresh):
        for name, value in words.items():
            setattr(fresh, name, value)
        for structure, said in sides.items():
            fresh.expectations.update_or_create(structure_id=structure, defaults=said)

    return accord.write(text=agreement, seen=seen, change=put, by=by, reason=reason)


def record_steps(*, agreement: Agreement, values: Mapping[str, object], by: User) -> Agreement:
    """The days elected officials and the inspector said yes (PAR-079, PAR-080): no new version."""
    refuse_when_over(agreement.partnership)
    return change(agreement, values=values, by=by)


@transaction.atomic
def accept(
    *, agreement: Agreement, structure: Structure, seen: int, by: User | None, **said
) -> AgreementAcceptance:
    """Refuses what `accord.accept` and `refuse_to_ask` refuse."""
    refuse_to_ask(agreement, structure)
    return accord.accept(text=agreement, structure=structure, seen=seen, by=by, **said)


def refuse_to_ask(agreement: Agreement, structure: Structure) -> None:
    """A partnership that is over, a structure that is no party, a text nobody has written."""
    refuse_when_over(agreement.partnership)
    if not agreement.partnership.parties.filter(structure=structure).exists():
        raise ValidationError(_("Cette structure ne fait plus partie du partenariat."))
    if agreement.is_blank:
        raise ValidationError(_("Rien n’est encore écrit : prenez la plume d’abord."))


# -- Letters -----------------------------------------------------------------------------------


@transaction.atomic
def send_link(
    *, agreement: Agreement, structure: Structure, email: str, by: User
) -> tuple[AgreementLink, str]:
    """A link valid 30 days, and the token its letter carries (kept hashed).

    The former link to that address is void. Refuses (ValidationError) what `refuse_to_ask` refuses,
    and more than three letters an hour to one party.
    """
    refuse_to_ask(locked(agreement), structure)
    now = timezone.now()
    sent = agreement.links.filter(structure=structure)
    if sent.filter(created_at__gt=now - dt.timedelta(hours=1)).count() >= LETTERS_AN_HOUR:
        raise ValidationError(
            _("Trois liens sont déjà partis depuis une heure : laissez-leur le temps de lire.")
        )
    sent.usable().filter(email__iexact=email).update(revoked_at=now)
    token = new_token()
    link = AgreementLink(
        agreement=agreement,
        structure=structure,
        email=email,
        token_hash=hash_token(token),
        created_by=by,
        expires_at=now + VALID_FOR,
    )
    link.full_clean()
    link.save()
    audit.record(audit.Verb.INVITED, link, by=by, structure=structure)
    return link, token


@transaction.atomic
def revoke_link(*, link: AgreementLink, by: User) -> None:
    """The letter opens nothing any more; revoking twice is no fault."""
    AgreementLink.objects.usable().filter(pk=link.pk).update(revoked_at=timezone.now())
    audit.record(audit.Verb.CANCELLED, link, by=by, structure=link.structure)


def link_of(token: str) -> AgreementLink | None:
    links = AgreementLink.objects.select_related("agreement__partnership", "structure")
    return links.select_related("created_by").filter(token_hash=hash_token(token)).first()


def why_void(link: AgreementLink | None) -> str:
    """The sentence for whoever opens a link that opens nothing; empty when it does open."""
    if link is None:
        return _("Ce lien n’existe pas : il a peut-être été coupé. Recopiez-le en entier.")
    if link.revoked_at:
        return _("Ce lien a été annulé, ou remplacé par un plus récent.")
    if link.used_at:
        return _("Ce lien a déjà servi : votre réponse est enregistrée.")
    partnership = link.agreement.partnership
    if partnership.is_over:
        return _("Ce partenariat est terminé : il n’y a plus rien à accepter.")
    if not partnership.parties.filter(structure=link.structure).exists():
        return _("La structure à qui ce lien fut envoyé ne fait plus partie du partenariat.")
    if link.expires_at <= timezone.now():
        return _("Ce lien a plus de trente jours : il n’ouvre plus rien.")
    return ""


@transaction.atomic
def accept_by_link(*, link: AgreementLink, seen: int, spoken_by: str) -> AgreementAcceptance:
    """Somebody without an account says yes for the party the letter was sent to.

    Refuses (Outdated) when the text has changed since it was opened: the link still serves; and
    (ValidationError) a link that opens nothing any more.
    """
    # One conditional update: of two answers at the same moment, one finds nothing to use.
    used = AgreementLink.objects.usable().filter(pk=link.pk).update(used_at=timezone.now())
    if not used:
        raise ValidationError(why_void(link_again(link)))
    return accept(
        agreement=link.agreement,
        structure=link.structure,
        seen=seen,
        by=None,
        how=AgreementAcceptance.How.LINK,
        spoken_by=spoken_by,
    )


def awaiting(link: AgreementLink) -> QuerySet[User]:
    """Who is told of the answer: those who coordinate the side that sent the link, of today."""
    around = link.agreement.partnership.parties.exclude(structure=link.structure)
    side = Membership.objects.filter(
        user=link.created_by, structure__in=around.values("structure")
    ).values("structure")
    return User.objects.coordinating(side)


def link_again(link: AgreementLink) -> AgreementLink:
    link.refresh_from_db(fields=["used_at", "revoked_at", "expires_at"])
    return link


# -- From one year to the next -----------------------------------------------------------------


@transaction.atomic
def renew(*, agreement: Agreement, by: User) -> Agreement:
    """Next year’s agreement starts from this one’s words; every acceptance is to be had again.

    Refuses (ValidationError) an agreement already carried on.
    """
    # In the same order as whoever begins next year’s by hand.
    partnership, fresh = locked(agreement.partnership), locked(agreement)
    if hasattr(fresh, "next"):
        raise ValidationError(_("Cet accord est déjà reconduit."))
    following = draft(
        partnership=partnership, school_year=fresh.school_year + 1, kind=fresh.kind, by=by
    )
    conclude(fresh, Agreement.Outcome.RENEWED, by)
    return following


@transaction.atomic
def end(*, agreement: Agreement, by: User) -> None:
    """It is not carried on; refuses (ValidationError) one that is already."""
    fresh = locked(agreement)
    if hasattr(fresh, "next"):
        raise ValidationError(_("Cet accord est déjà reconduit."))
    conclude(fresh, Agreement.Outcome.NOT_RENEWED, by)


def conclude(agreement: Agreement, outcome: str, by: User) -> None:
    agreement.outcome = outcome
    agreement.save(update_fields=["outcome"])
    audit.record(audit.Verb.CHANGED, agreement, by=by, fields=["outcome"])
