"""Values of which one of two records of a person has the right one.

What is not chosen goes to the record set aside instead of being lost: putting it back is the same
exchange once more, and no value is written anywhere else.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Model

# Chosen one by one: name → the columns that go together.
PERSON = {
    "first_name": ("first_name",),
    "last_name": ("last_name",),
    "phone": ("phone",),
    "email": ("email",),
    "gender": ("gender",),
    "age": ("birth_year", "age_band"),
}
# True of the person as soon as one record says so.
FOR_BOTH = {"is_relay": ("is_relay",), "is_left_alone": ("is_left_alone",)}
HOUSEHOLD = {
    "qpv": ("lives_in_qpv", "qpv", "qpv_source"),
    "neighbourhood": ("neighbourhood",),
}
# Of two households that become one: what only one of them knows.
FILLED = {
    "informed": ("informed_on", "informed_how", "notice"),
    "kept": ("kept_until", "kept_because"),
    "interpreter": ("is_interpreter_needed",),
}


def values_of(row: Model, columns: Iterable[str]) -> tuple:
    return tuple(getattr(row, column) for column in columns)


def swap(one: Model, other: Model, groups: Mapping[str, Iterable[str]], names: Iterable[str]):
    """Exchange the values of these groups; nothing is saved."""
    for name in names:
        for column in groups[name]:
            mine, theirs = getattr(one, column), getattr(other, column)
            setattr(one, column, theirs)
            setattr(other, column, mine)
