"""The envelopes of a review under seal: whose, handed in by whom and when; never a word inside."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from evaluation.actions.contributions import with_accounts
from evaluation.models import Contribution, Review, Survey, Voice
from partnerships.models import Acceptance, Term, User


@dataclass(frozen=True)
class Deposit:
    """Something handed in; without a name when it is not signed (EVA-028)."""

    at: dt.datetime
    name: str = ""


@dataclass(frozen=True)
class Envelope:
    """One voice, shut; `is_mine` and `is_noted` say what this person may do with it."""

    voice: Voice
    deposits: tuple[Deposit, ...] = ()
    # Answered without a name: in once it is closed, without anybody’s name.
    survey: Survey | None = None
    is_mine: bool = False
    is_noted: bool = False
    # What this person said for it with their account, and what they typed for others.
    own: Contribution | None = None
    typed: tuple[Contribution, ...] = ()

    @property
    def is_in(self) -> bool:
        return bool(self.deposits or (self.survey and self.survey.closed_at))


def envelopes(review: Review, user: User) -> list[Envelope]:
    """In the order drawn by lot; six queries at most, however many voices and people."""
    voices = list(review.voices.select_related("structure"))
    deposits: dict[int, list[Deposit]] = {}
    for voice, *row in Contribution.objects.as_envelopes(review):
        deposits.setdefault(voice, []).append(deposit(*row))
    # Of several, one that is closed.
    asked = Survey.objects.filter(voice__review=review).order_by(
        F("closed_at").asc(nulls_first=True)
    )
    surveys = {survey.voice_id: survey for survey in asked}
    mine = user.rights.belongs_to
    works = bool(review.writers() & user.rights.works_in)
    silent = silent_among(voices, mine) if works else set()
    own, typed = written_by(user, review)
    return [
        Envelope(
            voice=voice,
            deposits=tuple(deposits.get(voice.pk, ())),
            survey=surveys.get(voice.pk),
            is_mine=voice.structure_id in mine,
            is_noted=voice.pk in silent,
            own=own.get(voice.pk),
            typed=tuple(typed.get(voice.pk, ())),
        )
        for voice in voices
    ]


def criteria_of(review: Review) -> list[Term]:
    return list(review.criteria.all())


def written_by(user, review):
    """By voice: what this person said for it, and what they typed for others; no word is read."""
    rows = Contribution.objects.filter(voice__review=review, author=user)
    own, typed = {}, {}
    for each in rows.only("voice", "how", "spoken_by", "handed_in_at").order_by("pk"):
        if each.how == Acceptance.How.ACCOUNT:
            own[each.voice_id] = each
        else:
            typed.setdefault(each.voice_id, []).append(each)
    return own, typed


def deposit(at, is_signed, spoken_by, first_name, last_name, how) -> Deposit:
    if not is_signed:
        return Deposit(at)
    return Deposit(at, spoken_by or f"{first_name or ''} {last_name or ''}".strip())


def silent_among(voices, mine) -> set[int]:
    """Those that somebody may type for: people, and structures where nobody signs in."""
    others = {voice.structure_id for voice in voices} - mine - {None}
    speaking = mine | with_accounts(others)
    return {voice.pk for voice in voices if voice.structure_id not in speaking}
