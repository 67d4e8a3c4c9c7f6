import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from evaluation.actions import reports as actions
from tests.evaluation import season as story
from tests.factories import (
    GrantFactory,
    IndicatorFactory,
    ProgrammeFactory,
    ReportFactory,
    StructureFactory,
    coordinator,
)


@pytest.fixture
def centre(db):
    return StructureFactory(name="Centre des Quais", mission="Depuis 1991.")


@pytest.fixture
def programme(centre):
    return ProgrammeFactory(lead=centre, description="Des ateliers.", diagnosis="Un constat.")


@pytest.fixture
def grant(programme):
    grant = GrantFactory(holder=programme.lead)
    grant.programmes.add(programme)
    return grant


@pytest.fixture
def boss(centre):
    return coordinator(centre)


@pytest.fixture
def draft(grant, boss):
    return actions.begin(report=ReportFactory.build(grant=grant), by=boss)


@pytest.fixture
def season(db):
    """The season worked out by hand: see season.py."""
    return story.tell()


@pytest.fixture
def in_november():
    """A Friday of the season, before its last planned session."""
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Europe/Paris"))):
        yield dt.date(2026, 11, 20)


@pytest.fixture
def indicator(programme):
    """One that is read where it happens, not counted from the sheets."""
    return IndicatorFactory(
        programme=programme,
        title="Repas partagés",
        kind="entered",
        measure="",
        unit="repas",
        definition="Repas pris ensemble.",
    )


@pytest.fixture
def told(programme):
    return IndicatorFactory(programme=programme, title="Entraide", kind="qualitative", measure="")


@pytest.fixture
def colleague(centre, boss):
    return coordinator(centre, first_name="Nadia", last_name="Bis")
