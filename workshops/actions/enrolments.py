"""Who is expected at a workshop, from one day to another."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from families.actions.households import register_family
from families.models import Family, Parent
from partnerships import audit
from partnerships.models import User
from workshops.actions.arrivals import split_name
from workshops.models import Enrolment, Workshop


@transaction.atomic
def enrol(*, workshop: Workshop, parent: Parent, enrolled_on: dt.date, by: User) -> Enrolment:
    """Expect a parent from that day on; who had left comes back.

    Refuses people the lead structure does not know, and who is already enrolled. A capacity is
    shown, never enforced: nobody is sent home by a computer.
    """
    known = Parent.objects.findable_for(workshop.programme).still()
    if not known.filter(pk=parent.pk).first():
        raise ValidationError(_("Cette personne n’est pas connue de votre structure."))
    enrolment = workshop.enrolments.filter(parent=parent, left_on__isnull=False).first()
    if enrolment:
        enrolment.left_on = None
    else:
        enrolment = Enrolment(workshop=workshop, parent=parent, enrolled_on=enrolled_on)
    return written(enrolment, by=by)


@transaction.atomic
def enrol_newcomer(*, workshop: Workshop, name: str, enrolled_on: dt.date, by: User) -> Enrolment:
    """Register somebody by their first name at least, with a household of their own, and enrol.

    Refuses a name without a letter, or too long.
    """
    first_name, last_name = split_name(name)
    parent = register_family(
        family=Family(structure=workshop.programme.lead),
        parent=Parent(first_name=first_name, last_name=last_name),
        by=by,
    )
    return enrol(workshop=workshop, parent=parent, enrolled_on=enrolled_on, by=by)


@transaction.atomic
def leave(*, enrolment: Enrolment, left_on: dt.date, by: User) -> Enrolment:
    """Expected until that day, included; what was held stays as it was.

    Refuses a day before the enrolment.
    """
    enrolment.left_on = left_on
    return written(enrolment, by=by)


def written(enrolment, *, by):
    enrolment.full_clean()
    enrolment.save()
    lead = enrolment.workshop.programme.lead
    fields = [f"enrolment-{enrolment.parent_id}"]
    whose = {"structure": lead, "family": enrolment.parent.family_id}
    audit.record(audit.Verb.CHANGED, enrolment.workshop, by=by, fields=fields, **whose)
    return enrolment
