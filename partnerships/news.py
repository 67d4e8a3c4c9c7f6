"""What the others do besides: the next dates of each party’s own work, nobody’s name (PAR-106)."""

import datetime as dt

from partnerships import registry
from partnerships.models import Partnership, Structure, User
from partnerships.registry import Appointment

# Of each party, what a page shows.
NEXT = 3


def news(
    partnership: Partnership, user: User, today: dt.date
) -> list[tuple[Structure, list[Appointment]]]:
    """[(structure, its next dates)], for the other parties that have some."""
    others = [
        party.structure
        for party in partnership.sides()
        if party.structure_id not in user.rights.belongs_to
    ]
    dates: dict[int, list[Appointment]] = {}
    for structure, appointment in registry.elsewhere.ask(partnership, user, today):
        dates.setdefault(structure, []).append(appointment)
    return [(each, dates[each.pk][:NEXT]) for each in others if each.pk in dates]
