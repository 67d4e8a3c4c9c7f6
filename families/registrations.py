"""What the families tell the ground floor they hold."""

from families import care, moves
from families.models import Outcome, Parent, Referral, SupportMeeting
from partnerships import registry
from partnerships.declarations import declared


def personal_fields():
    yield from declared("families")


def texts(structure):
    """Short notes of others: a parent may be named in what was written of a neighbour.

    Confidential notes are their author’s to read again: nobody else learns that there are any.
    """
    parents = Parent.objects.filter(family__structure=structure)
    yield SupportMeeting.objects.filter(structure=structure), ("shared_note",)
    yield Outcome.objects.filter(parent__in=parents), ("fact",)
    words = ("toward", "wish", "availability", "first_meeting")
    yield Referral.objects.filter(sender=structure), words


def register():
    registry.texts.add(texts)
    registry.movers.add(moves.movers)
    registry.acquaintances.add(care.people_supported)
    registry.holdings.add(care.holdings)
    registry.last_contacts.add(care.last_contacts)
    registry.participation.add(care.participation)
    registry.personal_fields.add(personal_fields)
