"""What may be done with what parents entrusted: the only doors to a quote, a photo, a sharing.

They ask each time, and remember nothing: an agreement withdrawn is gone at the next request.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from families.models import Consent, Family, Parent
from families.querysets import ConsentQuerySet, ParentQuerySet
from partnerships.models import Structure

Purpose = Consent.Purpose

# What a yes allows, said to whoever asks for it.
MEANINGS = {
    Purpose.IMAGE: _(
        "Montrer des photos ou des vidéos où cette personne est reconnaissable : au centre, dans "
        "ses documents, en ligne. Pour un enfant, il faut aussi l’écrit de ses deux parents."
    ),
    Purpose.QUOTE: _(
        "Citer ses mots dans un bilan, un livret, une exposition. Sans son nom, sauf si elle le "
        "demande."
    ),
    Purpose.SHARING: _(
        "Donner son nom et de quoi la joindre à une structure, celle-là et aucune autre."
    ),
}
# What a withdrawal changes at once, and what it cannot undo.
WITHDRAWALS = {
    Purpose.IMAGE: _(
        "Dès maintenant, ses photos et vidéos ne peuvent plus être montrées. Retirez aussi celles "
        "qui sont déjà affichées ou en ligne : le site ne peut pas le faire à votre place."
    ),
    Purpose.QUOTE: _(
        "Dès maintenant, ses paroles ne paraissent plus dans les pages, les livrets et les "
        "rapports à venir. Un rapport déjà remis reste tel qu’il a été lu."
    ),
    Purpose.SHARING: _(
        "Dès maintenant, ses coordonnées ne sont plus transmises à cette structure. Ce qu’elle a "
        "déjà reçu, il faut lui demander de l’effacer."
    ),
}


def agreeing_to(
    parents: ParentQuerySet, purpose: str, structure: Structure | None = None
) -> ParentQuerySet:
    """Those of these parents who agree now to that use; a sharing names its structure."""
    given = Consent.objects.given().for_use(purpose, structure)
    return parents.filter(pk__in=given.order_by().values("parent"))


# -- What the page of a household says -----------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A use, and the answer in force; None when nobody asked yet."""

    purpose: str
    title: str
    consent: Consent | None


@dataclass(frozen=True)
class Answers:
    parent: Parent
    lines: tuple[Line, ...]


def answers_of(family: Family, consents: ConsentQuerySet) -> list[Answers]:
    """For each parent read with it, the answers in force: photos and quotes always, sharing if any.

    One query, whatever their number.
    """
    parents, known = family.parents.all(), {}
    for consent in consents.in_force().filter(parent__in=parents).with_story().order_by("pk"):
        known.setdefault(consent.parent_id, []).append(consent)
    return [Answers(parent, tuple(lines(known.get(parent.pk, [])))) for parent in parents]


def lines(consents):
    for purpose in (Purpose.IMAGE, Purpose.QUOTE):
        found = [consent for consent in consents if consent.purpose == purpose]
        yield Line(purpose, purpose.label, found[0] if found else None)
    for consent in consents:
        if consent.purpose == Purpose.SHARING:
            yield Line(Purpose.SHARING, consent.subject, consent)
