import datetime as dt

import pytest

from tests.factories import HeldSessionFactory, ModuleFactory, SessionFactory, WorkshopFactory
from workshops import progress

pytestmark = pytest.mark.django_db


def cohort():
    """Two modules: 2 h 30, then 2 h."""
    first = ModuleFactory(order=1, planned_minutes=150)
    ModuleFactory(order=2, planned_minutes=120, pathway=first.pathway)
    return WorkshopFactory(format="cohort", pathway=first.pathway)


def test_a_cohort_is_measured_against_its_pathway():
    workshop = cohort()
    HeldSessionFactory(workshop=workshop, delivered_minutes=140)
    SessionFactory(workshop=workshop)
    SessionFactory(workshop=workshop, status="cancelled", cancel_reason="grève")

    found = progress.of_workshop(workshop, workshop.sessions.all())

    assert (found.delivered_minutes, found.planned_minutes) == (140, 270)
    assert (found.held, found.planned, found.cancelled) == (1, 1, 1)


def test_any_other_workshop_is_measured_against_its_own_sessions():
    workshop = WorkshopFactory()
    HeldSessionFactory(workshop=workshop, delivered_minutes=90)
    SessionFactory(workshop=workshop, starts_at=dt.time(22), ends_at=dt.time(0, 30))
    SessionFactory(workshop=workshop, status="cancelled", cancel_reason="grève")

    found = progress.of_workshop(workshop, workshop.sessions.all())

    assert (found.delivered_minutes, found.planned_minutes) == (90, 270)


def test_each_module_has_its_own_sessions():
    workshop = cohort()
    first, second = workshop.pathway.modules.order_by("order")
    held = HeldSessionFactory(workshop=workshop, module=first)
    coming = SessionFactory(workshop=workshop, module=second)

    one, two = progress.steps(workshop, workshop.sessions.all())

    assert (one.module, one.sessions, one.progress.planned_minutes) == (first, [held], 150)
    assert (two.module, two.sessions, two.progress.delivered_minutes) == (second, [coming], 0)


def test_a_workshop_without_a_pathway_has_no_step():
    assert progress.steps(WorkshopFactory(), []) == []


def test_the_total_adds_sessions_and_minutes():
    one, two = cohort(), WorkshopFactory()
    sessions = [HeldSessionFactory(workshop=one), HeldSessionFactory(workshop=two)]

    lines = progress.by_workshop([one, two], sessions)
    found = progress.total(part for _workshop, part in lines)

    assert (found.held, found.delivered_minutes, found.planned_minutes) == (2, 240, 390)
