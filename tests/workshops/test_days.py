"""What « Aujourd’hui » hears from the workshops."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import (
    FacilitationFactory,
    HeldSessionFactory,
    ModuleFactory,
    PartnershipFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    partner,
)
from workshops import days
from workshops.models import Session

pytestmark = pytest.mark.django_db


def week(user, today):
    return list(days.diary(user, today, today + dt.timedelta(days=7)))


def test_a_facilitator_reads_their_own_sessions_of_the_week_in_order(today):
    session = SessionFactory(date=today + dt.timedelta(days=1), place="Salle 2")
    earlier = SessionFactory(workshop=session.workshop, date=today)
    SessionFactory(workshop=session.workshop, date=today + dt.timedelta(days=8))
    cancelled = {"status": Session.Status.CANCELLED, "cancel_reason": "Grève"}
    SessionFactory(workshop=session.workshop, date=today, **cancelled)
    SessionFactory(date=today)
    user = facilitator(session.workshop.programme.lead, session.workshop)

    found = week(user, today)

    sheets = [reverse("workshops:session_sheet", args=[each.pk]) for each in (earlier, session)]
    assert [each.sheet_url for each in found] == sheets
    assert [each.lines for each in found] == [(), ("Salle 2",)]


def test_a_coordinator_reads_those_of_the_structure(today):
    session = SessionFactory(date=today)

    assert len(week(coordinator(session.workshop.programme.lead), today)) == 1


def test_a_school_reads_what_concerns_it_without_a_sheet(today):
    lead, school = StructureFactory(), SchoolFactory()
    together = PartnershipFactory(parties=[lead, school.structure])
    workshop, other = WorkshopFactory.create_batch(2, programme__lead=lead)
    for each in (workshop, other):
        each.programme.partnerships.add(together)
    workshop.schools.add(school)
    shown = [
        SessionFactory(workshop=workshop, date=today, starts_at=dt.time(9)),
        SessionFactory(workshop=other, date=today, starts_at=dt.time(10), school=school),
    ]
    SessionFactory(workshop=workshop, date=today, school=SchoolFactory())
    SessionFactory(workshop=other, date=today)

    found = week(partner(school.structure), today)

    assert [(each.url, each.sheet_url) for each in found] == [
        (session.get_absolute_url(), "") for session in shown
    ]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "state"),
    [("09:00", "10:00", "now"), ("08:00", "09:00", "next"), ("14:00", "16:00", "next")],
)
def test_a_session_is_now_between_its_hours(today, starts_at, ends_at, state):
    hours = {
        "starts_at": dt.time.fromisoformat(starts_at),
        "ends_at": dt.time.fromisoformat(ends_at),
    }
    session = SessionFactory(date=today, **hours)

    found = week(coordinator(session.workshop.programme.lead), today)

    assert [each.state for each in found] == [state]


def test_a_held_session_is_done_and_says_its_group(today):
    module = ModuleFactory(title="Internet")
    cohort = {"workshop__format": "cohort", "workshop__pathway": module.pathway}
    session = HeldSessionFactory(date=today, module=module, workshop__title="Groupe 9", **cohort)

    found = week(coordinator(session.workshop.programme.lead), today)

    assert [(each.title, each.lines, each.state) for each in found] == [
        ("Internet", ("Groupe 9",), "done")
    ]


def test_sheets_wait_once_the_session_is_over(today):
    over = SessionFactory(date=today, starts_at=dt.time(8), ends_at=dt.time(9))
    late = SessionFactory(workshop=over.workshop, date=today - dt.timedelta(days=7))
    SessionFactory(workshop=over.workshop, date=today)
    HeldSessionFactory(workshop=over.workshop, date=today - dt.timedelta(days=1))
    user = facilitator(over.workshop.programme.lead, over.workshop)

    waiting = list(days.sheets_due(user, today))

    assert [(each.url, each.due_on) for each in waiting] == [
        (reverse("workshops:session_sheet", args=[session.pk]), session.date)
        for session in (late, over)
    ]


def test_who_ran_one_session_is_reminded_of_that_one(today):
    ran = FacilitationFactory(session__date=today - dt.timedelta(days=1))
    SessionFactory(workshop=ran.session.workshop, date=today - dt.timedelta(days=1))
    user = facilitator(ran.structure)
    ran.user = user
    ran.save()

    assert len(list(days.sheets_due(user, today))) == 1


@pytest.mark.parametrize("sessions", [1, 3])
def test_a_day_costs_the_same_however_full(today, sessions, django_assert_num_queries):
    first = SessionFactory(date=today - dt.timedelta(days=1))
    for _number in range(1, sessions):
        SessionFactory(workshop=first.workshop, date=first.date)
    user = coordinator(first.workshop.programme.lead)

    with django_assert_num_queries(3):
        listed = list(days.diary(user, first.date, today)), list(days.sheets_due(user, today))

    assert [len(each) for each in listed] == [sessions, sessions]
