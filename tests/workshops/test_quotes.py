"""Words are printed with an agreement, for as long as it stands."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import ConsentFactory, ParentFactory, QuoteFactory
from workshops.models import Quote
from workshops.quotes import printable

pytestmark = pytest.mark.django_db


def test_words_of_a_parent_are_printed_when_they_agreed_to_that_very_use():
    agreed = ConsentFactory(purpose="quote").parent
    refused = ConsentFactory(purpose="quote", state="refused").parent
    photographed = ConsentFactory(purpose="image").parent
    kept = QuoteFactory(parent=agreed)
    for parent in (refused, photographed, ParentFactory()):
        QuoteFactory(parent=parent)

    assert list(printable(Quote.objects.all())) == [kept]


def test_words_are_no_longer_printed_once_the_agreement_is_withdrawn():
    consent = ConsentFactory(purpose="quote")
    QuoteFactory(parent=consent.parent)
    consent.ended_at = timezone.now()
    consent.save()
    ConsentFactory(parent=consent.parent, purpose="quote", state="refused")

    assert list(printable(Quote.objects.all())) == []


def test_words_of_somebody_unknown_are_printed_when_they_said_yes_there():
    kept = QuoteFactory(agreed_on=dt.date(2026, 3, 10))
    QuoteFactory()

    assert list(printable(Quote.objects.all())) == [kept]


def test_words_of_whoever_is_set_aside_as_a_double_are_not_printed():
    parent = ConsentFactory(purpose="quote").parent
    parent.merged_into = ParentFactory()
    parent.save()
    QuoteFactory(parent=parent)

    assert list(printable(Quote.objects.all())) == []
