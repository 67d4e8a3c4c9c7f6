"""The journal in the words of people: what a line is about, which fields, and why."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# A row of the record is named with its number, « attendance-12 »; an issued file, by its SHA-256.
ROW = re.compile(r"(\w+)-\w+")
# Columns that no record holds, or that each calls otherwise.
COLUMNS = {
    "last_contact": gettext_lazy("dernier contact"),
    "pen": gettext_lazy("plume"),
    "email": gettext_lazy("adresse e-mail"),
}
FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def name_of(label: str) -> str:
    """« établissement scolaire » for « partnerships.school »; a model that is gone keeps its label."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def labels_of(object_type: str, names: Iterable[str]) -> list[str]:
    """Each label once: thirty people noted on a sheet are « présences »."""
    return list(dict.fromkeys(label_of(object_type, name) for name in names))


def label_of(object_type: str, name: str) -> str:
    """« téléphone » for phone, « présences » for attendance-12; what is gone keeps its name."""
    row = ROW.fullmatch(name)
    try:
        field = apps.get_model(object_type)._meta.get_field(f"{row[1]}s" if row else name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return str(elsewhere().get(name, name))
    return word_of(field)


def word_of(field) -> str:
    """What belongs to a record bears its own name: « scolarités » of a household."""
    return str(
        getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural
    )


@cache
def elsewhere() -> dict:
    """A table that goes out is said on its structure: its columns are fields of other records.

    A name that several bear is said as most of them say it.
    """
    said = defaultdict(Counter)
    for model in apps.get_models():
        for field in model._meta.get_fields():
            said[field.name][lazy(word_of, str)(field)] += 1
    return {name: words.most_common(1)[0][0] for name, words in said.items()} | COLUMNS


def reason_of(reason: str) -> str:
    """As it was written; of a fingerprint, what it is and where it starts."""
    is_fingerprint = FINGERPRINT.fullmatch(reason)
    return f"{_('empreinte')} {reason[:12]}…" if is_fingerprint else reason


def grounds_of(reason: str) -> str:
    """« motif : numéro changé »; a fingerprint is no reason, and says what it is."""
    said = reason_of(reason)
    return _("motif : %(reason)s") % {"reason": said} if said and said == reason else said
