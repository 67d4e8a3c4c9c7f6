"""The sheet as its tests write on it: where it is, who is expected, what a tap sends."""

import datetime as dt

from django.urls import reverse

from tests.factories import EnrolmentFactory, ParentFactory

SCRIPT = {"accept": "application/json"}


def sheet(session, name="session_sheet"):
    return reverse(f"workshops:{name}", args=[session.pk])


def expected(session, **names):
    """Somebody enrolled before that day."""
    parent = known(session, **names)
    enrolled_on = session.date - dt.timedelta(days=9)
    EnrolmentFactory(workshop=session.workshop, parent=parent, enrolled_on=enrolled_on)
    return parent


def known(session, **names):
    return ParentFactory(family__structure=session.workshop.programme.lead, **names)


def noted(session):
    rows = session.attendances.order_by("pk")
    return [(row.parent_id, row.status, row.version) for row in rows]


def mark(parent, status, seen="0 "):
    return {f"attendance-{parent.pk}": status, f"seen-attendance-{parent.pk}": seen}
