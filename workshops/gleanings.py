"""What the sessions of a programme leave that a booklet may print, the latest first."""

from dataclasses import dataclass

from django.db.models import QuerySet

from partnerships.models import User
from workshops.models import Advice, Booklet, BookletEntry, Programme, Quote, Session
from workshops.querysets import AdviceQuerySet, QuoteQuerySet
from workshops.quotes import printable


@dataclass(frozen=True)
class Gleaning:
    """A piece of advice or words, as they were noted; `entry` is its page, if it was ever chosen."""

    source: Advice | Quote
    entry: BookletEntry | None

    @property
    def is_quote(self) -> bool:
        return isinstance(self.source, Quote)

    @property
    def is_chosen(self) -> bool:
        return self.entry is not None and self.entry.removed_at is None


def advice_of(programme: Programme, user: User) -> AdviceQuerySet:
    return Advice.objects.visible_to(user).of_programme(programme)


def quotes_of(programme: Programme, user: User) -> QuoteQuerySet:
    """Those that may be printed today."""
    return printable(said_in(programme, user))


def said_in(programme, user):
    return Quote.objects.visible_to(user).of_programme(programme)


def waiting(programme: Programme, user: User) -> QuerySet:
    """The sessions where words wait for an agreement, the latest first, each with number."""
    words = said_in(programme, user).exclude(pk__in=printable_keys(programme, user))
    sessions = Session.objects.filter(quotes__in=words).select_related("workshop", "module")
    return sessions.order_by("-date", "-pk").distinct()


def printable_keys(programme, user):
    return quotes_of(programme, user).order_by().values("pk")


def keys(advice: AdviceQuerySet, quotes: QuoteQuerySet) -> list[tuple]:
    """(day, is a quote, key) of each, the latest first: light enough to be cut in pages."""
    found = [
        (day, is_quote, pk)
        for is_quote, rows in ((False, advice), (True, quotes))
        for day, pk in rows.order_by().values_list("session__date", "pk")
    ]
    return sorted(found, reverse=True)


def gleanings(booklet: Booklet, shown: list[tuple]) -> list[Gleaning]:
    """Those of these keys, in that order, and whether the booklet has them already."""
    known = booklet.entries.all()
    pages = {(False, entry.advice_id): entry for entry in known if entry.advice_id}
    pages |= {(True, entry.quote_id): entry for entry in known if entry.quote_id}
    whole = {
        is_quote: model.objects.select_related(*with_these).in_bulk(
            [pk for _day, kind, pk in shown if kind == is_quote]
        )
        for is_quote, model, with_these in (
            (False, Advice, ("theme", "session__workshop")),
            (True, Quote, ("session__workshop",)),
        )
    }
    return [
        Gleaning(whole[is_quote][pk], pages.get((is_quote, pk))) for _day, is_quote, pk in shown
    ]
