"""The agreement of a school year: drafted, written, accepted by each party, carried on."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.actions import accord
from partnerships.actions.changes import change, locked
from partnerships.models import Agreement, Expectation, Partnership, User

# What the next year starts from; the dates of the steps are to be had again.
CARRIED = (*Agreement.WORDS, "charter", "committed_until")


@transaction.atomic
def draft(*, partnership: Partnership, school_year: int, kind: str, by: User) -> Agreement:
    """A new agreement, with the words of the latest of its kind before it (PAR-090).

    Refuses (ValidationError) a second one of a kind in a year, and a partnership that is over.
    """
    partnership = locked(partnership)
    earlier = partnership.agreements.filter(kind=kind, school_year__lt=school_year)
    previous = earlier.order_by("-school_year").first()
    agreement = Agreement(partnership=partnership, school_year=school_year, kind=kind)
    accord.refuse_when_over(agreement)
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

    Refuses what `accord.write` refuses.
    """

    def put(fresh):
        for name, value in words.items():
            setattr(fresh, name, value)
        for structure, said in sides.items():
            fresh.expectations.update_or_create(structure_id=structure, defaults=said)

    return accord.write(text=agreement, seen=seen, change=put, by=by, reason=reason)


def record_steps(*, agreement: Agreement, values: Mapping[str, object], by: User) -> Agreement:
    """The days elected officials and the inspector said yes (PAR-079, PAR-080): no new version."""
    accord.refuse_when_over(agreement)
    return change(agreement, values=values, by=by)


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
