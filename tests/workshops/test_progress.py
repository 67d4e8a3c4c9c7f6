import datetime as dt

import pytest
from django.utils import timezone

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


def test_a_module_is_short_or_long_once_it_is_done():
    workshop = cohort()
    first, second = workshop.pathway.modules.all()
    HeldSessionFactory(workshop=workshop, module=first, delivered_minutes=90)
    HeldSessionFactory(workshop=workshop, module=second, delivered_minutes=80)
    again = SessionFactory(workshop=workshop, module=second)

    before = progress.steps(workshop, workshop.sessions.all())
    again.status, again.delivered_minutes, again.closed_at = "held", 60, timezone.now()
    again.save()
    after = progress.steps(workshop, workshop.sessions.all())

    assert ([step.gap for step in before], progress.gap(before)) == ([-60, None], -60)
    assert ([step.gap for step in after], progress.gap(after)) == ([-60, 20], -40)


@pytest.mark.parametrize(
    ("by", "percent", "wanted", "followed", "is_reached"),
    [
        ("modules", 80, 6, {"minutes": 1, "modules": 6}, True),
        ("modules", 80, 6, {"minutes": 990, "modules": 5}, False),
        ("modules", 100, 7, {"minutes": 990, "modules": 7}, True),
        ("minutes", 80, 792, {"minutes": 792, "modules": 0}, True),
        ("minutes", 80, 792, {"minutes": 791, "modules": 7}, False),
        ("minutes", 1, 10, {"minutes": 0, "modules": 0}, False),
    ],
)
def test_a_pathway_is_finished_by_hours_or_by_modules(by, percent, wanted, followed, is_reached):
    threshold = progress.Threshold(percent, by == "modules", modules=7, minutes=990)

    assert (threshold.wanted, threshold.is_reached(**followed)) == (wanted, is_reached)


def test_an_empty_pathway_is_never_finished():
    threshold = progress.Threshold(80, is_by_modules=True, modules=0, minutes=0)

    assert not threshold.is_reached(minutes=120, modules=0)
