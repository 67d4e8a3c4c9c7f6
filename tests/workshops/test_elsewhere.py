"""What the other parties of a partnership do besides it (PAR-106)."""

import datetime as dt

import pytest

from partnerships.news import news
from tests.factories import (
    AttendanceFactory,
    HeldSessionFactory,
    PartnershipFactory,
    ProgrammeFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    coordinator,
    partner,
)
from tests.reading import text

pytestmark = pytest.mark.django_db
SOON = dt.date(2026, 3, 12)


@pytest.fixture
def centre(today):
    return StructureFactory(name="Centre")


@pytest.fixture
def school(centre):
    return SchoolFactory(structure__name="École").structure


@pytest.fixture
def programme(centre, school):
    """Led with two schools: each reads the dates of the other."""
    programme = ProgrammeFactory(lead=centre)
    programme.partnerships.add(PartnershipFactory(parties=[centre, school]))
    return programme


@pytest.fixture
def partnership(programme):
    return programme.partnerships.get()


def elsewhere(programme, title="Café", on=SOON, **session):
    return SessionFactory(
        workshop__programme=programme,
        workshop__title=title,
        workshop__place="préau",
        school=SchoolFactory(),
        date=on,
        **session,
    )


def told(partnership, user, today):
    return [
        (str(structure), [moment.title for moment in dates])
        for structure, dates in news(partnership, user, today)
    ]


def test_a_school_reads_what_the_centre_does_elsewhere(client, centre, school, programme, today):
    partnership = programme.partnerships.get()
    for day in (15, 12, 20, 18):
        elsewhere(programme, f"Café du {day}", dt.date(2026, 3, day))
    elsewhere(programme, "Trop loin", dt.date(2026, 9, 1))
    elsewhere(programme, "Annulée", status="cancelled", cancel_reason="Grève")
    elsewhere(ProgrammeFactory(lead=centre), "Un autre programme")
    SessionFactory(workshop__programme=programme, school=school.school, date=SOON)
    teacher = partner(school)

    found = told(partnership, teacher, today)
    client.force_login(teacher)
    page = text(client.get(partnership.get_absolute_url()))

    assert found == [("Centre", ["Café du 12", "Café du 15", "Café du 18"])]
    assert "Ce que font les autres" in page
    assert "jeudi 12 mars, 14 h · préau" in page


def test_no_name_of_a_parent_is_in_it(client, school, programme, partnership):
    workshop = elsewhere(programme).workshop
    row = AttendanceFactory(
        session=HeldSessionFactory(workshop=workshop), parent__last_name="Confidence"
    )
    client.force_login(partner(school))

    page = text(client.get(partnership.get_absolute_url()))

    assert "Café" in page
    assert row.parent.last_name not in page


def test_a_centre_reads_what_its_school_receives_besides(centre, school, partnership, today):
    SessionFactory(
        workshop__programme__lead=centre,
        workshop__title="Prêt de livres",
        school=school.school,
        date=SOON,
    )

    assert told(partnership, coordinator(centre), today) == [("École", ["Prêt de livres"])]


def test_nothing_else_is_nothing_said(client, centre, school, partnership, today):
    client.force_login(coordinator(centre))

    page = text(client.get(partnership.get_absolute_url()))

    assert told(partnership, coordinator(centre), today) == []
    assert "Ce que font les autres" not in page


def test_strangers_see_nothing(programme, partnership, today):
    elsewhere(programme)

    assert told(partnership, coordinator(StructureFactory()), today) == []


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_one_query_however_much(
    school, programme, partnership, today, django_assert_num_queries, number
):
    for turn in range(number):
        elsewhere(programme, f"Café {turn}")
    teacher = partner(school)
    known = type(partnership).objects.with_parties().get(pk=partnership.pk)
    assert teacher.rights.belongs_to == {school.pk}

    with django_assert_num_queries(1):
        news(known, teacher, today)
