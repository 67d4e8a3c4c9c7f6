import datetime as dt

import pytest
from django.urls import reverse

from partnerships import registry
from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    HeldSessionFactory,
    ParentFactory,
    SessionFactory,
    StructureFactory,
    coordinator,
    facilitator,
    partner,
)
from workshops.models import Attendance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DAY = dt.date(2026, 3, 9)


@pytest.fixture
def session():
    return SessionFactory(date=DAY, starts_at="09:00", ends_at="11:00")


@pytest.fixture
def row(session):
    return noted(session, first_name="Samira")


@pytest.fixture
def nadia(session):
    return coordinator(session.workshop.programme.lead, first_name="Nadia")


def noted(session, status="present", **parent):
    lead = session.workshop.programme.lead
    parent = ParentFactory(family__structure=lead, **parent)
    return AttendanceFactory(session=session, parent=parent, status=status)


def sent(row, role="", minutes="", seen_role="", seen_minutes=""):
    return {
        f"role-{row.parent_id}": role,
        f"seen-role-{row.parent_id}": seen_role,
        f"minutes-{row.parent_id}": minutes,
        f"seen-minutes-{row.parent_id}": seen_minutes,
    }


def save(client, user, session, data, **more):
    client.force_login(user)
    return client.post(reverse("workshops:session_roles", args=[session.pk]), data | more)


def kept(row):
    row.refresh_from_db()
    return row.role, row.minutes, row.counted_minutes


def test_what_parents_did_and_how_long_they_stayed_are_kept(client, nadia, session, row):
    other = noted(session, "late")

    response = save(
        client, nadia, session, sent(row, "leads") | sent(other, minutes="1 h 30", role="helps")
    )

    assert response.url == session.get_absolute_url()
    assert (kept(row), kept(other)) == (("leads", None, 0), ("helps", 90, 0))
    line = AuditEvent.objects.get()
    assert sorted(line.fields) == sorted(
        [f"minutes-{other.parent_id}", f"role-{other.parent_id}", f"role-{row.parent_id}"]
    )


def test_the_page_shows_those_who_came_in_the_order_of_the_alphabet(client, nadia, session):
    noted(session, "late", first_name="Zoé")
    noted(session, first_name="Édith")
    noted(session, "excused")
    client.force_login(nadia)

    page = client.get(reverse("workshops:session_roles", args=[session.pk]))

    assert [(line.name, line.status) for line in page.context["lines"]] == [
        ("Édith", ""),
        ("Zoé", "en retard"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_came(
    client, nadia, session, django_assert_num_queries, number
):
    for _ in range(number):
        noted(session)
    client.force_login(nadia)

    with django_assert_num_queries(5):
        client.get(reverse("workshops:session_roles", args=[session.pk]))


def test_without_anybody_the_page_leads_to_the_sheet(client, nadia, session):
    client.force_login(nadia)

    page = client.get(reverse("workshops:session_roles", args=[session.pk])).content.decode()

    assert reverse("workshops:session_sheet", args=[session.pk]) in page
    assert "Personne n’est noté présent" in page


def test_the_same_answers_again_write_nothing(client, nadia, session, row):
    Attendance.objects.filter(pk=row.pk).update(role="helps", minutes=30)

    save(client, nadia, session, sent(row, "helps", "30", "helps", "30"))

    assert not AuditEvent.objects.exists()


def test_answers_can_be_taken_back(client, nadia, session, row):
    Attendance.objects.filter(pk=row.pk).update(role="helps", minutes=30)

    save(client, nadia, session, sent(row, "", "", "helps", "30"))

    assert kept(row) == ("", None, 0)


def test_two_hands_lose_nothing(client, nadia, session, row):
    ines = facilitator(session.workshop.programme.lead, session.workshop, first_name="Inès")
    save(client, ines, session, sent(row, "helps", "45"))

    second = save(client, nadia, session, sent(row, "leads", "60"))
    stands = kept(row)
    (line,) = second.context["lines"]
    third = save(client, nadia, session, sent(row, "leads", "60", line.role.seen, "45"))

    assert (second.status_code, stands) == (409, ("helps", 45, 0))
    assert (line.role.value, line.minutes.value) == ("leads", 60)
    assert [(who, words) for who, _at, words in line.theirs] == [
        ("Inès P.", "a aidé, préparé"),
        ("Inès P.", 45),
    ]
    assert (third.status_code, kept(row)) == (302, ("leads", 60, 0))


def test_nobody_is_in_conflict_with_themselves(client, nadia, session, row):
    save(client, nadia, session, sent(row, "helps"))

    again = save(client, nadia, session, sent(row, "leads"))

    assert (again.status_code, kept(row)[0]) == (302, "leads")


def test_an_answer_that_somebody_took_back_is_shown_as_none(client, nadia, session, row):
    refused = save(client, nadia, session, sent(row, "leads", seen_role="helps"))

    assert [words for _who, _at, words in refused.context["lines"][0].theirs] == ["–"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"minutes": "121"}, "De 1 à 120 minutes"),
        ({"minutes": "longtemps"}, "De 1 à 120 minutes"),
        ({"role": "boss"}, "Choisissez dans la liste."),
    ],
)
def test_nonsense_is_refused_beside_its_person(client, nadia, session, row, answer, words):
    response = save(client, nadia, session, sent(row, **answer))

    assert response.status_code == 409
    assert words in response.context["lines"][0].refusal
    assert kept(row) == ("", None, 0)


def test_a_held_session_is_completed_with_a_reason_and_its_minutes_count(client):
    held = HeldSessionFactory(date=DAY, delivered_minutes=120)
    row = noted(held, "late")
    boss = coordinator(held.workshop.programme.lead)

    refused = save(client, boss, held, sent(row, minutes="60"))
    before = kept(row)
    save(client, boss, held, sent(row, minutes="60"), reason="Arrivé à dix heures.")

    assert (refused.status_code, refused.context["lines"][0].minutes.value) == (422, 60)
    assert (before[1], kept(row)) == (None, ("", 60, 60))
    assert AuditEvent.objects.get().reason == "Arrivé à dix heures."


def test_a_cancelled_session_refuses_roles(client, nadia, session, row):
    session.status, session.cancel_reason = "cancelled", "Grève"
    session.save()

    assert save(client, nadia, session, sent(row, "helps")).status_code == 422
    assert (
        "Cette séance est annulée."
        in client.get(reverse("workshops:session_roles", args=[session.pk])).content.decode()
    )


def test_those_who_did_not_come_did_nothing_there(client, nadia, session):
    absent = noted(session, "absent")

    save(client, nadia, session, sent(absent, "helps"))

    assert kept(absent)[0] == ""


def test_roles_are_for_those_who_keep_the_sheet(client, session):
    url = reverse("workshops:session_roles", args=[session.pk])
    statuses = []
    for user in (partner(StructureFactory()), facilitator(session.workshop.programme.lead)):
        client.force_login(user)
        statuses.append(client.get(url).status_code)

    assert statuses == [404, 404]


def test_the_session_says_how_many_did_what_and_the_family_what_it_did(client):
    held = HeldSessionFactory(date=DAY)
    row = noted(held, first_name="Samira")
    Attendance.objects.filter(pk=row.pk).update(role="speaks")
    boss = coordinator(held.workshop.programme.lead)
    client.force_login(boss)

    page = client.get(held.get_absolute_url())
    (presence,) = registry.participation.ask([row.parent], boss)

    assert page.context["roles"] == [("a porté la parole des parents", 1)]
    assert "Samira" not in page.content.decode()
    assert presence.detail.endswith("a porté la parole des parents")
