"""Whose words may be printed today: asked again each time, as their agreement may be withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _

from families.consents import agreeing_to
from families.models import Consent, Parent
from workshops.models import Quote, Session
from workshops.querysets import QuoteQuerySet

State = Consent.State
# Of a parent we know, what their answer to being quoted is; None when nobody asked.
ANSWERS = {
    State.GIVEN: _("d’accord"),
    State.REFUSED: _("a dit non"),
    State.WITHDRAWN: _("a retiré son accord"),
    None: _("à demander"),
}
# Why words are not printed.
REASONS = {
    State.REFUSED: _("Cette personne ne veut pas être citée : ses mots ne sont pas imprimés."),
    State.WITHDRAWN: _("Cette personne a retiré son accord : ses mots ne sont plus imprimés."),
    None: _("On ne lui a pas encore demandé : ses mots ne sont pas imprimés."),
}
NOT_NOTED = _("Son accord n’est pas noté : ses mots ne sont pas imprimés.")


def printable(quotes: QuoteQuerySet) -> QuoteQuerySet:
    """Those of these words that may be printed (FAM-042).

    Of a parent we know, by the consent in force; of somebody we do not, by what they said there.
    """
    return quotes.filter(agreed())


def agreed():
    agreeing = agreeing_to(Parent.objects.named(), Consent.Purpose.QUOTE)
    return Q(parent__isnull=True, agreed_on__isnull=False) | Q(
        parent__in=agreeing.order_by().values("pk")
    )


def answers_of(parents: Iterable) -> dict[int, str]:
    """{parent: their answer to being quoted}, of those who were asked."""
    consents = Consent.objects.in_force().for_use(Consent.Purpose.QUOTE)
    return dict(consents.filter(parent__in=parents).order_by().values_list("parent", "state"))


@dataclass(frozen=True)
class Saying:
    """Words as whoever keeps the sheet reads them; `reason` is why they are not printed."""

    quote: Quote
    reason: str = ""
    is_to_ask: bool = False


def sayings_of(session: Session) -> list[Saying]:
    """Two queries, whatever their number."""
    is_printable = ExpressionWrapper(agreed(), models.BooleanField())
    quotes = session.quotes.select_related("parent").annotate(is_printable=is_printable)
    answers = answers_of(quote.parent_id for quote in quotes if quote.parent_id)
    return [saying(quote, answers.get(quote.parent_id)) for quote in quotes]


def saying(quote, answer):
    if quote.is_printable:
        return Saying(quote)
    if quote.parent is None:
        return Saying(quote, NOT_NOTED)
    return Saying(quote, REASONS.get(answer, NOT_NOTED), is_to_ask=answer is None)
