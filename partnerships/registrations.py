"""What the ground floor tells its own pages it holds."""

from partnerships import registry
from partnerships.models import Contact


def personal_fields():
    yield (
        Contact,
        (
            *("first_name", "last_name", "phone", "other_phone", "email"),
            *("introduced_by", "reach_note", "search_key"),
        ),
    )


def register():
    registry.personal_fields.add(personal_fields)
