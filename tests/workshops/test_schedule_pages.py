"""What whoever runs a workshop writes before a session: dates, and who is expected."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from families.models import Parent
from tests.factories import (
    EnrolmentFactory,
    HeadCountFactory,
    ModuleFactory,
    ParentFactory,
    PartnershipFactory,
    SchoolFactory,
    SessionFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    partner,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PAGES = ["session_create", "series_create", "enrolment_create"]


@pytest.fixture
def workshop():
    return WorkshopFactory(
        programme__starts_on="2025-09-01", programme__ends_on="2026-08-31", place="préau"
    )


@pytest.fixture
def user(client, workshop):
    user = facilitator(workshop.programme.lead, workshop)
    client.force_login(user)
    return user


def url(page, *args):
    return reverse(f"workshops:{page}", args=args)


@pytest.mark.parametrize("page", PAGES)
def test_a_foreign_workshop_does_not_exist(client, user, page):
    assert client.get(url(page, WorkshopFactory().pk)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_who_reads_the_workshop_without_running_it_is_told_no(client, user, workshop, page):
    school = SchoolFactory().structure
    workshop.programme.partnerships.add(PartnershipFactory(parties=[school]))
    for reader in (facilitator(workshop.programme.lead), partner(school)):
        client.force_login(reader)

        assert client.get(url(page, workshop.pk)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_the_coordinator_of_the_lead_prepares_too(client, workshop, page):
    client.force_login(coordinator(workshop.programme.lead))

    assert client.get(url(page, workshop.pk)).status_code == 200


class TestOneSession:
    def answers(self, **changes):
        return {
            "date": "2026-03-24",
            "starts_at": "22:00",
            "ends_at": "00:30",
            "place": "préau",
        } | changes

    def test_it_is_planned_over_midnight_and_said_so(self, client, user, workshop):
        response = client.post(url("session_create", workshop.pk), self.answers(), follow=True)

        session = workshop.sessions.get()
        assert session.planned_minutes == 150
        assertRedirects(response, workshop.get_absolute_url())
        assertContains(
            response,
            "mardi 24\u00a0mars, 22\u00a0h – 0\u00a0h\u00a030 le lendemain",
        )

    def test_it_starts_from_what_is_usual(self, client, user, workshop):
        school = SchoolFactory()
        workshop.schools.add(school)
        module = ModuleFactory(title="Pronote")
        workshop.format, workshop.pathway = "cohort", module.pathway
        workshop.save()

        form = client.get(url("session_create", workshop.pk)).context["form"]

        assert form["place"].value() == "préau"
        assert (form["school"].value(), form["module"].value()) == (school.pk, module.pk)
        assert [label for _value, label in form.fields["module"].choices] == [
            "sans module",
            f"{module.order}. Pronote",
        ]

    def test_schools_of_the_programme_are_proposed_when_the_workshop_names_none(
        self, client, user, workshop
    ):
        school = SchoolFactory(structure__kind="school")
        SchoolFactory(structure__kind="school")
        workshop.programme.partnerships.add(PartnershipFactory(parties=[school.structure]))

        client.post(url("session_create", workshop.pk), self.answers(school=school.pk))
        form = client.get(url("session_create", workshop.pk)).context["form"]

        assert workshop.sessions.get().school == school
        assert list(form.fields["school"].queryset) == [school]

    def test_an_end_equal_to_the_start_is_refused_beside_it(self, client, user, workshop):
        response = client.post(url("session_create", workshop.pk), self.answers(ends_at="22:00"))

        assert dict(response.context["form"].errors) == {
            "ends_at": ["La séance doit durer\u00a0: la fin n’est pas le début."]
        }

    def test_the_same_form_sent_twice_plans_one(self, client, user, workshop):
        answers = self.answers(once="7a1c2f0e-0000-4000-8000-000000000002")

        for _time in range(2):
            client.post(url("session_create", workshop.pk), answers)

        assert workshop.sessions.count() == 1


class TestDeletion:
    def test_a_session_planned_by_mistake_is_deleted_after_a_question(self, client, user, workshop):
        session = SessionFactory(workshop=workshop)
        page = url("session_delete", session.pk)

        question = client.get(page)
        response = client.post(page)

        assertContains(question, "Garder la séance")
        assertRedirects(response, workshop.get_absolute_url())
        assert not workshop.sessions.exists()

    def test_a_session_that_was_of_use_is_cancelled_instead(self, client, user, workshop):
        session = HeadCountFactory(session__workshop=workshop).session
        page = url("session_delete", session.pk)

        assertContains(client.get(page), "annulez-la avec un motif")
        assertContains(client.post(page), "annulez-la plutôt")
        assert workshop.sessions.get() == session

    def test_a_foreign_session_does_not_exist_and_a_readable_one_is_refused(
        self, client, user, workshop
    ):
        session = SessionFactory(workshop__programme=workshop.programme)

        assert client.post(url("session_delete", SessionFactory().pk)).status_code == 404
        assert client.post(url("session_delete", session.pk)).status_code == 403


class TestEnrolment:
    def known(self, workshop, **names):
        return ParentFactory(family__structure=workshop.programme.lead, **names)

    def test_somebody_known_is_found_then_enrolled(self, client, user, workshop):
        parent = self.known(workshop, first_name="Élodie")
        page = url("enrolment_create", workshop.pk)

        found = client.get(page, {"q": "elo"})
        response = client.post(page, {"parent": parent.pk}, follow=True)

        assertContains(found, f'name="parent" value="{parent.pk}"')
        assertContains(response, "Élodie est inscrit·e.")
        enrolment = workshop.enrolments.get()
        assert (enrolment.parent, enrolment.enrolled_on) == (parent, dt.date(2026, 3, 10))

    def test_somebody_already_there_is_shown_as_such(self, client, user, workshop):
        parent = EnrolmentFactory(
            workshop=workshop, enrolled_on="2025-10-01", parent__first_name="Élodie"
        ).parent

        response = client.get(url("enrolment_create", workshop.pk), {"q": "elo"})

        assertContains(response, "déjà dans le groupe")
        assertNotContains(response, f'name="parent" value="{parent.pk}"')

    def test_a_newcomer_is_created_by_the_last_line(self, client, user, workshop):
        page = url("enrolment_create", workshop.pk)

        assertContains(client.get(page, {"q": "awa"}), "Créer «\u00a0awa\u00a0»")
        client.post(page, {"name": "awa"})

        assert str(workshop.enrolments.get().parent) == "Awa"

    def test_nobody_is_found_elsewhere(self, client, user, workshop):
        foreign = ParentFactory(first_name="Élodie")
        page = url("enrolment_create", workshop.pk)

        assert client.get(page, {"q": "elodie"}).context["found"] == []
        client.post(page, {"parent": foreign.pk})
        assert not workshop.enrolments.exists()

    def test_nothing_sent_is_refused_in_words(self, client, user, workshop):
        response = client.post(url("enrolment_create", workshop.pk), {"name": ""})

        assertContains(response, "Donnez au moins un prénom.")
        assert not Parent.objects.exists()

    def test_a_full_workshop_warns_and_enrols_all_the_same(self, client, user, workshop):
        workshop.capacity = 1
        workshop.save()
        EnrolmentFactory(workshop=workshop, enrolled_on="2025-10-01")
        page = url("enrolment_create", workshop.pk)

        assertContains(client.get(page), "1 personne inscrite pour 1 place")
        client.post(page, {"name": "awa", "place": "inscrire"})

        assert workshop.enrolments.count() == 2

    def test_somebody_leaves_today(self, client, user, workshop):
        enrolment = EnrolmentFactory(workshop=workshop, enrolled_on="2025-10-01")
        page = url("enrolment_leave", enrolment.pk)

        initial = client.get(page).context["form"]["left_on"].value()
        response = client.post(page, {"left_on": "2026-03-10"})

        assertRedirects(response, workshop.get_absolute_url())
        enrolment.refresh_from_db()
        assert initial == enrolment.left_on == dt.date(2026, 3, 10)

    def test_a_departure_before_the_arrival_is_refused_in_words(self, client, user, workshop):
        enrolment = EnrolmentFactory(workshop=workshop, enrolled_on="2025-10-01")

        response = client.post(url("enrolment_leave", enrolment.pk), {"left_on": "2025-09-01"})

        assertContains(response, "Le départ ne peut pas précéder l’inscription.")

    def test_names_one_does_not_see_cannot_leave(self, client, user, workshop):
        enrolment = EnrolmentFactory(workshop__programme=workshop.programme)

        assert client.get(url("enrolment_leave", enrolment.pk)).status_code == 404
