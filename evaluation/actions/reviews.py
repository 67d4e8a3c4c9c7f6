"""A joint review called, prepared, given up: all that comes before its voices are opened."""

import secrets
from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.models import Contribution, Review, Voice
from partnerships import audit
from partnerships.actions import accord
from partnerships.actions.changes import change, delete, locked
from partnerships.models import Structure, Term, User

# Beyond, nobody goes to the end of a contribution in ten minutes (EVA-035).
MOST_CRITERIA = 20

KINDS = {
    Structure.Kind.SCHOOL: Voice.Kind.SCHOOL,
    Structure.Kind.SOCIAL_CENTRE: Voice.Kind.CENTRE,
    Structure.Kind.SOCIAL_LIFE_SPACE: Voice.Kind.CENTRE,
    Structure.Kind.NEIGHBOURHOOD_HOUSE: Voice.Kind.CENTRE,
}


@transaction.atomic
def call(*, review: Review, criteria: Sequence[Term], people: Iterable[str], by: User) -> Review:
    """A voice for each party of the partnership, and for parents and children as said by `people`.

    Refuses (ValidationError) a partnership that is over, a workshop that is not of it, a meeting
    before the answers, answers awaited in the past, and too many criteria (EVA-021, EVA-029).
    """
    partnership = locked(review.partnership)
    if partnership.is_over:
        raise ValidationError(_("Ce partenariat est terminé : il n’appelle plus de bilan."))
    if review.workshop and not is_of(partnership, review.workshop):
        raise ValidationError({"workshop": _("Cet atelier n’est pas de ce partenariat.")})
    refuse_dates(review, {"answers_until"})
    refuse_too_many(criteria)
    review.called_by = by
    review.full_clean()
    review.save(force_insert=True)
    review.criteria.set(criteria)
    seat(review, people)
    audit.record(audit.Verb.CREATED, review, by=by)
    accord.start(text=review, by=by)
    return review


def is_of(partnership, workshop):
    return workshop.programme.partnerships.filter(pk=partnership.pk).exists()


def refuse_dates(review, changed):
    """Refuses (ValidationError) days to come that have passed, and a meeting before the answers."""
    until, today = review.answers_until, timezone.localdate()
    if until and "answers_until" in changed and until < today:
        raise ValidationError({"answers_until": _("Ce jour est déjà passé.")})
    if until and review.meets_on and review.meets_on < until:
        raise ValidationError(
            {"meets_on": _("Chaque voix est attendue avant la rencontre, pas après.")}
        )


def refuse_too_many(criteria):
    if len(criteria) > MOST_CRITERIA:
        raise ValidationError(
            {
                "criteria": ValidationError(
                    _("Choisissez-en %(most)s au plus : au-delà, personne ne va au bout."),
                    params={"most": MOST_CRITERIA},
                )
            }
        )


@transaction.atomic
def prepare(
    *, review: Review, values: Mapping[str, object], people: Iterable[str], by: User
) -> Review:
    """Other dates, another place, other criteria; a party that came since gets its voice.

    Refuses (ValidationError) once the voices are opened, other criteria once somebody has handed
    in, a voice taken back from who has begun to write, and what `call` refuses.
    """
    fresh = sealed(review)
    for name in values.keys() - {"criteria"}:
        setattr(fresh, name, values[name])
    refuse_dates(fresh, values)
    if "criteria" in values:
        refuse_other_criteria(fresh)
        refuse_too_many(values["criteria"])
    seat(fresh, people)
    return change(fresh, values=values, by=by)


def refuse_other_criteria(review):
    if Contribution.objects.handed_in().filter(voice__review=review).exists():
        raise ValidationError(
            {"criteria": _("Une voix est déjà déposée : on ne change plus ce qui est demandé.")}
        )


@transaction.atomic
def give_up(*, review: Review, by: User) -> None:
    """A review called by mistake goes, with the drafts of those who had begun.

    Refuses (ValidationError) once somebody has handed in, and once the voices are opened.
    """
    fresh = sealed(review)
    if Contribution.objects.handed_in().filter(voice__review=fresh).exists():
        raise ValidationError(
            _("Une voix est déjà déposée : ce bilan ne s’abandonne plus, il se tient.")
        )
    delete(fresh, by=by)


def sealed(review: Review) -> Review:
    """The review as it is now, and nobody else’s until this transaction ends.

    Opening it waits for this, or this finds it opened. Refuses (ValidationError) then.
    """
    fresh = locked(review)
    if not fresh.is_sealed:
        raise ValidationError(_("Les voix sont ouvertes : on ne change plus ce qui fut demandé."))
    return fresh


# -- The voices --------------------------------------------------------------------------------


def seat(review: Review, people: Iterable[str]) -> None:
    """One voice per party, and those of the people; their places are drawn by lot.

    When somebody joins or leaves, the lot is drawn again. Refuses (ValidationError) to take its
    place from a voice that has begun to write.
    """
    wanted = {structure.pk: voice_of(structure) for structure in review.parties()}
    wanted |= {kind: Voice(kind=kind) for kind in people}
    known = {voice.structure_id or voice.kind: voice for voice in review.voices.all()}
    leaving = [known[key] for key in known.keys() - wanted.keys()]
    for voice in leaving:
        leave(voice)
    joining = [wanted[key] for key in wanted.keys() - known.keys()]
    if len(wanted) < 2:
        raise ValidationError(_("Un bilan partagé réunit au moins deux voix."))
    for voice in joining:
        voice.review, voice.place = review, 0
        voice.save()
    if joining or leaving:
        draw(review)


def voice_of(structure: Structure) -> Voice:
    return Voice(structure=structure, kind=KINDS.get(structure.kind, Voice.Kind.OTHER))


def leave(voice):
    """A structure that left keeps the voice it has begun to give; nobody silences people."""
    if not voice.contributions.exists():
        voice.delete()
    elif voice.structure is None:
        raise ValidationError(
            {
                "people": ValidationError(
                    _("On a commencé à écrire pour « %(voice)s » : cette voix reste."),
                    params={"voice": voice},
                )
            }
        )


def draw(review: Review) -> None:
    """The place of each voice, drawn by lot: none comes first by right (reliability T41)."""
    voices = list(review.voices.all())
    secrets.SystemRandom().shuffle(voices)
    for place, voice in enumerate(voices, start=1):
        voice.place = place
    Voice.objects.bulk_update(voices, ["place"])
