"""The value aimed at, as one says it: « 100 », « 75 % », « 264 h », « 16 h 30 »."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from evaluation.measures import MEASURES, Unit, write

HOURS = re.compile(r"(?P<hours>\d{1,6})\s*h\s*(?P<minutes>[0-5]\d)?", re.ASCII | re.IGNORECASE)
NUMBER = re.compile(r"\d{1,9}([.,]\d{1,2})?", re.ASCII)
SPACES = re.compile(r"[\s\u00a0\u202f]+")


class AimField(forms.CharField):
    """Kept in the unit of the measure, minutes for hours; which measure is known only later."""

    def prepare_value(self, value):
        measure = MEASURES.get(self.measure) if hasattr(self, "measure") else None
        if isinstance(value, Decimal):
            return write(value, measure.unit if measure else Unit.PARENTS)
        return value


def read_aim(text: str, measure: str) -> Decimal:
    """Refuses what is neither a number nor, for hours, a duration."""
    text = SPACES.sub(" ", text).strip()
    unit = MEASURES[measure].unit if measure in MEASURES else None
    if unit == Unit.MINUTES:
        match = HOURS.fullmatch(text)
        if not match:
            raise ValidationError(
                _("« %(value)s » n’est pas un nombre d’heures : écrivez 264 h, ou 16 h 30."),
                params={"value": text[:40]},
            )
        return Decimal(int(match["hours"]) * 60 + int(match["minutes"] or 0))
    number = (
        text.removesuffix("%").replace(" ", "") if unit == Unit.PERCENT else text.replace(" ", "")
    )
    if not NUMBER.fullmatch(number):
        raise ValidationError(
            _("« %(value)s » n’est pas un nombre : écrivez par exemple 100."),
            params={"value": text[:40]},
        )
    value = Decimal(number.replace(",", "."))
    if unit == Unit.PERCENT and value > 100:
        raise ValidationError(_("Un taux va de 0 à 100 %."))
    return value
