"""The homes of those who look from outside."""

import datetime as dt

import pytest
from django.urls import reverse

from tests import factories as make
from tests.evaluation.pages import get, text_of
from tests.evaluation.season import hold, note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_november")]


def with_a_partner(season):
    """The head of the north school, whose school is party to the programme."""
    partnership = make.PartnershipFactory(
        name="Le fil", parties=[season.programme.lead, season.north.structure]
    )
    season.programme.partnerships.add(partnership)
    return make.partner(season.north.structure)


# -- Ma structure ------------------------------------------------------------------------------


def test_school_staff_sees_what_is_coming_here_and_elsewhere(client, season):
    user = with_a_partner(season)
    here = make.SessionFactory(
        workshop=season.talk, date=dt.date(2026, 12, 1), school=season.north, place="salle bleue"
    )
    far = make.SessionFactory(workshop=season.talk, date=dt.date(2027, 3, 1), school=season.north)

    response = get(client, user, "my_structure")

    assert response.context["ours"] == [here]
    assert [session.date for session in response.context["others"]] == [dt.date(2026, 12, 8)]
    text = text_of(response)
    assert "mardi 1er décembre, 14 h – 16 h" in text
    assert "salle bleue" in text
    assert str(far.date.year) not in str([session.date for session in response.context["ours"]])


def test_what_a_structure_welcomes_concerns_it_too(client, season):
    user = with_a_partner(season)
    hosted = make.WorkshopFactory(programme=season.programme, host=season.north.structure)
    session = make.SessionFactory(workshop=hosted, date=dt.date(2026, 12, 3))

    response = get(client, user, "my_structure")

    assert response.context["ours"] == [session]


def test_school_staff_reads_aggregates_and_what_was_done_for_the_school(client, season):
    response = get(client, with_a_partner(season), "my_structure")

    text = text_of(response)
    assert "au moins 4" in text
    here = response.context["here"]
    assert (here.sessions, here.minutes, here.participations, here.parents) == (1, 120, 2, None)
    assert str(season.ana) not in text


def test_school_staff_reads_issued_reports_shared_with_the_school_only(client, season):
    user = with_a_partner(season)
    grant = make.GrantFactory(holder=season.programme.lead)
    grant.programmes.add(season.programme)
    shared = make.IssuedReportFactory(grant=grant, is_shared_with_partners=True)
    make.IssuedReportFactory(grant=grant, version=2)
    make.ReportFactory(grant=grant, version=3, is_shared_with_partners=True)

    response = get(client, user, "my_structure")

    assert list(response.context["reports"]) == [shared]
    assert shared.get_absolute_url() in response.content.decode()


def test_without_anything_the_page_says_what_will_be_there(client):
    text = text_of(get(client, make.partner(make.StructureFactory()), "my_structure"))

    assert "Aucune séance prévue ici." in text
    assert "Aucun partenariat n’est noté avec votre structure." in text
    assert "Ce que nous avons fait ensemble" not in text


def test_a_partner_for_whom_nothing_was_held_reads_the_whole_only(client, season):
    with_a_partner(season)
    other = make.SchoolFactory()
    make.PartyFactory(partnership=season.programme.partnerships.get(), structure=other.structure)

    response = get(client, make.partner(other.structure), "my_structure")

    assert response.context["here"] is None
    assert len(response.context["overview"].lines) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_my_structure_costs_the_same_however_much_it_shows(
    client, django_assert_num_queries, count
):
    school = make.SchoolFactory()
    for number in range(count):
        programme = make.ProgrammeFactory(ends_on=dt.date(2027, 8, 31))
        programme.partnerships.add(
            make.PartnershipFactory(parties=[programme.lead, school.structure])
        )
        workshop = make.WorkshopFactory(programme=programme)
        make.SessionFactory(workshop=workshop, school=school, date=dt.date(2026, 12, 1 + number))
        note(hold(workshop, 9, 15, 60, school=school), make.ParentFactory())
        grant = make.GrantFactory(holder=programme.lead)
        grant.programmes.add(programme)
        make.IssuedReportFactory(grant=grant, is_shared_with_partners=True)
    client.force_login(make.partner(school.structure))

    with django_assert_num_queries(21):
        response = client.get(reverse("evaluation:my_structure"))

    assert (len(response.context["ours"]), len(response.context["overview"].lines)) == (
        count,
        count,
    )


# -- Whose homes these are -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (make.coordinator, [404, 404]),
        (make.facilitator, [404, 404]),
        (make.partner, [200, 404]),
        (make.observer, [404, 200]),
    ],
)
def test_each_home_is_for_those_it_was_made_for(client, role, statuses):
    user = role(make.StructureFactory())

    assert [
        get(client, user, page).status_code for page in ["my_structure", "observatory"]
    ] == statuses
