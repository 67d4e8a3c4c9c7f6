"""The worlds that the tests of partnerships share: a centre, a school, and who signs in."""

import datetime as dt

import pytest

from tests.factories import (
    PartnershipFactory,
    SchoolFactory,
    StaffFactory,
    StructureFactory,
    coordinator,
)
from tests.partnerships import lived
from tests.partnerships.agreeing import around_a_table, written


@pytest.fixture
def centre():
    return StructureFactory(name="Centre", commune="Lille")


@pytest.fixture
def school():
    return SchoolFactory(structure__name="École", meeting_slots="Le midi.").structure


@pytest.fixture
def partnership(centre, school):
    return PartnershipFactory(
        name="École et Centre",
        parties=[centre, school],
        stage="active",
        starts_on=dt.date(2022, 3, 7),
    )


@pytest.fixture
def boss(centre):
    return coordinator(centre)


@pytest.fixture
def signed_in(client, boss):
    client.force_login(boss)
    return client


@pytest.fixture
def staff(client):
    user = StaffFactory()
    client.force_login(user)
    return user


@pytest.fixture
def here(client):
    """A partnership that is lived, seen by the coordinator of its centre."""
    here = lived.table()
    client.force_login(here.boss)
    return here


@pytest.fixture
def table():
    """Those who write an agreement; nobody has signed in."""
    return around_a_table()


@pytest.fixture
def agreement(table):
    return written(table)
