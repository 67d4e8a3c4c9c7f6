"""What somebody says for a voice: a draft, then handed in, changed until the voices are opened.

Three ways in: with one’s account, by the letter received, typed by somebody else on one’s behalf.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.models import Contribution, Rating, Voice, VoiceLink
from partnerships import audit
from partnerships.actions.accord import Outdated
from partnerships.actions.changes import locked
from partnerships.models import Acceptance, Membership, Structure, User

OPENED = _("Les voix sont ouvertes : on ne peut plus rien y déposer.")
HOWS = (Acceptance.How.MEETING, Acceptance.How.PHONE, Acceptance.How.PAPER)


@dataclass(frozen=True)
class Said:
    """Everything on the form: words by their names, levels (1 to 4) by the key of the criterion."""

    words: Mapping[str, str]
    levels: Mapping[int, int] = field(default_factory=dict)
    minutes: int | None = None
    # Beside the words, and no part of their versions.
    is_signed: bool = True
    source: str = ""
    spoken_by: str = ""

    @property
    def content(self):
        """As Contribution.content()."""
        said = {word: self.words.get(word, "") for word in Contribution.WORDS}
        levels = {str(criterion): level for criterion, level in self.levels.items()}
        return {**said, "minutes": self.minutes, "levels": levels}


@transaction.atomic
def give(*, voice: Voice, said: Said, seen: int, hands_in: bool, by: User) -> Contribution:
    """With one’s account; each person of a party has theirs, and the voice weighs one.

    `seen` is the version that was read, 0 for a first writing. Refuses (Outdated) when another
    screen has written since; and (ValidationError) once the voices are opened, and handing in
    without a word on what did not go well (EVA-025).
    """
    voice = under_seal(voice)
    mine = voice.contributions.filter(author=by, how=Acceptance.How.ACCOUNT).first()
    contribution = mine or Contribution(voice=voice, author=by)
    return write(contribution, said, seen, hands_in, by)


@transaction.atomic
def answer(*, link: VoiceLink, said: Said, seen: int, hands_in: bool) -> Contribution:
    """By the letter received: a letter handed on replaces what was said, and keeps it aside.

    Refuses what `give` refuses, and (ValidationError) a link that opens nothing any more.
    """
    voice = under_seal(link.voice)
    if not VoiceLink.objects.usable().filter(pk=link.pk).exists():
        raise ValidationError(_("Ce lien n’ouvre plus rien : il a été annulé ou a expiré."))
    theirs = Contribution.objects.filter(link=link).first()
    contribution = theirs or Contribution(voice=voice, link=link, how=Acceptance.How.LINK)
    return write(contribution, said, seen, hands_in, None)


@transaction.atomic
def note(
    *,
    voice: Voice,
    said: Said,
    how: str,
    seen: int,
    hands_in: bool,
    by: User,
    contribution: Contribution | None = None,
) -> Contribution:
    """Typed for those who said it aloud, by phone or on paper; their words, not the typist’s (T44).

    Refuses what `give` refuses, and (ValidationError) a party that has accounts to speak for itself
    and a contribution that somebody else typed.
    """
    voice = under_seal(voice)
    if not may_be_noted(voice):
        raise ValidationError(_("Cette structure a un compte : elle écrit elle-même."))
    if contribution and contribution.author != by:
        raise ValidationError(_("Seule la personne qui a saisi ces mots les corrige."))
    contribution = contribution or Contribution(voice=voice, author=by)
    contribution.how = how
    return write(contribution, said, seen, hands_in, by)


def may_be_noted(voice: Voice) -> bool:
    """People without a structure, and structures where nobody signs in."""
    return voice.structure_id is None or not with_accounts([voice.structure_id])


def with_accounts(structures: Iterable[int]) -> set[int]:
    """Those of these structures (primary keys) where somebody signs in and speaks for them."""
    seated = Membership.objects.current().exclude(role=Membership.Role.OBSERVER)
    return set(seated.filter(structure__in=structures).values_list("structure", flat=True))


def under_seal(voice: Voice) -> Voice:
    """Its review is held until this is written: opening it comes wholly before or after."""
    voice.review = locked(voice.review)
    if not voice.review.is_sealed:
        raise ValidationError(OPENED)
    return voice


def write(contribution, said, seen, hands_in, by) -> Contribution:
    is_new = contribution.pk is None
    before, after = None if is_new else contribution.content(), said.content
    if not is_new and before != after and contribution.version != seen:
        raise Outdated(_("Ces mots ont changé sur un autre écran : relisez, puis enregistrez."))
    if hands_in or contribution.handed_in_at:
        refuse_unfinished(after)
        contribution.handed_in_at = contribution.handed_in_at or timezone.now()
    put(contribution, said)
    if before not in (None, after):
        contribution.version += 1
    contribution.full_clean(exclude=["voice"])
    contribution.save()
    if before not in (None, after):
        contribution.versions.create(
            number=contribution.version - 1, content=before, written_by=contribution.author
        )
    if is_new or before["levels"] != after["levels"]:
        rate(contribution, said.levels)
    tell(contribution, is_new, by)
    return contribution


def refuse_unfinished(content):
    """What did not go well is asked of everybody; post-its may be sorted later (EVA-039)."""
    if not (content["did_not_work"] or content["unsorted"]):
        raise ValidationError(
            {
                "did_not_work": _(
                    "Dites aussi ce qui n’a pas bien marché ; s’il n’y a rien, écrivez « rien »."
                )
            }
        )


def put(contribution, said):
    for word in Contribution.WORDS:
        setattr(contribution, word, said.words.get(word, ""))
    for name in ("minutes", "is_signed", "source", "spoken_by"):
        setattr(contribution, name, getattr(said, name))


def rate(contribution, levels):
    contribution.ratings.all().delete()
    Rating.objects.bulk_create(
        Rating(contribution=contribution, criterion_id=criterion, level=level)
        for criterion, level in levels.items()
    )


def tell(contribution, is_new, by):
    """A line, and no name of a field: which questions somebody answered is under seal too."""
    verb = audit.Verb.CREATED if is_new else audit.Verb.CHANGED
    audit.record(verb, contribution, by=by, structure=side_of(contribution.voice, by))


def side_of(voice: Voice, by: User | None) -> Structure | None:
    """The party it is the voice of; for people without one, that of who typed it."""
    if voice.structure or by is None:
        return voice.structure
    parties = voice.review.parties()
    return next((each for each in parties if each.pk in by.rights.works_in), None)
