"""Reasons why somebody of group A would not catch up at a session of group B."""

import datetime as dt

from tests import factories as make
from workshops.models import Enrolment

DAY = dt.date(2026, 3, 10)


def of_two_groups(awa, session):
    workshop = make.WorkshopFactory(
        format="cohort", pathway=awa.workshop.pathway, programme=awa.workshop.programme
    )
    make.EnrolmentFactory(workshop=workshop, parent=awa.parent, enrolled_on=awa.enrolled_on)


def got_it_already(awa, session):
    make.AttendanceFactory(
        session__workshop=awa.workshop, session__module=session.module, parent=awa.parent
    )


def left_their_group(awa, session):
    Enrolment.objects.filter(pk=awa.pk).update(left_on=DAY - dt.timedelta(days=1))


def of_another_lead(awa, session):
    awa.workshop.programme = make.ProgrammeFactory()
    awa.workshop.save()


def without_a_module(awa, session):
    session.module = None
    session.save()


def of_this_group_too(awa, session):
    make.EnrolmentFactory(workshop=session.workshop, parent=awa.parent, enrolled_on=DAY)
