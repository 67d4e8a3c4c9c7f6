"""Where somebody may catch up, who is expected once, and for which group a sheet counts."""

import datetime as dt

import pytest
from django.urls import reverse

from tests import factories as make
from tests.reading import said, text
from workshops import signin
from workshops.models import Guest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

DAY = dt.date(2026, 3, 10)


@pytest.fixture
def awa(awa, third):
    """She was away when her group did module 3."""
    held = make.HeldSessionFactory(workshop=awa.workshop, module=third, date=dt.date(2026, 3, 3))
    make.AttendanceFactory(session=held, parent=awa.parent, status="absent")
    return awa


@pytest.fixture
def us(client, malik):
    client.force_login(malik)
    return malik


def url(name, thing):
    return reverse(f"workshops:{name}", args=[thing.pk])


def later(session, days=7, **fields):
    return make.SessionFactory(
        workshop=session.workshop,
        module=session.module,
        date=DAY + dt.timedelta(days=days),
        **fields,
    )


# -- Catching up ---------------------------------------------------------------------------------


def test_one_tap_makes_somebody_expected_where_another_group_does_the_module(
    client, us, awa, elsewhere
):
    page = url("enrolment_catch_up", awa)

    before = text(client.get(page))
    sent = client.post(page, {"session": elsewhere.pk}, follow=True)
    after = text(sent)

    guest = Guest.objects.get()
    assert "3. Module 3" in before
    assert "Mardi 10 mars, 14 h" in before
    assert "Groupe B. Places non limitées." in before
    assert (guest.session, guest.enrolment) == (elsewhere, awa)
    assert said(sent) == ["Awa est attendu·e le mardi 10 mars, Groupe B. Dites-le-lui."]
    assert "Attendu·e le mardi 10 mars à 14 h, Groupe B." in after
    assert "L’attendre là" not in after


@pytest.mark.parametrize(
    ("capacity", "words"),
    [(1, "Complet : une personne de plus tiendra peut-être."), (3, "2 places libres.")],
)
def test_the_places_left_count_those_enrolled_and_expected_that_day(
    client, us, awa, elsewhere, capacity, words
):
    elsewhere.workshop.capacity = capacity
    elsewhere.workshop.save()
    make.EnrolmentFactory(workshop=elsewhere.workshop, enrolled_on=DAY)
    make.EnrolmentFactory(workshop=elsewhere.workshop, enrolled_on=DAY + dt.timedelta(days=1))
    make.EnrolmentFactory(
        workshop=elsewhere.workshop,
        enrolled_on=DAY - dt.timedelta(days=9),
        left_on=DAY - dt.timedelta(days=1),
    )

    assert words in text(client.get(url("enrolment_catch_up", awa)))


def test_a_guest_takes_a_place(client, us, awa, elsewhere):
    elsewhere.workshop.capacity = 1
    elsewhere.workshop.save()
    make.GuestFactory(session=elsewhere)

    assert "Complet" in text(client.get(url("enrolment_catch_up", awa)))


def test_what_is_over_is_noted_on_its_sheet(client, us, awa, elsewhere):
    over = later(elsewhere, days=-4)
    page = url("enrolment_catch_up", awa)

    refused = client.post(page, {"session": over.pk})

    assert reverse("workshops:session_sheet", args=[over.pk]) in refused.content.decode()
    assert "Cette séance n’est plus proposée" in text(refused)
    assert not Guest.objects.exists()


def test_without_another_group_one_says_what_to_do(client, us, awa):
    assert "Aucun autre groupe n’a encore prévu ce module." in text(
        client.get(url("enrolment_catch_up", awa))
    )


def test_who_followed_everything_has_nothing_to_catch_up(client, us, awa, elsewhere):
    elsewhere.status, elsewhere.delivered_minutes = "held", 120
    elsewhere.closed_at = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
    elsewhere.save()
    make.AttendanceFactory(session=elsewhere, parent=awa.parent, cohort=awa.workshop)

    assert "Rien à rattraper" in text(client.get(url("enrolment_catch_up", awa)))


def test_a_session_called_off_is_said_where_one_looks_for_another(client, us, awa, elsewhere):
    make.CatchUpFactory(session=elsewhere, enrolment=awa)
    elsewhere.status, elsewhere.cancel_reason = "cancelled", "Grève"
    elsewhere.save()

    page = text(client.get(url("enrolment_catch_up", awa)))

    assert "Cette séance est annulée : choisissez-en une autre." in page


def test_a_guest_is_taken_off_from_either_page(client, us, awa, elsewhere):
    first = make.CatchUpFactory(session=elsewhere, enrolment=awa)
    second = make.GuestFactory(session=elsewhere, parent__first_name="Rosa")

    person = client.post(url("guest_remove", first), {"from": "person"})
    session = client.post(url("guest_remove", second))

    assert person.url == url("enrolment_catch_up", awa)
    assert session.url == url("session_guests", elsewhere)
    assert not Guest.objects.exists()


def test_a_guest_who_is_noted_stays(client, us, awa, elsewhere):
    guest = make.CatchUpFactory(session=elsewhere, enrolment=awa)
    make.AttendanceFactory(session=elsewhere, parent=awa.parent, cohort=awa.workshop)

    answer = client.post(url("guest_remove", guest), follow=True)

    assert said(answer) == ["Cette personne est déjà notée : sa feuille garde ce qui y est écrit."]


def test_who_keeps_only_ones_own_group_takes_ones_guest_back(client, awa, elsewhere):
    client.force_login(make.facilitator(awa.workshop.programme.lead, awa.workshop))
    guest = make.CatchUpFactory(session=elsewhere, enrolment=awa)
    other = make.GuestFactory(session=elsewhere)

    ours = client.post(url("guest_remove", guest), {"from": "person"})
    theirs = client.post(url("guest_remove", other))

    assert (ours.status_code, theirs.status_code) == (302, 404)
    assert list(Guest.objects.all()) == [other]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many(
    client, us, awa, elsewhere, count, django_assert_num_queries
):
    for number in range(count):
        later(elsewhere, days=7 + number)
        make.CatchUpFactory(session=later(elsewhere, days=30 + number), enrolment=awa)

    with django_assert_num_queries(8):
        client.get(url("enrolment_catch_up", awa))


# -- Who is expected once ------------------------------------------------------------------------


def test_the_page_of_a_session_says_who_is_expected_and_why(client, us, awa, elsewhere):
    make.CatchUpFactory(session=elsewhere, enrolment=awa)
    make.GuestFactory(session=elsewhere, parent__first_name="Rosa")

    page = text(client.get(url("session_guests", elsewhere)))

    assert "rattrape pour Groupe A" in page
    assert "venu·e la dernière fois" in page
    assert "Pour quel groupe cela compte" not in page


def test_nobody_expected_says_how_to_ask_somebody(client, us, elsewhere):
    assert "Personne d’un autre groupe" in text(client.get(url("session_guests", elsewhere)))


def test_what_was_guessed_is_said_then_changed_both_ways(client, us, awa, elsewhere):
    added = client.post(url("session_add", elsewhere), {"add": awa.parent_id}, follow=True)
    page = url("session_guests", elsewhere)

    here = client.post(page, {"count": f"{awa.parent_id}:"}, follow=True)
    counts_here = elsewhere.attendances.get().cohort
    there = client.post(page, {"count": f"{awa.parent_id}:{awa.pk}"}, follow=True)

    assert said(added) == ["Awa rattrape pour « Groupe A » : cela compte pour son groupe."]
    assert said(here) == ["C’est noté : cette séance compte pour « Groupe B »."]
    assert counts_here == elsewhere.workshop
    assert said(there) == ["C’est noté : cette séance compte pour « Groupe A »."]
    assert elsewhere.attendances.get().cohort == awa.workshop


@pytest.mark.parametrize(
    ("count", "words"),
    [
        ("999:", "n’est plus sur la feuille"),
        ("{parent}:999", "a déjà fait ce module"),
        ("", "Ce champ est obligatoire"),
        ("x", "Saisissez une valeur valide"),
    ],
)
def test_a_stale_choice_is_refused_in_words(client, us, awa, elsewhere, count, words):
    make.AttendanceFactory(session=elsewhere, parent=awa.parent, cohort=awa.workshop)

    page = client.post(
        url("session_guests", elsewhere), {"count": count.format(parent=awa.parent_id)}
    )

    assert words in text(page)
    assert elsewhere.attendances.get().cohort == awa.workshop


def test_a_held_session_asks_why(client, us, awa, elsewhere):
    elsewhere.status, elsewhere.delivered_minutes = "held", 120
    elsewhere.closed_at = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
    elsewhere.save()
    make.AttendanceFactory(session=elsewhere, parent=awa.parent, cohort=awa.workshop)
    page = url("session_guests", elsewhere)

    refused = client.post(page, {"count": f"{awa.parent_id}:"})
    done = client.post(page, {"count": f"{awa.parent_id}:", "reason": "Elle change de groupe"})

    assert "dites pourquoi" in text(refused)
    assert done.status_code == 302


def test_the_sheet_leads_to_it_where_somebody_may_catch_up(client, us, elsewhere):
    cafe = make.SessionFactory(
        workshop=make.WorkshopFactory(programme=elsewhere.workshop.programme)
    )
    make.TeamMemberFactory(workshop=cafe.workshop, user=us)

    sheets = [client.get(url("session_sheet", each)).content.decode() for each in (elsewhere, cafe)]
    make.GuestFactory(session=cafe)
    again = client.get(url("session_sheet", cafe)).content.decode()

    links = [
        url("session_guests", elsewhere) in sheets[0],
        url("session_guests", cafe) in sheets[1],
    ]
    assert links == [True, False]
    assert url("session_guests", cafe) in again


def test_taking_a_session_back_says_who_was_expected(client, us, elsewhere):
    make.GuestFactory(session=elsewhere)
    one = text(client.get(url("session_delete", elsewhere)))
    make.GuestFactory(session=elsewhere)
    two = text(client.get(url("session_delete", elsewhere)))

    assert "Une personne y est attendue pour cette seule séance" in one
    assert "2 personnes y sont attendues pour cette seule séance" in two


def test_the_sign_in_sheet_has_a_line_for_who_is_expected_once(elsewhere, awa):
    make.CatchUpFactory(session=elsewhere, enrolment=awa)

    assert signin.people_of([elsewhere]) == {elsewhere.pk: [awa.parent]}
