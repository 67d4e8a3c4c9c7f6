"""A review between a centre and a school, as its tests need it: called, given, opened."""

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone

from evaluation.actions import openings, verdicts
from evaluation.models import Verdict
from partnerships.actions import accord
from partnerships.actions.meetings import Present
from partnerships.models import Meeting
from tests.factories import (
    ContributionFactory,
    ParentsVoiceFactory,
    ReviewFactory,
    ReviewVersionFactory,
    VoiceFactory,
    partner,
)
from tests.partnerships.agreeing import around_a_table

MEETING = {"held_on": dt.date(2026, 3, 10), "minutes": 90, "place": "Salle des maîtres"}


def called(**fields):
    """A centre, a school and their parents: three voices under seal, of this school year."""
    table = around_a_table()
    about = {"school_year": 2025, "title": "Bilan de l’année"}
    about |= {"starts_on": dt.date(2025, 9, 1), "ends_on": dt.date(2026, 8, 31)}
    review = ReviewFactory(partnership=table.partnership, **about | fields)
    ReviewVersionFactory(review=review, content=review.content())
    centre = VoiceFactory(review=review, structure=table.centre, kind="centre", place=2)
    school = VoiceFactory(review=review, structure=table.school, kind="school", place=3)
    parents = ParentsVoiceFactory(review=review, place=1)
    voices = SimpleNamespace(centre=centre, school=school, parents=parents)
    return SimpleNamespace(**vars(table), review=review, voices=voices)


def gave(voice, worked="Le groupe tient.", **said):
    """Somebody handed in what they think."""
    said.setdefault("spoken_by", "Une équipe")
    return ContributionFactory(voice=voice, worked=worked, handed_in_at=timezone.now(), **said)


def all_gave(table):
    for voice in vars(table.voices).values():
        gave(voice, worked=f"Bien marché, dit {voice}.")
    return table


def opened(table, *, present=(), **meeting):
    """All have given, and the voices are opened today."""
    table.review = openings.open_voices(
        review=table.review,
        meeting=Meeting(**MEETING | meeting),
        present=present or [Present(table.centre), Present(table.school), Present(None, number=4)],
        by=table.boss,
    )
    return table


def decided(table, subject="L’invitation", choice="adapt", **who):
    verdict = Verdict(review=table.review, subject=subject, choice=choice)
    verdicts.decide(verdict=verdict, by=table.boss, **{"side": table.centre} | who)
    table.review.refresh_from_db()
    return verdict


def written(table, **words):
    table.review = verdicts.write(
        review=table.review,
        seen=table.review.version,
        words=words or {"summary": "Nous continuons."},
        by=table.boss,
    )
    return table


def accepted(table, *structures):
    table.review.refresh_from_db()
    for structure in structures or (table.centre, table.school):
        accord.accept(
            text=table.review, structure=structure, seen=table.review.version, by=table.boss
        )
    return table


def head(table):
    return partner(table.school, first_name="Hélène", last_name="Vasseur")


def url(table, *parts):
    return f"/bilans/{table.review.pk}/" + "".join(f"{part}/" for part in parts)
