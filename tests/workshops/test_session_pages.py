"""The facts of one session, and what becomes of it."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import (
    AdviceFactory,
    AttendanceFactory,
    ConsentFactory,
    EnrolmentFactory,
    FacilitationFactory,
    HeadCountFactory,
    HeldSessionFactory,
    ModuleFactory,
    ParentFactory,
    PartnershipFactory,
    QuoteFactory,
    SchoolFactory,
    SessionFactory,
    TeamMemberFactory,
    TermFactory,
    UserFactory,
    coordinator,
    facilitator,
    partner,
)
from workshops.models import Session

pytestmark = pytest.mark.django_db

CANCELLED = {"status": Session.Status.CANCELLED, "cancel_reason": "Canicule"}
CHANGES = ["session_close", "session_reopen", "session_cancel", "session_move"]


@pytest.fixture
def session(today):
    return SessionFactory(date=today, place="Salle 12")


@pytest.fixture
def nadia(session, client):
    user = facilitator(session.workshop.programme.lead, session.workshop)
    client.force_login(user)
    return user


def page(session, name):
    return reverse(f"workshops:{name}", args=[session.pk])


def with_partner(session):
    """A session that a partner of the programme may read."""
    partnership = PartnershipFactory(parties=[session.workshop.programme.lead])
    session.workshop.programme.partnerships.add(partnership)
    school = SchoolFactory()
    partnership.parties.create(structure=school.structure)
    return partner(school.structure)


# -- Facts ---------------------------------------------------------------------------------------


def test_a_partner_reads_the_facts_and_no_name_nor_log(client, today):
    session = HeldSessionFactory(date=today, log="Rosa a pleuré.")
    AttendanceFactory(session=session, parent__first_name="Rosa", parent__last_name="Canari")
    AttendanceFactory(session=session, status="absent")
    HeadCountFactory(session=session, category="children", number=6)
    FacilitationFactory(session=session, user__first_name="Karim", user__last_name="Diallo")
    client.force_login(with_partner(session))

    response = client.get(session.get_absolute_url())

    assert response.context["named"] == 1
    assertContains(response, "Karim D.")
    assertContains(response, "enfants dans la salle")
    assertNotContains(response, "Rosa")
    assertNotContains(response, "Canari")
    assertNotContains(response, page(session, "session_move"))


def test_whoever_runs_it_reads_the_log_and_goes_to_the_sheet(client, nadia, session):
    TeamMemberFactory(workshop=session.workshop)
    Session.objects.filter(pk=session.pk).update(log="Chacun a ouvert Pronote.")

    response = client.get(session.get_absolute_url())

    assertContains(response, "Chacun a ouvert Pronote.")
    assertContains(response, page(session, "session_sheet"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"date": dt.date(2026, 3, 31)}, "dans 21 jours"),
        ({"date": dt.date(2026, 3, 3)}, "pas encore close"),
        (CANCELLED, "Canicule"),
    ],
)
def test_the_state_is_said(client, nadia, session, fields, said):
    other = SessionFactory(workshop=session.workshop, **{"date": session.date} | fields)

    assertContains(client.get(other.get_absolute_url()), said)


def test_a_stranger_finds_nothing(client, session):
    client.force_login(UserFactory())

    pages = ["session_detail", *CHANGES]
    assert {client.get(page(session, name)).status_code for name in pages} == {404}


def test_a_partner_reads_and_changes_nothing(client, session):
    client.force_login(with_partner(session))

    answers = {client.post(page(session, name)).status_code for name in CHANGES}

    assert client.get(session.get_absolute_url()).status_code == 200
    assert answers == {403}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_facts_cost_the_same_however_many_came(client, today, rows, django_assert_num_queries):
    session = HeldSessionFactory(date=today)
    AttendanceFactory.create_batch(rows, session=session)
    FacilitationFactory.create_batch(rows, session=session)
    AdviceFactory.create_batch(rows, session=session, theme=TermFactory())
    for _number in range(rows):
        QuoteFactory(session=session, parent=ParentFactory())
        QuoteFactory(session=session, parent=ConsentFactory(purpose="quote").parent)
    client.force_login(coordinator(session.workshop.programme.lead))

    with django_assert_num_queries(13):
        client.get(session.get_absolute_url())


# -- Close ---------------------------------------------------------------------------------------


def close_from_the_sheet(client, session):
    return client.post(page(session, "session_sheet"), {"act": "close"})


def test_the_sheet_closes_in_one_touch(client, nadia, session):
    AttendanceFactory(session=session)

    response = close_from_the_sheet(client, session)

    session.refresh_from_db()
    assertRedirects(response, session.get_absolute_url())
    assert session.status == "held"


def test_closing_asks_for_those_nobody_noted_then_takes_the_answer(client, nadia, session):
    parent = EnrolmentFactory(
        workshop=session.workshop, enrolled_on=session.date, parent__first_name="Rosa"
    ).parent

    asked = close_from_the_sheet(client, session)
    question = client.get(asked.url)
    answer = client.post(asked.url, {"others": "absent"})

    assertRedirects(asked, page(session, "session_close"), fetch_redirect_response=False)
    assertContains(question, "Une personne n’est pas pointée")
    assertContains(question, "Rosa")
    assertRedirects(answer, session.get_absolute_url())
    assert [(row.parent, row.status) for row in session.attendances.all()] == [(parent, "absent")]


def test_closing_without_an_answer_asks_again(client, nadia, session):
    EnrolmentFactory.create_batch(2, workshop=session.workshop, enrolled_on=session.date)

    response = client.post(page(session, "session_close"), {"others": ""})

    assertContains(response, "2 personnes ne sont pas pointées")


def test_closing_when_everybody_is_noted_is_one_button(client, nadia, session):
    assertContains(client.get(page(session, "session_close")), "Tout le monde est pointé.")


def test_closing_too_early_says_when(client, nadia, session):
    later = SessionFactory(workshop=session.workshop, date=dt.date(2026, 3, 17))

    from_sheet = client.post(page(later, "session_sheet"), {"act": "close"}, follow=True)
    from_page = client.post(page(later, "session_close"), {"others": ""})

    assertContains(from_sheet, "n’a pas encore eu lieu")
    assertContains(from_page, "n’a pas encore eu lieu")


# -- Reopen, cancel, move ------------------------------------------------------------------------


def test_reopening_asks_why_then_shows_the_sheet(client, nadia, session):
    held = HeldSessionFactory(workshop=session.workshop)

    silent = client.post(page(held, "session_reopen"), {"reason": ""})
    response = client.post(page(held, "session_reopen"), {"reason": "Oubli"})

    held.refresh_from_db()
    assert silent.status_code == 200
    assertRedirects(response, page(held, "session_sheet"))
    assert held.status == "planned"


def test_cancelling_keeps_the_reason(client, nadia, session):
    response = client.post(page(session, "session_cancel"), {"reason": "Grève"})

    session.refresh_from_db()
    assertRedirects(response, session.get_absolute_url())
    assert (session.status, session.cancel_reason) == ("cancelled", "Grève")


@pytest.mark.parametrize(
    ("name", "said"),
    [("session_cancel", "déjà annulée"), ("session_move", "rouvrez-la d’abord")],
)
def test_a_refusal_is_said_on_the_form(client, nadia, session, name, said):
    Session.objects.filter(pk=session.pk).update(**CANCELLED)
    data = {"reason": "Encore", "date": "2026-03-12", "starts_at": "9:00", "ends_at": "10:00"}

    assertContains(client.post(page(session, name), data), said)


def test_reopening_what_is_open_is_refused(client, nadia, session):
    response = client.post(page(session, "session_reopen"), {"reason": "Encore"})

    assertContains(response, "déjà ouverte")


def test_moving_changes_what_one_says(client, nadia, session):
    school = SchoolFactory()
    session.workshop.schools.add(school)
    data = {
        "date": "2026-03-12",
        "starts_at": "09:00",
        "ends_at": "10:30",
        "place": "Médiathèque",
        "school": school.pk,
    }

    shown = client.get(page(session, "session_move"))
    response = client.post(page(session, "session_move"), data)

    session.refresh_from_db()
    assertContains(shown, 'value="2026-03-10"')
    assertRedirects(response, session.get_absolute_url())
    assert (str(session.date), session.place, session.school) == (
        "2026-03-12",
        "Médiathèque",
        school,
    )


def test_moving_in_a_cohort_offers_its_modules_and_a_held_session_asks_why(client, today):
    module = ModuleFactory()
    ModuleFactory()
    cohort = {"workshop__format": "cohort", "workshop__pathway": module.pathway}
    session = HeldSessionFactory(date=today, **cohort)
    client.force_login(coordinator(session.workshop.programme.lead))

    form = client.get(page(session, "session_move")).context["form"]

    assert list(form.fields["module"].queryset) == [module]
    assert "reason" in form.fields


def test_no_end_equal_to_the_start(client, nadia, session):
    data = {"date": "2026-03-12", "starts_at": "09:00", "ends_at": "09:00"}

    assertContains(client.post(page(session, "session_move"), data), "la fin n’est pas le début")
