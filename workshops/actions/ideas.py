"""What somebody would like to do together: proposed by any party, answered by the lead."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.actions.changes import locked
from partnerships.models import School, Structure, User
from workshops.actions import planning, plans
from workshops.models import Idea, Workshop


@transaction.atomic
def propose(*, idea: Idea, by: User) -> Idea:
    """Refuses (ValidationError) a programme that is over (ATE-006)."""
    if idea.programme.ends_on < timezone.localdate():
        raise ValidationError(_("Ce programme est terminé : proposez l’idée pour le suivant."))
    idea.proposed_by = by
    idea.full_clean()
    idea.save()
    audit.record(audit.Verb.CREATED, idea, by=by, structure=idea.structure)
    return idea


@transaction.atomic
def prepare(
    *,
    idea: Idea,
    title: str,
    format: str,
    host: Structure,
    schools: Iterable[School] = (),
    by: User,
) -> Workshop:
    """The idea becomes a workshop, and a plan that those concerned write and accept.

    Whose idea it was goes with it. Refuses (ValidationError) one already prepared, and a title
    that another workshop of the programme bears.
    """
    fresh = locked(idea)
    refuse_when_taken(fresh)
    workshop = planning.create_workshop(
        workshop=Workshop(
            programme=fresh.programme,
            title=title,
            format=format,
            host=host,
            initiative=fresh.initiative,
            objective=fresh.words,
        ),
        schools=schools,
        by=by,
    )
    plans.begin(workshop=workshop, structures=[fresh.structure], by=by)
    fresh.workshop = workshop
    say(fresh, Idea.Answer.TAKEN, "", by)
    return workshop


def refuse_when_taken(idea: Idea) -> None:
    if idea.answer == Idea.Answer.TAKEN:
        raise ValidationError(_("Cette idée est déjà devenue un atelier."))


@transaction.atomic
def put_off(*, idea: Idea, answer: str, words: str, by: User) -> Idea:
    """Kept for later, or declined: with a sentence, which the author reads.

    Refuses (ValidationError) no sentence, and an idea that has become a workshop.
    """
    fresh = locked(idea)
    refuse_when_taken(fresh)
    say(fresh, answer, words, by)
    return fresh


@transaction.atomic
def reopen(*, idea: Idea, by: User) -> Idea:
    """Looked at again; refuses (ValidationError) one that has become a workshop."""
    fresh = locked(idea)
    refuse_when_taken(fresh)
    say(fresh, "", "", by)
    return fresh


def say(idea, answer, words, by):
    idea.answer, idea.answer_words = answer, words
    idea.answered_on = timezone.localdate() if answer else None
    idea.full_clean()
    idea.save()
    whose = {"structure": idea.programme.lead, "fields": ["answer"]}
    audit.record(audit.Verb.CHANGED, idea, by=by, **whose)
