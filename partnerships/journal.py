"""The journal in the words of people: what a line is about, and which fields."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist


def name_of(label: str) -> str:
    """« établissement scolaire » for « partnerships.school »; a model that is gone keeps its label."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def label_of(object_type: str, name: str) -> str:
    """« téléphone » for phone; a field that is gone, or is elsewhere, keeps its name."""
    try:
        field = apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return name
    # What belongs to it bears its own name: « scolarités » of a household.
    return str(
        getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural
    )
