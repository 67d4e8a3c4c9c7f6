"""The département is read in the codes of a place: nobody types it."""

import pytest
from django.urls import reverse

from partnerships.departments import department_of, names
from tests.factories import StructureFactory, UserFactory


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("59350", "Nord (59)"),
        ("97411", "La Réunion (974)"),
        ("2A004", "Corse-du-Sud (2A)"),
        ("20000", ""),
        ("", ""),
    ],
)
def test_the_first_figures_of_a_code_say_it(code, told):
    assert department_of(code) == told


def test_every_department_is_there():
    assert len(names()) == 102


@pytest.mark.django_db
def test_the_page_of_a_structure_says_it(client):
    structure = StructureFactory(address="1 rue Haute", postal_code="59000", commune="Lille")
    client.force_login(UserFactory())

    page = client.get(reverse("partnerships:structure_detail", args=[structure.pk]))

    assert "Nord (59)" in page.content.decode()
