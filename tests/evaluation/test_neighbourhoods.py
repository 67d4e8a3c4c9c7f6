"""Where nothing happens yet, said without telling who lives where."""

import pytest

from partnerships.models import Territory
from tests import factories as make
from tests.evaluation.observing import rows_of, watching
from tests.evaluation.pages import get
from tests.evaluation.season import hold, note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_november")]
FEW = "Moins de dix parents venus y habitent, à notre connaissance."
KNOWN = "Toutes les écoles connues ont un partenariat, ou aucune n’est connue."


@pytest.fixture
def centre(season):
    return season.programme.lead


def lives(territory, field, number, session, structure):
    for _each in range(number):
        home = make.FamilyFactory(
            structure=structure,
            lives_in_qpv="yes",
            qpv_source="declared",
            **{field: territory},
        )
        note(session, make.ParentFactory(family=home))


def told(client, centre, **query):
    return rows_of(get(client, watching(centre), "observatory", **query), "quartiers")


def nearby(centre, name, **kind):
    """A neighbourhood of its commune, where the centre itself does nothing."""
    centre.commune_code = "59350"
    centre.save()
    commune, _made = Territory.objects.get_or_create(
        kind="commune", official_code="59350", defaults={"name": "Lille"}
    )
    return make.TerritoryFactory(name=name, parent=commune, **kind)


def test_a_neighbourhood_without_action_parents_nor_partner_says_all_three(client, season, centre):
    place = nearby(centre, "La Plaine")
    school = make.SchoolFactory(structure__name="École de la Plaine")
    school.structure.territories.add(place)

    assert told(client, centre) == {
        "La Plaine": ["Aucune action cette année.", FEW, "Sans partenariat : École de la Plaine."]
    }


def test_an_action_counts_where_its_host_and_its_schools_are(client, season, centre):
    centre.territories.add(make.TerritoryFactory(name="Ici"))
    season.north.structure.territories.add(nearby(centre, "Là"))

    found = told(client, centre)

    assert {name: row[0] for name, row in found.items()} == {"Ici": "3 actions.", "Là": "1 action."}


def test_ten_parents_are_said_to_live_there_and_nine_are_not(client, season, centre):
    qpv = nearby(centre, "Nord", kind="qpv", official_code="QN05901M")
    quarter = nearby(centre, "Sud")
    session = hold(season.talk, 11, 3, 60)
    lives(qpv, "qpv", 10, session, centre)
    lives(quarter, "neighbourhood", 9, session, centre)

    found = told(client, centre)

    assert {name: row[1] for name, row in found.items()} == {
        "Nord (QPV)": "Dix parents venus ou plus y habitent.",
        "Sud": FEW,
    }


def test_a_school_with_a_partnership_is_not_missing(client, season, centre):
    place = make.TerritoryFactory(name="Ici")
    centre.territories.add(place)
    season.north.structure.territories.add(place)
    make.PartnershipFactory(parties=[centre, season.north.structure])

    assert told(client, centre)["Ici"][2] == KNOWN


def test_where_nothing_is_missing_nothing_is_said(client, season, centre):
    place = make.TerritoryFactory(name="Ici")
    centre.territories.add(place)
    lives(place, "neighbourhood", 10, hold(season.talk, 11, 3, 60), centre)

    response = get(client, watching(centre), "observatory")

    assert rows_of(response, "quartiers") == {}
