import pytest

from partnerships.models import School
from tests.factories import (
    PartnershipFactory,
    SchoolFactory,
    StructureFactory,
    TerritoryFactory,
    UserFactory,
    coordinator,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(UserFactory())
    return client


def listed(response):
    return [str(structure) for structure in response.context["page"]]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("url", "queries"), [("/structures/", 6), ("/ecoles/", 5)])
def test_the_directory_costs_the_same_however_many_structures(
    reader, django_assert_num_queries, number, url, queries
):
    SchoolFactory.create_batch(number)

    with django_assert_num_queries(queries):
        response = reader.get(url)

    assert len(response.context["page"]) == number


@pytest.mark.parametrize("typed", ["ecole", "ÉCOLE lille", "59000"])
def test_the_directory_is_searched_by_name_town_and_postal_code(reader, typed):
    StructureFactory(name="École du Parc", postal_code="59000")
    StructureFactory(name="Centre", commune="Roubaix")

    assert listed(reader.get("/structures/", {"q": typed})) == ["École du Parc"]


def test_a_school_is_found_by_its_code_however_it_is_typed(reader):
    school = SchoolFactory(uai="0590001R")
    SchoolFactory()

    assert listed(reader.get("/ecoles/", {"q": " 0590001r"})) == [str(school)]
    assert listed(reader.get("/structures/", {"q": "0590001R"})) == [str(school)]


def test_an_accent_sorts_with_its_letter(reader):
    for name in ["Foyer", "École", "Zèbre", "Espace", "Atelier"]:
        StructureFactory(name=name)

    assert listed(reader.get("/structures/")) == ["Atelier", "École", "Espace", "Foyer", "Zèbre"]


def test_structures_are_filtered_by_kind_and_neighbourhood(reader):
    district = TerritoryFactory(kind="qpv", name="Les Filatures")
    held = StructureFactory(name="Centre")
    held.territories.add(district)
    StructureFactory(name="Mairie", kind="town")

    assert listed(reader.get("/structures/", {"kind": "town"})) == ["Mairie"]
    assert listed(reader.get("/structures/", {"territory": district.pk})) == ["Centre"]


def test_schools_are_filtered_by_level_sector_and_network(reader):
    SchoolFactory(structure__name="Collège", level="college", priority_network="REP+")
    SchoolFactory(structure__name="École", sector="private", priority_network="REP")
    SchoolFactory(structure__name="Fermée", is_open=False)
    StructureFactory(name="Centre")

    def found(**filters):
        return listed(reader.get("/ecoles/", filters))

    assert found() == ["Collège", "École"]
    assert found(level="college") == ["Collège"]
    assert found(sector="private") == ["École"]
    assert found(network="REP") == ["École"]
    assert found(network="any") == ["Collège", "École"]


def test_the_directory_shows_only_partners_on_demand(client):
    centre, school = StructureFactory(), SchoolFactory()
    PartnershipFactory(parties=[centre, school.structure])
    PartnershipFactory(parties=[SchoolFactory().structure])
    client.force_login(coordinator(centre))

    assert listed(client.get("/structures/", {"is_partner": "on"})) == [str(school)]
    assert School.objects.count() == 2


def test_an_empty_answer_says_what_to_do(reader):
    empty = reader.get("/structures/").content.decode()
    nothing = reader.get("/structures/", {"q": "introuvable"}).content.decode()
    filtered = reader.get("/ecoles/", {"level": "lycee"}).content.decode()

    assert "L’annuaire est vide" in empty
    assert "Voir tout l’annuaire" in nothing
    assert "Rien ne correspond à ces filtres" in filtered
