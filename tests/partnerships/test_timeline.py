"""The history of a partnership: short on its page, whole on a page of its own."""

import datetime as dt

import pytest

from partnerships import registry, timeline
from partnerships.registry import Happening
from tests.factories import (
    FacilitationFactory,
    HeldSessionFactory,
    PartnershipFactory,
    ProgrammeFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    WorkshopFactory,
    coordinator,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def centre():
    return StructureFactory(name="Centre")


@pytest.fixture
def school():
    return SchoolFactory(structure__name="École")


@pytest.fixture
def partnership(centre, school):
    return PartnershipFactory(parties=[centre, school.structure])


@pytest.fixture
def programme(partnership, centre):
    programme = ProgrammeFactory(lead=centre, starts_on=dt.date(2025, 9, 1))
    programme.partnerships.add(partnership)
    return programme


@pytest.fixture
def user(client, centre):
    user = coordinator(centre)
    client.force_login(user)
    return user


def moment(day, **values):
    return Happening(on=day, title=str(day), detail="", **values)


def days_from(first, number):
    return [first - dt.timedelta(days=count) for count in range(number)]


# -- In five minutes ---------------------------------------------------------------------------


def test_what_repeats_itself_is_thinned_and_what_matters_is_kept():
    sessions = [moment(day, is_routine=True) for day in days_from(dt.date(2026, 3, 20), 20)]
    meeting = moment(dt.date(2026, 2, 1))

    story = timeline.in_five_minutes([*sessions, meeting], TODAY)

    assert [each.on.day for each in story.coming] == [14, 13, 12, 11]
    assert [each.on.day for each in story.past] == [10, 9, 8, 7, 6, 5, 1]
    assert not story.is_whole


def test_a_long_past_keeps_its_latest_chapters():
    found = [moment(day) for day in days_from(TODAY, 17)]

    assert timeline.in_five_minutes(found, TODAY).past == found[:16]
    assert timeline.in_five_minutes(found[:16], TODAY).is_whole


# -- The whole ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_whole_history_costs_the_same_however_long(
    client, user, programme, school, partnership, django_assert_num_queries, number
):
    workshop = WorkshopFactory(programme=programme)
    workshop.schools.add(school)
    for day in days_from(dt.date(2026, 3, 1), number):
        HeldSessionFactory(workshop=workshop, date=day)

    with django_assert_num_queries(26):
        response = client.get(f"/partenariats/{partnership.pk}/histoire/")

    assert response.context["page"].paginator.count == number + 2


def test_the_history_is_read_year_by_year_and_page_by_page(
    client, user, programme, school, partnership
):
    workshop = WorkshopFactory(programme=programme)
    workshop.schools.add(school)
    for day in days_from(dt.date(2025, 9, 10), 30):
        HeldSessionFactory(workshop=workshop, date=day)
    SessionFactory(workshop=workshop, date=dt.date(2026, 3, 20))

    first = client.get(f"/partenariats/{partnership.pk}/histoire/")
    second = client.get(f"/partenariats/{partnership.pk}/histoire/?page=2")

    assert [(year, len(found)) for year, found in first.context["years"]] == [
        ("2025-2026", 12),
        ("2024-2025", 18),
    ]
    assert [(year, len(found)) for year, found in second.context["years"]] == [("2024-2025", 3)]
    assert 'class="next"' in first.content.decode()


def test_one_reads_one_strand_of_the_history(client, user, programme, partnership):
    url = f"/partenariats/{partnership.pk}/histoire/"

    workshops, meetings, nonsense = [
        client.get(f"{url}?fil={strand}") for strand in ("workshop", "review", "zzz")
    ]

    assert [found.title for found in workshops.context["page"]] == [programme.title]
    assert list(meetings.context["page"]) == []
    assert "Rien encore sur ce fil" in meetings.content.decode()
    assert [found.title for found in nonsense.context["page"]] == [programme.title]
    assert meetings.context["strands"] == [
        ("", "tout", False),
        ("workshop", "ateliers", False),
        ("review", "bilans", True),
    ]
    assert nonsense.content.decode().count('aria-current="page">Tout<') == 1


def test_the_history_of_others_does_not_exist(client, user):
    foreign = PartnershipFactory(parties=[StructureFactory()])

    assert client.get(f"/partenariats/{foreign.pk}/histoire/").status_code == 404
    assert client.get("/partenariats/999999/histoire/").status_code == 404


# -- What the workshops tell -------------------------------------------------------------------


def test_the_workshops_say_whose_idea_they_were(user, programme, partnership):
    WorkshopFactory(programme=programme, title="Café", initiative="parents")
    WorkshopFactory(programme=programme, title="Jeux")
    WorkshopFactory(title="Ailleurs", initiative="school")

    found = registry.initiatives.ask(partnership, user)

    assert [(action.title, action.whose) for action in found] == [
        ("Café", "des parents"),
        ("Jeux", ""),
    ]


def test_the_time_given_is_that_of_the_sessions_held(user, programme, partnership, centre, school):
    session = HeldSessionFactory(workshop__programme=programme, school=school)
    FacilitationFactory(session=session, structure=centre)
    FacilitationFactory(session=session, structure=centre, minutes=30)
    FacilitationFactory(session=session, structure=school.structure, minutes=45)
    planned = SessionFactory(workshop__programme=programme, school=school)
    FacilitationFactory(session=planned, structure=centre, minutes=500)

    found = registry.given.ask(partnership, user)

    assert sorted(found) == sorted([(centre.pk, 150), (school.structure.pk, 45)])


def test_a_session_is_a_sign_of_life_unless_cancelled(programme, partnership):
    workshop = WorkshopFactory(programme=programme)
    for day, status in [(1, "planned"), (5, "planned"), (9, "cancelled")]:
        SessionFactory(
            workshop=workshop,
            date=dt.date(2026, 2, day),
            status=status,
            cancel_reason="Grève" if status == "cancelled" else "",
        )

    since = registry.signs.ask([partnership.pk], dt.date(2026, 1, 1))
    later = registry.signs.ask([partnership.pk], dt.date(2026, 2, 6))

    assert (since, later) == ([(partnership.pk, dt.date(2026, 2, 5))], [])
