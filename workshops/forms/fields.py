"""Hours and durations as one types them."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DURATION = re.compile(
    r"(?P<hours>\d{1,2})\s*(?:h|:)\s*(?P<rest>[0-5]?\d)?\s*(?:min|mn)?"
    r"|(?P<minutes>\d{1,4})\s*(?:min|mn|minutes?)?",
    re.ASCII | re.IGNORECASE,
)
SPACE = "\u00a0"


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **options):
        super().__init__(format="%H:%M", **options)


class MinutesField(forms.Field):
    """A duration in minutes, typed « 2 h 30 », « 2:30 », « 45 min » or « 150 »."""

    default_error_messages = {
        "invalid": _("« %(value)s » n’est pas une durée : écrivez 2 h 30, ou 150 (minutes)."),
    }

    def to_python(self, value):
        text = " ".join(str(value or "").split())
        if not text:
            return None
        match = DURATION.fullmatch(text)
        if not match:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": text[:40]}
            )
        if match["minutes"]:
            return int(match["minutes"])
        return int(match["hours"]) * 60 + int(match["rest"] or 0)

    def prepare_value(self, value):
        """What was typed is given back as it was; a number of minutes as one says it."""
        if not isinstance(value, int):
            return value
        hours, rest = divmod(value, 60)
        if not hours:
            return f"{rest}{SPACE}min"
        return f"{hours}{SPACE}h{SPACE}{rest:02}" if rest else f"{hours}{SPACE}h"

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True
