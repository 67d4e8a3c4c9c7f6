"""A session of today and who runs it; two groups of one pathway; a workshop that two prepare."""

import datetime as dt

import pytest

from tests import factories as make
from tests.factories import SessionFactory, facilitator
from tests.workshops import preparing


@pytest.fixture
def session(today):
    return SessionFactory(date=today, workshop__title="Café du mardi")


@pytest.fixture
def nadia(session, client):
    user = facilitator(
        session.workshop.programme.lead, session.workshop, first_name="Nadia", last_name="Ouali"
    )
    client.force_login(user)
    return user


@pytest.fixture
def pathway():
    pathway = make.PathwayFactory()
    for order in (1, 2, 3):
        make.ModuleFactory(pathway=pathway, order=order, title=f"Module {order}")
    return pathway


@pytest.fixture
def third(pathway):
    return pathway.modules.get(order=3)


@pytest.fixture
def ours(pathway):
    """Group A, that Awa is of."""
    return make.WorkshopFactory(
        format="cohort", pathway=pathway, title="Groupe A", programme__lead=pathway.structure
    )


@pytest.fixture
def theirs(ours):
    """Group B, of the same pathway and programme."""
    return make.WorkshopFactory(
        format="cohort", pathway=ours.pathway, title="Groupe B", programme=ours.programme
    )


@pytest.fixture
def elsewhere(theirs, third):
    """Module 3, at group B, today."""
    return make.SessionFactory(workshop=theirs, module=third, date=dt.date(2026, 3, 10))


@pytest.fixture
def awa(ours):
    return make.EnrolmentFactory(
        workshop=ours, enrolled_on=dt.date(2026, 1, 9), parent__first_name="Awa"
    )


@pytest.fixture
def malik(ours, theirs):
    user = make.facilitator(ours.programme.lead, ours)
    make.TeamMemberFactory(workshop=theirs, user=user)
    return user


@pytest.fixture
def table():
    """Those who prepare a workshop together."""
    return preparing.around()


@pytest.fixture
def plan(table):
    return preparing.begun(table)


@pytest.fixture
def helene(client, table):
    client.force_login(table.head)
    return client
