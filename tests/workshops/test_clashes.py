"""What a session would run into: people, places, one's own group; said as far as one may see it."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partnerships.models import SchoolHoliday
from tests.factories import (
    EnrolmentFactory,
    FacilitationFactory,
    PartnershipFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    TeamMemberFactory,
    UserFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    partner,
)
from workshops import clashes
from workshops.clashes import Clash, Slot
from workshops.models import Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DAY = dt.date(2026, 3, 24)
TWO, FOUR = dt.time(14), dt.time(16)
BUSY = "Nadia O. anime déjà «\u00a0Chorale\u00a0», 15\u00a0h – 17\u00a0h."


@pytest.fixture
def workshop():
    return WorkshopFactory(title="Café", place="Salle 2")


@pytest.fixture
def nadia(workshop):
    return facilitator(workshop.programme.lead, workshop, first_name="Nadia", last_name="Ouali")


@pytest.fixture
def boss(workshop):
    return coordinator(workshop.programme.lead)


def other(workshop, **fields):
    """A session of another workshop of the same centre, an hour after the slot began."""
    hours = {"date": DAY, "starts_at": dt.time(15), "ends_at": dt.time(17)}
    chorale = {"workshop__programme": workshop.programme, "workshop__title": "Chorale"}
    return SessionFactory(**hours | chorale | fields)


def found(workshop, user, **slot):
    slot = Slot(**{"day": DAY, "starts_at": TWO, "ends_at": FOUR} | slot)
    [said] = clashes.meetings(workshop, [slot], user=user)
    return said


def test_nothing_is_said_when_nothing_is_in_the_way(workshop, nadia, boss):
    other(workshop, starts_at=FOUR)
    other(workshop, workshop__title="Annulée", status="cancelled", cancel_reason="grève")

    assert found(workshop, boss) == []


def test_somebody_of_the_team_runs_another_session(workshop, nadia, boss):
    session = other(workshop)
    TeamMemberFactory(workshop=session.workshop, user=nadia)

    assert found(workshop, boss) == [Clash(BUSY, session.get_absolute_url())]


def test_who_was_named_for_that_day_counts_and_not_the_usual_team(workshop, nadia, boss):
    replaced = other(workshop)
    TeamMemberFactory(workshop=replaced.workshop, user=nadia)
    FacilitationFactory(session=replaced)
    named = other(workshop, workshop__title="Chorale d’enfants")
    FacilitationFactory(session=named, user=nadia)

    assert [clash.url for clash in found(workshop, boss)] == [named.get_absolute_url()]


def test_whoever_was_named_for_the_session_one_moves_is_who_must_be_free(workshop, nadia, boss):
    session = SessionFactory(workshop=workshop, date=dt.date(2026, 3, 31))
    karim = UserFactory(first_name="Karim", last_name="Diallo")
    FacilitationFactory(session=session, user=karim)
    FacilitationFactory(session=session, user=None, name="Mme Blanc")
    for someone in (nadia, karim):
        TeamMemberFactory(
            workshop=other(workshop, workshop__title=f"{someone}").workshop, user=someone
        )

    said = found(workshop, boss, session=session)

    assert [clash.sentence for clash in said] == [
        "Karim D. anime déjà «\u00a0Karim Diallo\u00a0», 15\u00a0h – 17\u00a0h."
    ]


def test_several_people_are_said_in_one_sentence(workshop, nadia, boss):
    session = other(workshop)
    karim = facilitator(workshop.programme.lead, workshop, first_name="Karim", last_name="Diallo")
    for someone in (nadia, karim):
        TeamMemberFactory(workshop=session.workshop, user=someone)

    [clash] = found(workshop, boss)

    assert clash.sentence.startswith("Nadia O. et Karim D. animent déjà")


def test_elsewhere_they_are_only_busy(workshop, nadia, boss):
    session = SessionFactory(date=DAY, starts_at=TWO, ends_at=FOUR, workshop__title="Secret")
    TeamMemberFactory(workshop=session.workshop, user=nadia)

    assert found(workshop, boss) == [Clash("Nadia O. est occupé·e à cette heure.")]


@pytest.mark.parametrize("place", ["salle 2", "SALLE\u00a02 ", ""])
def test_one_room_of_one_host_is_taken(workshop, boss, place):
    session = other(workshop, place=place, workshop__place="Salle 2")

    assert found(workshop, boss) == [
        Clash(
            "Lieu déjà pris\u00a0: Salle 2, par «\u00a0Chorale\u00a0», 15\u00a0h – 17\u00a0h.",
            session.get_absolute_url(),
        )
    ]


def test_the_same_words_elsewhere_are_another_room(workshop, boss):
    other(workshop, place="Salle 2", workshop__host=StructureFactory())
    other(workshop, workshop__title="Danse", place="Salle 3")

    assert found(workshop, boss) == []
    assert found(WorkshopFactory(programme=workshop.programme), boss) == []


def test_a_room_taken_by_another_centre_is_said_without_its_title(workshop, boss):
    SessionFactory(date=DAY, workshop__host=workshop.host, place="Salle 2")

    said = found(workshop, boss)

    assert said == [Clash("Lieu déjà pris à cette heure\u00a0: Salle 2.")]


def test_a_group_meets_once_at_a_time(workshop, nadia, boss):
    session = SessionFactory(workshop=workshop, date=DAY)

    assert found(workshop, boss) == [
        Clash("Cet atelier se réunit déjà à cette heure.", session.get_absolute_url())
    ]
    assert found(workshop, boss, session=session) == []


def test_nights_are_compared_over_midnight(workshop, nadia, boss):
    night = {"starts_at": dt.time(22), "ends_at": dt.time(0, 30)}
    session = other(workshop, date=DAY - dt.timedelta(days=1), **night)
    TeamMemberFactory(workshop=session.workshop, user=nadia)

    early = found(workshop, boss, starts_at=dt.time(0, 15), ends_at=dt.time(1))
    later = found(workshop, boss, starts_at=dt.time(0, 30), ends_at=dt.time(1))

    assert (len(early), later) == (1, [])


def test_holidays_come_first(workshop, boss):
    SchoolHoliday.objects.create(
        zone="B",
        name="Vacances de printemps",
        starts_on=DAY,
        returns_on=DAY + dt.timedelta(days=14),
    )
    session = SessionFactory(workshop=workshop, date=DAY, starts_at=TWO, ends_at=FOUR)
    back = Slot(DAY + dt.timedelta(days=14), TWO, FOUR)

    said = clashes.warnings(workshop, [Slot(DAY, TWO, FOUR), back], user=boss)

    assert said == [
        [
            Clash("Ce jour-là\u00a0: vacances de printemps."),
            Clash("Cet atelier se réunit déjà à cette heure.", session.get_absolute_url()),
        ],
        [],
    ]


@pytest.mark.parametrize(
    ("places", "said"),
    [
        (None, ""),
        (2, ""),
        (1, "2 personnes sont inscrites pour 1 place."),
    ],
)
def test_more_people_than_places(workshop, places, said):
    workshop.capacity = places
    EnrolmentFactory.create_batch(2, workshop=workshop, enrolled_on="2025-10-01")
    EnrolmentFactory(workshop=workshop, enrolled_on="2025-10-01", left_on="2026-01-01")

    assert clashes.crowd(workshop, DAY) == said


@pytest.mark.parametrize("count", [1, 30])
def test_a_whole_series_costs_the_same(workshop, nadia, boss, django_assert_num_queries, count):
    slots = [Slot(DAY + dt.timedelta(weeks=week), TWO, FOUR) for week in range(count)]
    for slot in slots:
        session = other(workshop, date=slot.day, workshop__title=f"Chorale du {slot.day}")
        TeamMemberFactory(workshop=session.workshop, user=nadia)
        FacilitationFactory(session=session, user=nadia)
    Session.objects.visible_to(boss)  # their rights are read once a request

    with django_assert_num_queries(5):
        said = clashes.meetings(workshop, slots, user=boss)

    assert [len(each) for each in said] == [1] * count


# -- Where it is said ----------------------------------------------------------------------------


def test_a_session_planned_where_something_is_in_the_way_says_it_on_its_page(
    client, workshop, nadia
):
    taken = other(workshop, place="Salle 2")
    workshop.capacity = 0
    workshop.save()
    EnrolmentFactory(workshop=workshop, enrolled_on="2025-10-01")
    client.force_login(nadia)
    answers = {"date": "2026-03-24", "starts_at": "14:00", "ends_at": "16:00", "place": "Salle 2"}

    response = client.post(
        reverse("workshops:session_create", args=[workshop.pk]), answers, follow=True
    )

    assertRedirects(response, workshop.sessions.get().get_absolute_url())
    assertContains(response, "Lieu déjà pris")
    assertContains(response, "pour 0 place.")
    assertContains(response, f'href="{taken.get_absolute_url()}"')


@pytest.mark.parametrize(
    "fields", [{"date": dt.date(2026, 3, 9)}, {"status": "cancelled", "cancel_reason": "grève"}]
)
def test_what_is_over_or_cancelled_runs_into_nothing(workshop, boss, fields):
    hours = {"starts_at": TWO, "ends_at": FOUR}
    first, _second = SessionFactory.create_batch(
        2, workshop=workshop, **{"date": DAY} | hours | fields
    )

    assert clashes.of_session(first, boss) == []


def test_a_partner_reads_nothing_of_it(client, workshop):
    session = SessionFactory(workshop=workshop, date=DAY)
    SessionFactory(workshop=workshop, date=DAY)
    school = SchoolFactory().structure
    workshop.programme.partnerships.add(PartnershipFactory(parties=[school]))
    client.force_login(partner(school))

    response = client.get(session.get_absolute_url())

    assertNotContains(response, "se réunit déjà")
