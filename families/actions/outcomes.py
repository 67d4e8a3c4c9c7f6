"""« Ce qui a changé »: short facts about a parent, never a judgement (FAM-049, FAM-050, FAM-051)."""

from families import lines
from families.models import Outcome
from partnerships.actions.changes import create, delete
from partnerships.actions.days import refuse_tomorrow
from partnerships.models import User


def note(*, outcome: Outcome, by: User) -> Outcome:
    """Refuses (ValidationError) a day to come, and what breaks a rule of the model."""
    refuse_tomorrow(noted_on=outcome.noted_on)
    outcome.noted_by = by
    return create(outcome, by=by, **lines.of(outcome.parent.family))


def remove(*, outcome: Outcome, by: User) -> None:
    """Noted by mistake; its line stays."""
    delete(outcome, by=by, **lines.of(outcome.parent.family))
