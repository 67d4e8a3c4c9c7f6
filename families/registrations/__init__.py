"""What the families tell the ground floor they hold, one module a noun."""

from families.merging.moves import movers
from families.registrations import households, notices, referrals, searching, supports
from partnerships import registry


def register():
    for slot, *tellers in (
        (registry.due, referrals.due, households.due, notices.due),
        (registry.holdings, referrals.holdings, supports.holdings),
        (registry.last_contacts, households.last_contacts, supports.last_contacts),
        (registry.acquaintances, supports.acquaintances),
        (registry.participation, supports.participation),
        (registry.personal_fields, households.personal_fields),
        (registry.texts, households.texts),
        (registry.movers, movers),
        (registry.searched, searching.found),
    ):
        for teller in tellers:
            slot.add(teller)
