"""A joint review called by a centre, on 10 March 2026, with a school and its parents."""

import datetime as dt

from evaluation.actions import contributions, reviews
from evaluation.actions.contributions import Said
from evaluation.models import Review
from tests.factories import CriterionFactory
from tests.partnerships.agreeing import around_a_table

WORDS = {"worked": "Le groupe tient.", "did_not_work": "La salle était prise."}


def called(people=("parents",), criteria=(), table=None, **fields):
    """The table, its review under seal, and the voice of each by its kind."""
    table = table or around_a_table()
    values = {
        "partnership": table.partnership,
        "title": "Bilan de l’année",
        "school_year": 2025,
        "starts_on": dt.date(2025, 9, 1),
        "ends_on": dt.date(2026, 8, 31),
    }
    review = Review(**values | fields)
    table.review = reviews.call(review=review, criteria=criteria, people=people, by=table.boss)
    table.voices = {voice.kind: voice for voice in table.review.voices.all()}
    table.criterion = criteria[0] if criteria else CriterionFactory.build()
    return table


def given(voice, by, hands_in=True, seen=0, levels=None, minutes=None, signs=True, **words):
    said = Said(words=WORDS | words, levels=levels or {}, minutes=minutes, is_signed=signs)
    return contributions.give(voice=voice, said=said, seen=seen, hands_in=hands_in, by=by)


def noted(voice, by, who="Le groupe du jeudi", hands_in=True, contribution=None, seen=0, **words):
    said = Said(words=WORDS | words, spoken_by=who)
    return contributions.note(
        voice=voice,
        said=said,
        how="meeting",
        seen=seen,
        hands_in=hands_in,
        by=by,
        contribution=contribution,
    )


def answered(link, who="Mme Lefort, CPE", hands_in=True, seen=0, **words):
    said = Said(words=WORDS | words, spoken_by=who)
    return contributions.answer(link=link, said=said, seen=seen, hands_in=hands_in)


def opened(review):
    """Opened by a colleague’s hand, whatever is still missing."""
    Review.objects.filter(pk=review.pk).update(
        opened_at=dt.datetime(2026, 3, 9, 17, tzinfo=dt.UTC), figures={}
    )
