"""What whoever runs a workshop writes before a session: dates, and who is expected."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from families.models import Parent
from partnerships.models import SchoolHoliday
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
from workshops.models import Session

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


class TestSeries:
    @pytest.fixture(autouse=True)
    def _spring(self):
        SchoolHoliday.objects.create(
            zone="B",
            name="Vacances de printemps",
            starts_on=dt.date(2026, 4, 11),
            returns_on=dt.date(2026, 4, 27),
        )

    def rule(self, **changes):
        return {
            "first": "2026-04-07",
            "every": "1",
            "starts_at": "14:00",
            "ends_at": "16:00",
            "times": "2",
            "until": "",
            "place": "préau",
        } | changes

    def days(self, response):
        return [
            (f"{proposal.day}", proposal.obstacle, is_ticked)
            for proposal, is_ticked in response.context["days"].ticked()
        ]

    def test_it_is_asked_first(self, client, user, workshop):
        response = client.get(url("series_create", workshop.pk))

        assertContains(response, "Voir les dates")
        assert response.context["form"].errors == {}

    def test_the_preview_says_what_is_left_out_and_why_and_writes_nothing(
        self, client, user, workshop
    ):
        response = client.get(url("series_create", workshop.pk), self.rule())

        assert self.days(response) == [
            ("2026-04-07", "", True),
            ("2026-04-14", "vacances de printemps", False),
            ("2026-04-21", "vacances de printemps", False),
            ("2026-04-28", "", True),
        ]
        assertContains(response, "vacances de printemps", 2)
        assertContains(response, "calendrier non publié", 1)
        assert not Session.objects.exists()

    def test_the_ticked_dates_are_planned_once(self, client, user, workshop):
        answers = self.rule(
            days=["2026-04-14", "2026-04-28"], once="7a1c2f0e-0000-4000-8000-000000000003"
        )

        response, again = (
            client.post(url("series_create", workshop.pk), answers, follow=True)
            for _time in range(2)
        )

        assertRedirects(again, workshop.get_absolute_url())
        assertContains(
            response, "2 séances sont prévues, du mardi 14\u00a0avril au mardi 28\u00a0avril."
        )
        assert [f"{session.date}" for session in workshop.sessions.all()] == [
            "2026-04-14",
            "2026-04-28",
        ]

    def test_one_date_is_said_as_one(self, client, user, workshop):
        response = client.post(
            url("series_create", workshop.pk), self.rule(days=["2026-04-28"]), follow=True
        )

        assertContains(response, "1 séance est prévue\u00a0: mardi 28\u00a0avril.")

    def test_nothing_ticked_is_refused_and_the_ticks_stay_as_they_were(
        self, client, user, workshop
    ):
        response = client.post(url("series_create", workshop.pk), self.rule())

        assertContains(response, "Gardez au moins une date.")
        assert {is_ticked for _day, _obstacle, is_ticked in self.days(response)} == {False}

    def test_a_date_that_was_not_proposed_is_refused(self, client, user, workshop):
        client.post(url("series_create", workshop.pk), self.rule(days=["2026-04-08"]))

        assert not workshop.sessions.exists()

    def test_a_day_already_planned_is_left_out(self, client, user, workshop):
        SessionFactory(workshop=workshop, date=dt.date(2026, 4, 7), starts_at=dt.time(14))

        response = client.get(url("series_create", workshop.pk), self.rule(times="1"))

        assert self.days(response)[0] == ("2026-04-07", "déjà prévue", False)

    def test_the_rule_may_be_changed_after_looking(self, client, user, workshop):
        response = client.get(url("series_create", workshop.pk), self.rule(edit="1"))

        assertContains(response, "Voir les dates")
        assertContains(response, 'value="2026-04-07"')

    def test_a_rule_without_an_end_is_refused_beside_it(self, client, user, workshop):
        response = client.get(url("series_create", workshop.pk), self.rule(times=""))

        assert list(response.context["form"].errors) == ["times"]

    def test_hours_that_do_not_last_are_refused(self, client, user, workshop):
        response = client.get(url("series_create", workshop.pk), self.rule(ends_at="14:00"))

        assert list(response.context["form"].errors) == ["ends_at"]

    def test_an_end_past_midnight_is_said(self, client, user, workshop):
        response = client.get(
            url("series_create", workshop.pk), self.rule(starts_at="22:00", ends_at="00:30")
        )

        assertContains(response, "22\u00a0h – 0\u00a0h\u00a030 le lendemain")

    def test_a_group_is_told_which_modules_follow(self, client, user, workshop):
        module = ModuleFactory(title="Pronote")
        ModuleFactory(pathway=module.pathway)
        workshop.format, workshop.pathway = "cohort", module.pathway
        workshop.save()

        asked = client.get(url("series_create", workshop.pk))
        preview = client.get(url("series_create", workshop.pk), self.rule())

        assert asked.context["form"]["times"].value() == 2
        assertContains(preview, "à partir de «\u00a0Pronote\u00a0» (2 modules à prévoir)")

    def test_the_zone_is_that_of_the_school(self, client, user, workshop):
        school = SchoolFactory(structure__kind="school", structure__holiday_zone="A")
        workshop.schools.add(school)

        response = client.get(url("series_create", workshop.pk), self.rule(school=school.pk))

        assert self.days(response) == [("2026-04-07", "", True), ("2026-04-14", "", True)]


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

    def test_a_full_workshop_warns_and_still_enrols(self, client, user, workshop):
        workshop.capacity = 1
        workshop.save()
        EnrolmentFactory(workshop=workshop, enrolled_on="2025-10-01")
        page = url("enrolment_create", workshop.pk)

        assertContains(client.get(page), "1 personne inscrite pour 1 place")
        client.post(page, {"name": "awa"})

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
