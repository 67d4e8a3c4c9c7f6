"""What a federation reads of people: sex, QPV, age; by one door alone."""

import datetime as dt

import pytest

from tests import factories as make
from tests.evaluation.observing import crowd, keys_of, rows_of, watching
from tests.evaluation.pages import get, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_november")]


@pytest.fixture
def user(season):
    return watching(season.programme.lead)


def three_structures():
    structures = [make.StructureFactory(name=name) for name in "ABC"]
    for structure, (women, men) in zip(structures, [(20, 10), (12, 3), (6, 7)], strict=True):
        crowd(structure, women, men)
    return structures


def test_sex_qpv_and_age_are_told_by_structure_small_cells_hidden(client):
    user = watching(*three_structures())

    response = get(client, user, "observatory")

    assert rows_of(response, "sexe") == {
        "A": ["20", "10", "0"],
        "B": ["masqué", "masqué", "masqué"],
        "C": ["6", "7", "0"],
        "Ensemble, au plus (2 structures montrées en entier sur 3)": ["26", "17", "0"],
    }
    assert rows_of(response, "qpv")["B"] == ["15", "0", "0"]
    assert rows_of(response, "age")["C"] == ["0", "0", "0", "0", "0", "13"]


def test_where_everything_is_masked_a_sentence_says_so(client):
    structure = make.StructureFactory()
    crowd(structure, 3, 2)

    response = get(client, watching(structure), "observatory")

    assert rows_of(response, "sexe") == {}
    assert "Il y a trop peu de personnes, ou de trop petits nombres" in text_of(response)


@pytest.mark.parametrize(
    "query", [{"format_": "parents"}, {"starts_on": "2026-09-01", "ends_on": "2026-12-31"}]
)
def test_a_narrower_choice_tells_nothing_of_people(client, query):
    user = watching(*three_structures())

    response = get(client, user, "observatory", **query)

    assert keys_of(response) == ["structures", "programmes", "annees", "releves"]
    assert "ne se lisent que pour une année entière" in text_of(response)


def test_what_an_issued_report_tells_of_people_is_not_told_here_too(client):
    first, second, third = three_structures()
    user = watching(first, second, third)
    grant = make.GrantFactory(holder=first)
    grant.programmes.set(first.programmes.all())
    report = make.IssuedReportFactory(grant=grant)

    response = get(client, user, "observatory")

    assert list(rows_of(response, "sexe")) == ["B", "C"]
    assert response.context["network"].told_by == [report]
    assert "se lisent dans son rapport, et là seulement" in text_of(response)


def test_a_report_of_other_days_changes_nothing(client):
    first, *others = three_structures()
    grant = make.GrantFactory(holder=first)
    grant.programmes.set(first.programmes.all())
    days = {"starts_on": dt.date(2024, 1, 1), "ends_on": dt.date(2024, 12, 31)}
    make.IssuedReportFactory(grant=grant, **days)

    response = get(client, watching(first, *others), "observatory")

    assert list(rows_of(response, "sexe"))[:3] == ["A", "B", "C"]


def test_when_every_structure_has_its_report_there_is_no_table_of_people(client, season, user):
    grant = make.GrantFactory(holder=season.programme.lead)
    grant.programmes.add(season.programme)
    make.IssuedReportFactory(grant=grant)

    response = get(client, user, "observatory")

    assert keys_of(response) == ["structures", "programmes", "annees", "releves", "quartiers"]


def test_from_afar_a_dashboard_tells_nothing_by_sex_or_qpv(client, season, user):
    response = get(client, user, "programme_dashboard", season.programme.pk)

    names = {line.figure.name for line in response.context["board"].lines}
    personal = {"fathers", "qpv_parents", "new_parents", "pathways_completed"}
    assert names & personal == set()
    assert response.context["board"].figures.measure("fathers").text == "masqué"
    assert "unique_parents" in names


def test_a_partner_who_reads_the_report_reads_its_people_there_alone(client, season):
    school = season.north.structure
    partnership = make.PartnershipFactory(parties=[season.programme.lead, school])
    season.programme.partnerships.add(partnership)
    user = make.partner(school)
    before = get(client, user, "programme_dashboard", season.programme.pk)
    grant = make.GrantFactory(holder=season.programme.lead)
    grant.programmes.add(season.programme)
    make.IssuedReportFactory(grant=grant, is_shared_with_partners=True)

    after = get(client, user, "programme_dashboard", season.programme.pk)

    told = [
        {line.figure.name for line in response.context["board"].lines} >= {"fathers"}
        for response in (before, after)
    ]
    assert told == [True, False]
