"""Every factory makes a valid object that has a name."""

import pytest

from tests import factories

FACTORIES = [
    each
    for each in vars(factories).values()
    if isinstance(each, type) and issubclass(each, factories.UserFactory.__mro__[1])
]


@pytest.mark.parametrize("each", FACTORIES, ids=lambda each: each.__name__)
def test_the_dullest_object_is_valid_and_has_a_name(db, each):
    made = each()

    made.full_clean(exclude=["password"])

    assert str(made)
