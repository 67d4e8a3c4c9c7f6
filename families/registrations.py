"""What the families tell the ground floor they hold."""

from families.models import Parent
from partnerships import registry


def personal_fields():
    yield Parent, ("first_name", "last_name", "phone", "email", "search_key")


def register():
    registry.personal_fields.add(personal_fields)
