"""Constraints that many models share, each with the sentence people read."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def ends_after_starts(name, starts="starts_on", ends="ends_on"):
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": F(starts)}),
        violation_error_message=_("La fin ne peut pas précéder le début."),
    )
