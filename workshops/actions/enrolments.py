"""Who is expected at a workshop, from one day to another."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.actions.households import register_family
from families.models import Family, Parent
from partnerships import audit
from partnerships.models import User
from workshops.actions import guests, waiting
from workshops.actions.arrivals import split_name
from workshops.models import Enrolment, Waiting, Workshop


@transaction.atomic
def enrol(*, workshop: Workshop, parent: Parent, enrolled_on: dt.date, by: User) -> Enrolment:
    """Expect a parent from that day on; who had left comes back.

    They wait no longer. Refuses people the lead structure does not know, and who is already
    enrolled. A capacity is shown, never enforced: nobody is sent home by a computer.
    """
    known = Parent.objects.findable_for(workshop.programme).still()
    if not known.filter(pk=parent.pk).first():
        raise ValidationError(_("Cette personne n’est pas connue de votre structure."))
    enrolment = workshop.enrolments.filter(parent=parent, left_on__isnull=False).first()
    if enrolment:
        enrolment.left_on = None
    else:
        enrolment = Enrolment(workshop=workshop, parent=parent, enrolled_on=enrolled_on)
    written(enrolment, by=by)
    waiting.stop(workshop=workshop, parent=parent, by=by)
    return enrolment


@transaction.atomic
def enrol_newcomer(*, workshop: Workshop, name: str, enrolled_on: dt.date, by: User) -> Enrolment:
    """Register somebody by their first name at least, with a household of their own, and enrol.

    Refuses a name without a letter, or too long.
    """
    parent = newcomer(workshop, name, by=by)
    return enrol(workshop=workshop, parent=parent, enrolled_on=enrolled_on, by=by)


@transaction.atomic
def wait_newcomer(*, workshop: Workshop, name: str, by: User) -> Waiting:
    """Register somebody by their first name at least, and put them on the waiting list.

    Refuses a name without a letter, or too long.
    """
    return waiting.wait(workshop=workshop, parent=newcomer(workshop, name, by=by), by=by)


@transaction.atomic
def enrol_waiting(*, place: Waiting, enrolled_on: dt.date, by: User) -> Enrolment:
    """Whoever waited has a place from that day on.

    Refuses who waits no longer: a colleague called them first, or took them off the list.
    """
    place = waiting.standing(place)
    return enrol(workshop=place.workshop, parent=place.parent, enrolled_on=enrolled_on, by=by)


def newcomer(workshop, name, *, by):
    first_name, last_name = split_name(name)
    return register_family(
        family=Family(structure=workshop.programme.lead),
        parent=Parent(first_name=first_name, last_name=last_name),
        by=by,
    )


@transaction.atomic
def leave(*, enrolment: Enrolment, left_on: dt.date, by: User) -> Enrolment:
    """Expected until that day, included; what was held stays as it was.

    Nobody waits for them any longer where they were to catch up later. Refuses a day before the
    enrolment.
    """
    enrolment.left_on = left_on
    written(enrolment, by=by)
    guests.forget(enrolment.catch_ups.filter(session__date__gt=left_on), by=by)
    return enrolment


@transaction.atomic
def call(*, enrolment: Enrolment, by: User) -> Enrolment:
    """Somebody asked after them today: what they missed before calls nobody any more."""
    enrolment.called_on = timezone.localdate()
    return written(enrolment, by=by)


def written(enrolment, *, by):
    enrolment.full_clean()
    enrolment.save()
    lead = enrolment.workshop.programme.lead
    fields = [f"enrolment-{enrolment.parent_id}"]
    whose = {"structure": lead, "family": enrolment.parent.family_id}
    audit.record(audit.Verb.CHANGED, enrolment.workshop, by=by, fields=fields, **whose)
    return enrolment
