"""Who runs a session: several structures, paid or not, with an account or by name, and for how long."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partnerships import registry
from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    FacilitationFactory,
    HeldSessionFactory,
    MembershipFactory,
    PartnershipFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    TeamMemberFactory,
    UserFactory,
    coordinator,
    facilitator,
    observer,
    partner,
)
from workshops.actions import facilitation, planning, sessions
from workshops.models import Attendance, Facilitation, Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
SOON = dt.date(2026, 3, 17)


@pytest.fixture
def session():
    return SessionFactory(date=SOON, workshop__title="Café")


@pytest.fixture
def centre(session):
    return session.workshop.programme.lead


@pytest.fixture
def nadia(session, centre, client):
    user = facilitator(centre, session.workshop, first_name="Nadia", last_name="Ouali")
    client.force_login(user)
    return user


@pytest.fixture
def school(session, centre):
    """A partner of the programme."""
    school = SchoolFactory(structure__name="École des Lilas").structure
    session.workshop.programme.partnerships.add(PartnershipFactory(parties=[centre, school]))
    return school


def page(session, name="facilitation_list", *more):
    return reverse(f"workshops:{name}", args=[session.pk, *more])


def named(session):
    return [(row.short_name, row.structure.name, row.part) for row in session.facilitations.all()]


def add(client, session, **answers):
    return client.post(page(session), {"part": "runs"} | answers, follow=True)


# -- Saying it ---------------------------------------------------------------------------------


def test_somebody_of_the_school_without_an_account_joins_the_team(client, nadia, session, school):
    response = add(client, session, name="Mme Blanc", structure=school.pk, minutes="45")

    assertContains(response, "Mme Blanc")
    assert named(session) == [
        ("Nadia O.", session.workshop.programme.lead.name, "runs"),
        ("Mme Blanc", "École des Lilas", "runs"),
    ]
    assert session.facilitations.get(name="Mme Blanc").minutes == 45
    assert AuditEvent.objects.get().fields == ["facilitations"]


def test_an_account_comes_with_its_structure(client, nadia, session, school):
    teacher = partner(school, first_name="Lise", last_name="Roux")

    add(client, session, person=teacher.memberships.get().pk, is_volunteer="on")

    row = session.facilitations.get(user=teacher)
    assert (row.structure, row.is_volunteer, row.minutes) == (school, True, None)


def test_accounts_are_those_of_the_parties_once_each_and_not_yet_named(
    client, nadia, session, centre, school
):
    karim = facilitator(centre, first_name="Karim")
    MembershipFactory(role="coordinator", structure=centre, user=karim)
    teacher = partner(school, first_name="Lise")
    FacilitationFactory(session=session, user=partner(school))
    observer(school)
    coordinator(StructureFactory())

    form = client.get(page(session)).context["form"]

    assert [one.user for one in form.fields["person"].queryset] == [karim, teacher, nadia]
    assert set(form.fields["structure"].queryset) == {centre, school}


@pytest.mark.parametrize(
    ("answers", "field", "said"),
    [
        ({}, "person", "Choisissez une personne, ou écrivez son nom."),
        ({"name": "Mme Blanc"}, "structure", "Dites au titre de quelle structure."),
        ({"name": "Mme Blanc", "structure": "centre", "minutes": "150"}, "minutes", "De 1 à 120"),
        ({"name": "Mme Blanc", "structure": "centre", "minutes": "tard"}, "minutes", "une durée"),
        ({"name": "Mme Blanc", "person": "karim"}, "name", "pas les deux"),
    ],
)
def test_what_is_missing_or_too_much_is_said_beside_it(
    client, nadia, session, centre, answers, field, said
):
    karim = facilitator(centre)
    known = {"centre": centre.pk, "karim": karim.memberships.get().pk}
    answers = {name: known.get(value, value) for name, value in answers.items()}

    response = add(client, session, **answers)

    assert list(response.context["form"].errors) == [field]
    assert said in response.context["form"].errors[field][0]
    assert not Facilitation.objects.exists()


def test_somebody_of_the_team_named_once_more_is_refused(client, nadia, session):
    response = add(client, session, person=nadia.memberships.get().pk)

    assertContains(response, "Cette personne anime déjà cette séance.")
    assert not Facilitation.objects.exists()


def test_once_held_what_was_said_stands_and_more_may_be_said(client, nadia, session, school):
    held = HeldSessionFactory(workshop=session.workshop)
    FacilitationFactory(session=held, user=None, name="Léo")

    add(client, held, name="Mme Blanc", structure=school.pk)

    assert [name for name, _place, _part in named(held)] == ["Léo", "Mme Blanc"]
    assertContains(client.get(page(held)), "Qui l’a animée")


def test_a_part_is_corrected(client, nadia, session):
    row = FacilitationFactory(session=session, user=None, name="Léo", minutes=30)
    edit = page(session, "facilitation_edit", row.pk)

    shown = client.get(edit)
    refused = client.post(edit, {"part": "runs", "minutes": "3 h"})
    response = client.post(edit, {"part": "runs", "minutes": "1 h 30", "is_volunteer": "on"})

    row.refresh_from_db()
    assert shown.context["form"]["minutes"].value() == "30\u00a0min"
    assertContains(refused, "la séance n’a pas duré plus")
    assertRedirects(response, page(session))
    assert (row.minutes, row.is_volunteer) == (90, True)


def test_a_row_is_removed_and_that_of_another_session_is_not_there(client, nadia, session):
    row = FacilitationFactory(session=session, user=None, name="Léo")
    other = FacilitationFactory()

    response = client.post(page(session, "facilitation_delete", row.pk), follow=True)

    assertContains(response, "Léo n’est plus sur cette séance.")
    assert client.post(page(session, "facilitation_delete", other.pk)).status_code == 404
    assert client.get(page(session, "facilitation_edit", other.pk)).status_code == 404
    assert list(Facilitation.objects.all()) == [other]


def test_a_cancelled_session_has_nobody_to_name(client, nadia, session):
    session.status, session.cancel_reason = "cancelled", "Grève"
    session.save()

    assertContains(client.get(page(session)), "Cette séance est annulée.")
    assertContains(
        client.post(page(session, "facilitation_absence", nadia.team_places.get().pk), follow=True),
        "rouvrez-la d’abord",
    )
    with pytest.raises(ValidationError, match="rouvrez-la"):
        facilitation.name(facilitation=Facilitation(session=session), by=nadia)


# -- The team, and who is away -----------------------------------------------------------------


def test_somebody_of_the_team_is_away_that_day(client, nadia, session, centre):
    karim = facilitator(centre, session.workshop, first_name="Karim", last_name="Diallo")

    shown = client.get(page(session))
    client.post(page(session, "facilitation_absence", karim.team_places.get().pk))

    assertContains(shown, "Pas cette fois", 2)
    assert [name for name, _place, _part in named(session)] == ["Nadia O."]
    assert session.workshop.team.count() == 2


def test_the_last_one_is_replaced_first(client, nadia, session):
    place = nadia.team_places.get()

    response = client.post(page(session, "facilitation_absence", place.pk), follow=True)

    assertContains(response, "Nommez d’abord qui l’anime à sa place.")
    assert not Facilitation.objects.exists()


def test_who_runs_that_session_only_loses_its_sheet_with_it(client, session, centre):
    sonia = facilitator(centre)
    row = FacilitationFactory(session=session, user=sonia)
    client.force_login(sonia)

    response = client.post(page(session, "facilitation_delete", row.pk))

    assertRedirects(response, reverse("workshops:session_list"))


def test_who_leaves_the_team_leaves_the_sessions_to_come(nadia, session):
    held = HeldSessionFactory(workshop=session.workshop)
    for each in (session, held):
        FacilitationFactory(session=each, user=nadia)

    planning.remove_from_team(member=nadia.team_places.get(), by=nadia)

    assert Facilitation.objects.get().session == held


def test_who_takes_over_a_team_takes_over_the_sessions_to_come(nadia, session, centre):
    karim = facilitator(centre)
    both = SessionFactory(workshop=session.workshop, date=SOON)
    for each in (session, both):
        FacilitationFactory(session=each, user=nadia)
    FacilitationFactory(session=both, user=karim)
    leaver = registry.Leaver(centre, account=nadia)
    [holding] = [one for one in registry.holdings.ask(leaver) if one.title == "Café"]

    holding.hand_over(registry.Leaver(centre, account=karim), by=nadia)

    assert set(Facilitation.objects.values_list("session", "user")) == {
        (session.pk, karim.pk),
        (both.pk, karim.pk),
    }


# -- Who speaks --------------------------------------------------------------------------------


def test_who_speaks_is_said_and_the_team_still_runs_it(client, nadia, session, school):
    add(client, session, name="M. l’inspecteur", structure=school.pk, part="speaks", minutes="20")

    row = session.facilitations.get()
    response = client.get(session.get_absolute_url())
    assert (row.part, row.minutes) == ("speaks", None)
    assertContains(response, "M. l’inspecteur (École des Lilas)")
    assertContains(response, "Nadia O.")
    assertNotContains(response, "Co-animée")


def test_speaking_neither_replaces_the_team_at_closing_nor_opens_names(nadia, session, centre):
    past = SessionFactory(workshop=session.workshop, date=dt.date(2026, 3, 3))
    AttendanceFactory(session=past)
    speaker = facilitator(centre)
    FacilitationFactory(session=past, user=speaker, part="speaks")

    sessions.close(session=past, by=nadia)

    assert {row.user for row in past.facilitations.filter(part="runs")} == {nadia}
    assert not Session.objects.loggable_by(speaker).exists()
    assert not Session.objects.run_by(speaker).exists()
    assert not Attendance.objects.visible_to(speaker).exists()


# -- Run with a school -------------------------------------------------------------------------


def test_a_session_run_with_a_school_says_so_everywhere(client, nadia, session, centre, school):
    FacilitationFactory(session=session, user=nadia)
    FacilitationFactory(session=session, user=None, name="Mme Blanc", structure=school)
    FacilitationFactory(session=session, user=None, name="M. Noir", structure=school)
    other = SchoolFactory(structure__name="Collège Hugo").structure
    FacilitationFactory(session=session, user=None, name="Mme Vert", structure=other)
    session.workshop.schools.add(school.school)
    together = session.workshop.programme.partnerships.get()

    pages = [session.get_absolute_url(), page(session), session.workshop.get_absolute_url()]
    pages.append(reverse("workshops:session_list"))

    for shown in pages:
        assertContains(
            client.get(shown), "Co-animée avec École des Lilas et Collège Hugo", html=False
        )
    [told] = [one for one in registry.history.ask(together, nadia) if one.on == SOON]
    assert "co-animée avec École des Lilas et Collège Hugo" in told.detail


def test_the_team_says_it_too_until_the_session_is_held(client, nadia, session, school):
    TeamMemberFactory(workshop=session.workshop, structure=school)
    held = HeldSessionFactory(workshop=session.workshop)

    assertContains(client.get(session.get_absolute_url()), "Co-animée avec École des Lilas")
    assertNotContains(client.get(held.get_absolute_url()), "Co-animée")


# -- Who may say it ----------------------------------------------------------------------------


def test_a_partner_reads_it_and_says_nothing(client, session, school):
    row = FacilitationFactory(session=session, user=UserFactory())
    client.force_login(partner(school))

    answers = [
        client.get(page(session)),
        client.get(page(session, "facilitation_edit", row.pk)),
        client.post(page(session, "facilitation_delete", row.pk)),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_run_it(
    client, nadia, session, school, django_assert_num_queries, count
):
    FacilitationFactory.create_batch(count, session=session, structure=school)

    with django_assert_num_queries(8):
        client.get(page(session))
