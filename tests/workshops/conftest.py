"""A session of today and somebody who runs it, as the tests of the sheet need them."""

import pytest

from tests.factories import SessionFactory, facilitator


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
