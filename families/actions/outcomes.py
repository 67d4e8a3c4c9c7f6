"""« Ce qui a changé »: short facts about a parent, never a judgement (FAM-049, FAM-050, FAM-051)."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from families.models import Outcome
from partnerships.actions.changes import create, delete
from partnerships.models import User


def note(*, outcome: Outcome, by: User) -> Outcome:
    """Refuses (ValidationError) a day to come, and what breaks a rule of the model."""
    if outcome.noted_on > timezone.localdate():
        raise ValidationError({"noted_on": _("Ce jour est à venir.")})
    outcome.noted_by = by
    return create(outcome, by=by, **whose(outcome))


def remove(*, outcome: Outcome, by: User) -> None:
    """Noted by mistake; its line stays."""
    delete(outcome, by=by, **whose(outcome))


def whose(outcome):
    family = outcome.parent.family
    return {"structure": family.structure, "family": family.pk}
