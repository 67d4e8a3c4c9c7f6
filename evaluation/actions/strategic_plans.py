"""A plan of several years and its tree: axis › objective, under which action sheets come."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.models import StrategicAxis, StrategicObjective, StrategicPlan
from partnerships.actions.changes import change, create, delete
from partnerships.models import User

Branch = StrategicAxis | StrategicObjective


def plan_of(branch: Branch) -> StrategicPlan:
    return branch.plan if isinstance(branch, StrategicAxis) else branch.axis.plan


@transaction.atomic
def begin(*, plan: StrategicPlan, by: User) -> StrategicPlan:
    """Refuses (ValidationError) a holder `by` does not coordinate, and a plan that exists."""
    if plan.holder_id not in by.rights.coordinates:
        raise ValidationError(_("Vous ne coordonnez pas la structure qui suit ce plan."))
    return create(plan, by=by, structure=plan.holder)


def revise(*, plan: StrategicPlan, values: Mapping[str, object], by: User) -> StrategicPlan:
    return change(plan, values=values, by=by, structure=plan.holder)


@transaction.atomic
def remove(*, plan: StrategicPlan, by: User) -> None:
    """The plan and its tree. Refuses (ValidationError) one that an action sheet answers to."""
    if plan.axes.filter(objectives__sheets__isnull=False).exists():
        raise ValidationError(
            _("Des fiches action répondent à ce plan : rattachez-les ailleurs d’abord.")
        )
    delete(plan, by=by, structure=plan.holder)


def add(*, branch: Branch, by: User) -> Branch:
    """An axis or an objective. Refuses (ValidationError) a number that is taken."""
    return create(branch, by=by, structure=plan_of(branch).holder)


def rename(*, branch: Branch, values: Mapping[str, object], by: User) -> Branch:
    return change(branch, values=values, by=by, structure=plan_of(branch).holder)


@transaction.atomic
def cut(*, branch: Branch, by: User) -> None:
    """Refuses (ValidationError) an axis that has objectives, an objective that has sheets."""
    if isinstance(branch, StrategicAxis) and branch.objectives.exists():
        raise ValidationError(_("Cet axe a des objectifs : retirez-les d’abord."))
    if isinstance(branch, StrategicObjective) and branch.sheets.exists():
        raise ValidationError(
            _("Des fiches action répondent à cet objectif : rattachez-les ailleurs d’abord.")
        )
    delete(branch, by=by, structure=plan_of(branch).holder)
