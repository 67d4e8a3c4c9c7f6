"""Sheets as people fill them, with the dates of the story instead of now."""

import datetime as dt

from django.utils import timezone

from workshops.models import Attendance, Facilitation, HeadCount, Session


def plan(workshop, date, starts_at, ends_at, *, module=None, school=None):
    return Session.objects.create(
        workshop=workshop,
        module=module,
        school=school,
        date=date,
        starts_at=starts_at,
        ends_at=ends_at,
        place=workshop.place,
    )


def close(session, came, *, by, minutes=None, unnamed=0, children=0, log=""):
    """A session held: who came, how many in all, two lines."""
    session.delivered_minutes = minutes or session.planned_minutes
    session.status = Session.Status.HELD
    session.log = log
    session.closed_at = timezone.make_aware(dt.datetime.combine(session.date, session.ends_at))
    session.closed_by = by
    session.version = 1
    session.save()
    Attendance.objects.bulk_create(
        row_of(session, parent, status, by) for parent, status in came.items()
    )
    named = sum(status in Attendance.COUNTING for status in came.values())
    HeadCount.objects.bulk_create(
        [
            HeadCount(session=session, category="parents", number=named + unnamed),
            HeadCount(session=session, category="children", number=children),
        ]
    )
    for member in session.workshop.team.all():
        Facilitation.objects.create(
            session=session,
            user=member.user,
            structure=member.structure,
            minutes=session.delivered_minutes,
        )


def row_of(session, parent, status, by):
    return Attendance(
        session=session,
        parent=parent,
        status=status,
        recorded_by=by,
        programme=session.workshop.programme,
        workshop=session.workshop,
        cohort=session.workshop,
        date=session.date,
        school=session.school,
        module=session.module,
        held=True,
        counted_minutes=session.delivered_minutes,
        family_key=parent.family_id,
        lives_in_qpv=parent.family.lives_in_qpv,
        gender=parent.gender,
        age_band=parent.age_band_in(session.date.year),
    )


def cancel(session, reason, by):
    session.status = Session.Status.CANCELLED
    session.cancel_reason = reason
    session.version = 1
    session.save()
