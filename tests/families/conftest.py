"""A centre, who coordinates it and who runs its workshops; a school that shows it the way."""

import pytest

from tests.factories import StructureFactory, coordinator, facilitator
from tests.families.oriented import around


@pytest.fixture
def centre():
    return StructureFactory()


@pytest.fixture
def boss(centre):
    return coordinator(centre)


@pytest.fixture
def ines(centre):
    return facilitator(centre, first_name="Inès")


@pytest.fixture
def signed_in(client, centre):
    client.force_login(coordinator(centre))
    return client


@pytest.fixture
def sides():
    return around()
