import pytest
from django.urls import reverse

from partnerships.models import AuditEvent, Structure
from tests.factories import StructureFactory, coordinator, facilitator

PAGE = reverse("partnerships:structure_create")
NEW = {
    "kind": "landlord",
    "name": "Habitat du Canal",
    "commune": "Lille",
    "phone": "03 20 00 00 09",
}


@pytest.fixture
def boss(db):
    return coordinator(StructureFactory(name="Les Tisserands"))


def test_a_coordinator_adds_a_partner_the_directory_does_not_know(client, boss, today):
    client.force_login(boss)

    response = client.post(PAGE, NEW)

    added = Structure.objects.get(name="Habitat du Canal")
    assert response.url == added.get_absolute_url()
    assert (added.phone, added.recorded_on) == ("0320000009", today)
    assert AuditEvent.objects.get().object_id == str(added.pk)


def test_what_looks_like_it_is_shown_before_it_is_added(client, boss):
    known = StructureFactory(name="Habitat du Canal", commune="Roubaix")
    client.force_login(boss)

    asked = client.post(PAGE, NEW)
    client.post(PAGE, NEW | {"is_another": "on"})

    assert known.get_absolute_url() in asked.text
    assert "est-ce l’une d’elles" in asked.text
    assert Structure.objects.filter(name="Habitat du Canal").count() == 2


def test_the_same_name_in_the_same_town_is_refused(client, boss):
    StructureFactory(name="Habitat du Canal", commune="Lille")
    client.force_login(boss)

    response = client.post(PAGE, NEW | {"is_another": "on"})

    assert "Une structure du même nom existe" in response.text
    assert Structure.objects.filter(name="Habitat du Canal").count() == 1


def test_schools_are_not_added_by_hand(client, boss):
    client.force_login(boss)

    client.post(PAGE, NEW | {"kind": "school"})

    assert Structure.objects.filter(name="Habitat du Canal").count() == 0


def test_whoever_coordinates_nothing_asks_a_coordinator(client, db):
    client.force_login(facilitator(StructureFactory()))

    assert client.get(PAGE).status_code == 403
