"""Names are read in the order of a French dictionary, whatever the database."""

import pytest

from partnerships.models import Partnership, Structure, Territory, User
from tests.factories import (
    PartnershipFactory,
    ProgrammeFactory,
    StructureFactory,
    TerritoryFactory,
    UserFactory,
)
from workshops.models import Programme

pytestmark = pytest.mark.django_db

NAMES = ["Fil", "École", "zèbre", "Emma", "œuvre", "Zoé", "Ève", "nord"]
SORTED = ["École", "Emma", "Ève", "Fil", "nord", "œuvre", "zèbre", "Zoé"]


@pytest.mark.parametrize(
    ("model", "factory", "field"),
    [
        (Structure, StructureFactory, "name"),
        (Partnership, PartnershipFactory, "name"),
        (Territory, TerritoryFactory, "name"),
        (Programme, ProgrammeFactory, "title"),
        (User, UserFactory, "last_name"),
    ],
)
def test_an_accented_capital_is_sorted_with_its_letter(model, factory, field):
    made = [factory(**{field: name}).pk for name in NAMES]

    found = model.objects.filter(pk__in=made).values_list(field, flat=True)

    assert list(found) == SORTED
