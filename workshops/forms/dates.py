"""Dates as one writes them in a list: « 3/11, jeudi 12 novembre, 1er décembre 2026 »."""

import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from partnerships.validators import fold

# Weekdays are read over: only the day counts, as nothing says which of the two is right.
WORDS = re.compile(r"(?:le )?(?:[a-z]+di |dimanche )?(\d{1,2})(?:er)? ([a-z]+)(?: (\d{4}))?")
NUMBERS = re.compile(r"(\d{1,2}) (\d{1,2})(?: (\d{4}|\d{2}))?")
ISO = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})")
with override("fr"):
    NUMBER_OF = {fold(str(name)): number for number, name in MONTHS.items()}


class DaysField(forms.CharField):
    """Several dates, one a line or with commas; the days, in order, each once.

    A date without its year is the next one from today on.
    """

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value):
        texts = re.split(r"[\n,;]| et ", super().to_python(value))
        return tuple(sorted({day_of(text) for text in texts if text.strip()}))


def day_of(text):
    """The day meant; refuses (ValidationError) what is not one, in words."""
    folded = fold(text)
    if match := ISO.fullmatch(folded):
        parts = match[3], match[2], match[1]
    elif match := NUMBERS.fullmatch(folded) or WORDS.fullmatch(folded):
        parts = match.groups()
    else:
        raise not_a_date(text)
    day, month, year = parts
    try:
        month = NUMBER_OF.get(month) or int(month)
        return dt.date(whole(year), month, int(day)) if year else coming(int(day), month)
    except ValueError:
        raise not_a_date(text) from None


def whole(year):
    return int(year) + 2000 if len(year) == 2 else int(year)


def coming(day, month):
    today = timezone.localdate()
    this_year = dt.date(today.year, month, day)
    return this_year if this_year >= today else this_year.replace(year=today.year + 1)


def not_a_date(text):
    return ValidationError(
        _("« %(text)s » n’est pas une date : écrivez par exemple 3/11/2026."),
        code="date",
        params={"text": text.strip()[:40]},
    )
