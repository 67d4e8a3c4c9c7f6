"""Catching up in another group, and waiting for a place: what happens between the groups."""

import datetime as dt

from config.demo.sheets import row_of
from workshops.models import Guest, Waiting

# Of group 5: who was away at module 2 came to it at group 9; who was away at module 5 is to come.
CAUGHT_UP, TO_COME = 2, 5


def tell(stage):
    theirs = stage.digital.workshops.get(title__startswith="Groupe 5,")
    there = stage.digital.workshops.get(title__startswith="Groupe 9,")
    _caught_up(theirs, there, stage)
    _to_come(theirs, there, stage)
    _waiting(stage.talking, stage)


def _missed(workshop, order):
    """The enrolment of the first who was away that day."""
    row = workshop.attendances.filter(module__order=order, status__in=["absent", "excused"])
    return workshop.enrolments.get(parent=row.order_by("pk").first().parent_id)


def _caught_up(theirs, there, stage):
    enrolment = _missed(theirs, CAUGHT_UP)
    session = there.sessions.held().get(module__order=CAUGHT_UP)
    row = row_of(session, enrolment.parent, "present", stage.users["animation"])
    row.cohort = theirs
    row.save()
    room = session.head_counts.get(category="parents")
    room.number += 1
    room.save()


def _to_come(theirs, there, stage):
    enrolment = _missed(theirs, TO_COME)
    session = there.sessions.planned().get(module__order=TO_COME)
    Guest.objects.create(
        session=session,
        parent=enrolment.parent,
        enrolment=enrolment,
        added_by=stage.users["coordination"],
    )


def _waiting(programme, stage):
    """One place was added this week: the first of two to be called."""
    workshop = programme.workshops.get(title__startswith="Groupe de parole")
    workshop.capacity = workshop.enrolments.count() + 1
    workshop.save()
    inside = set(workshop.enrolments.values_list("parent", flat=True))
    others = [parent for parent in stage.parents[44:] if parent.pk not in inside]
    for days, parent in zip((20, 6), others, strict=False):
        asked_on = stage.today - dt.timedelta(days=days)
        Waiting.objects.create(workshop=workshop, parent=parent, asked_on=asked_on)
