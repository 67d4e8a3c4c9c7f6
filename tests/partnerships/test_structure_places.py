"""What a structure is part of: services and poles of another, networks that tie many together."""

import pytest
from django.core.exceptions import ValidationError

from partnerships.actions import directory as actions
from partnerships.models import AuditEvent, Structure
from tests.factories import SchoolFactory, StructureFactory, coordinator
from tests.reading import text

pytestmark = pytest.mark.django_db
SENT = {"name": "Centre", "commune": "Lille"}


@pytest.fixture
def town():
    return StructureFactory(kind="town", name="Mairie de Fives")


@pytest.fixture
def centre():
    return StructureFactory(name="Centre")


@pytest.fixture
def boss(client, centre):
    boss = coordinator(centre)
    client.force_login(boss)
    return boss


def refusal(act):
    with pytest.raises(ValidationError) as caught:
        act()
    return caught.value.message_dict


def page(structure):
    return structure.get_absolute_url()


# -- Services ------------------------------------------------------------------------------------


def test_a_structure_says_whose_service_it_is_and_both_pages_tell(client, boss, centre, town):
    url = f"{page(centre)}modifier/"

    client.post(url, SENT | {"part_of": town.pk})

    assert f'Service de <a href="{page(town)}">Mairie de Fives</a>' in text(
        client.get(page(centre))
    )
    assert "Ses services et pôles" in text(client.get(page(town)))
    assert f'<a href="{page(centre)}"><strong>Centre</strong></a>' in text(client.get(page(town)))
    assert "part_of" in AuditEvent.objects.get().fields


def test_schools_and_services_are_not_offered_as_wholes(client, boss, centre, town):
    StructureFactory(name="Service enfance", part_of=town)
    SchoolFactory()

    form = client.get(f"{page(centre)}modifier/").context["form"]

    assert list(form.fields["part_of"].queryset) == [town]


def test_a_school_is_no_service(client):
    school = SchoolFactory().structure
    client.force_login(coordinator(school))

    form = client.get(f"{page(school)}modifier/").context["form"]

    assert "part_of" not in form.fields


def test_a_new_partner_may_be_a_service(client, boss, town, today):
    network = StructureFactory(kind="network", name="REAAP du Nord")
    sent = {"kind": "town", "name": "Service enfance", "commune": "Lille", "part_of": town.pk}

    client.post("/structures/nouvelle/", sent | {"networks": [network.pk]})

    added = Structure.objects.get(name="Service enfance")
    assert (added.part_of, list(added.networks.all())) == (town, [network])


def test_two_structures_do_not_hold_each_other(boss, centre, town):
    town.part_of = centre
    town.save()

    refused = refusal(
        lambda: actions.change_structure(structure=centre, values={"part_of": town}, by=boss)
    )

    assert refused == {
        "part_of": ["Mairie de Fives est déjà un service de Centre : l’une est dans l’autre."]
    }
    assert Structure.objects.get(pk=centre.pk).part_of is None


def test_a_service_of_a_service_is_refused(boss, centre, town):
    service = StructureFactory(name="Service enfance", part_of=town)

    refused = refusal(
        lambda: actions.change_structure(structure=centre, values={"part_of": service}, by=boss)
    )

    sentence = (
        "Service enfance est elle-même un service de Mairie de Fives : "
        "rattachez Centre à Mairie de Fives."
    )
    assert refused == {"part_of": [sentence]}


def test_what_has_services_is_nobodys_service(boss, centre, town):
    StructureFactory(name="Pôle familles", part_of=centre)

    refused = refusal(
        lambda: actions.change_structure(structure=centre, values={"part_of": town}, by=boss)
    )

    assert refused == {
        "part_of": [
            "Centre a ses propres services : elle ne peut pas être un service de Mairie de Fives."
        ]
    }


def test_the_refusal_is_said_beside_the_field(client, boss, centre, town):
    StructureFactory(name="Pôle familles", part_of=centre)

    response = client.post(f"{page(centre)}modifier/", SENT | {"part_of": town.pk})

    assert list(response.context["form"].errors) == ["part_of"]


def test_the_services_of_a_town_are_found_by_its_name(client, boss, town):
    StructureFactory(name="Service enfance", part_of=town)
    StructureFactory(name="Centre des Tanneurs")

    found = client.get("/structures/", {"q": "fives"})

    assert [str(each) for each in found.context["page"]] == ["Mairie de Fives", "Service enfance"]
    assert "service de Mairie de Fives" in text(found)


# -- Networks --------------------------------------------------------------------------------------


def test_a_structure_says_its_networks_and_the_network_lists_its_members(client, boss, centre):
    network = StructureFactory(kind="network", name="REAAP du Nord")
    school = SchoolFactory(structure__name="École des Prés").structure
    school.networks.add(network)

    client.post(f"{page(centre)}modifier/", SENT | {"networks": [network.pk]})

    response = client.get(page(network))
    assert list(response.context["members"]) == [centre, school]
    assert "École élémentaire · Lille" in text(response)
    assert f'<a href="{page(network)}">REAAP du Nord</a>' in text(client.get(page(centre)))


def test_a_network_nobody_joined_says_how_to(client, boss):
    network = StructureFactory(kind="network")

    assert "Personne ne s’y est encore inscrit" in text(client.get(page(network)))
    assert "Ses membres" not in text(client.get(page(StructureFactory())))


@pytest.mark.parametrize("number", [1, 3])
def test_a_network_costs_the_same_however_many_belong(
    client, boss, django_assert_num_queries, number
):
    network = StructureFactory(kind="network")
    for _ in range(number):
        SchoolFactory().structure.networks.add(network)
        StructureFactory(part_of=network)

    with django_assert_num_queries(18):
        client.get(page(network))
