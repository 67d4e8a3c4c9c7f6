"""What a coordinator promises to watch, and the values aimed at."""

from django.db import transaction

from evaluation.models import Indicator, Target
from partnerships import audit
from partnerships.models import User


@transaction.atomic
def save(*, indicator: Indicator, target: Target | None = None, by: User) -> Indicator:
    """Write an indicator, new or changed, and its first target when one is given.

    Refuses (ValidationError) what the constraints refuse: a title already there, a computed
    indicator without a measure.
    """
    verb = audit.Verb.CREATED if indicator.pk is None else audit.Verb.CHANGED
    indicator.full_clean()
    indicator.save()
    audit.record(verb, indicator, by=by, structure=indicator.programme.lead)
    if target:
        target.indicator = indicator
        aim(target=target, by=by)
    return indicator


@transaction.atomic
def aim(*, target: Target, by: User) -> Target:
    """Write a target, in the unit of the measure (minutes for hours)."""
    verb = audit.Verb.CREATED if target.pk is None else audit.Verb.CHANGED
    target.full_clean()
    target.save()
    audit.record(verb, target, by=by, structure=target.indicator.programme.lead)
    return target


@transaction.atomic
def remove(*, what: Indicator | Target, by: User) -> None:
    """An indicator goes with its targets; issued reports keep the figures they were issued with."""
    programme = what.programme if isinstance(what, Indicator) else what.indicator.programme
    audit.record(audit.Verb.DELETED, what, by=by, structure=programme.lead)
    what.delete()
