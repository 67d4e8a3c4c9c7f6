"""Who waits for a place: the first to ask is the first to be called."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships import audit
from partnerships.models import User
from workshops.models import Waiting, Workshop


@transaction.atomic
def wait(*, workshop: Workshop, parent: Parent, by: User) -> Waiting:
    """Put somebody at the end of the list, from today.

    Refuses people the lead structure does not know, who is enrolled, and who waits already.
    """
    known = Parent.objects.findable_for(workshop.programme).still()
    if not known.filter(pk=parent.pk).first():
        raise ValidationError(_("Cette personne n’est pas connue de votre structure."))
    if workshop.enrolments.staying(timezone.localdate()).filter(parent=parent).exists():
        raise ValidationError(_("Cette personne est déjà inscrite."))
    place = Waiting(workshop=workshop, parent=parent)
    place.full_clean()
    place.save()
    tell(audit.Verb.CREATED, place, by=by)
    return place


@transaction.atomic
def remove(*, place: Waiting, by: User) -> None:
    """Take somebody off the list; refuses who is no longer on it."""
    take_off(standing(place), by=by)


def stop(*, workshop: Workshop, parent: Parent, by: User) -> None:
    """Who has a place waits no longer."""
    for place in workshop.waiting.filter(parent=parent).select_related("parent"):
        take_off(place, by=by)


def standing(place: Waiting) -> Waiting:
    """As it stands, for this transaction alone; refuses what a colleague took off meanwhile."""
    places = Waiting.objects.select_for_update(of=("self",), no_key=True)
    place = places.select_related("workshop__programme__lead", "parent").filter(pk=place.pk).first()
    if place is None:
        raise ValidationError(_("Cette personne n’est plus sur la liste d’attente."), code="gone")
    return place


def take_off(place, *, by):
    tell(audit.Verb.DELETED, place, by=by)
    place.delete()


def tell(verb, place, *, by):
    lead = place.workshop.programme.lead
    audit.record(
        verb, place, by=by, structure=lead, family=place.parent.family_id, fields=["workshop"]
    )
