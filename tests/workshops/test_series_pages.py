"""A series of sessions: its dates are looked at before anything is written."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from partnerships.models import SchoolHoliday
from tests.factories import (
    EnrolmentFactory,
    ModuleFactory,
    SchoolFactory,
    SessionFactory,
    WorkshopFactory,
    facilitator,
)
from workshops.models import Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


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

    def test_on_two_days_of_the_week(self, client, user, workshop):
        rule = self.rule(times="4", weekdays=["1", "3"])

        response = client.get(url("series_create", workshop.pk), rule)

        kept = [day for day, obstacle, _ticked in self.days(response) if not obstacle]
        assert kept == ["2026-04-07", "2026-04-09", "2026-04-28", "2026-04-30"]
        # Both days go on to the POST, and back to the form.
        assertContains(response, 'name="weekdays" value="3"', 2)

    def test_dates_are_picked_one_by_one(self, client, user, workshop):
        picked = {"by": "dates", "starts_at": "14:00", "ends_at": "16:00", "place": "préau"}
        picked |= {"dates": "7 avril, 14/4\njeudi 30 avril"}

        asked = client.get(url("series_create", workshop.pk), {"by": "dates"})
        preview = client.get(url("series_create", workshop.pk), picked)
        client.post(url("series_create", workshop.pk), picked | {"days": ["2026-04-30"]})

        assertContains(asked, "Une par ligne")
        assert asked.context["form"].errors == {}
        assert self.days(preview) == [
            ("2026-04-07", "", True),
            ("2026-04-14", "vacances de printemps", False),
            ("2026-04-30", "", True),
        ]
        assert [f"{session.date}" for session in workshop.sessions.all()] == ["2026-04-30"]

    def test_too_many_dates_are_refused_beside_them(self, client, user, workshop):
        picked = {"by": "dates", "starts_at": "14:00", "ends_at": "16:00"}
        days = (dt.date(2026, 9, 1) + dt.timedelta(days=number) for number in range(81))

        response = client.get(
            url("series_create", workshop.pk), picked | {"dates": ",".join(map(str, days))}
        )

        assert list(response.context["form"].errors) == ["dates"]

    def test_each_date_says_what_it_runs_into_and_may_still_be_kept(self, client, user, workshop):
        taken = SessionFactory(
            workshop__programme=workshop.programme,
            workshop__title="Chorale",
            place="Préau",
            date=dt.date(2026, 4, 7),
        )
        workshop.capacity = 0
        workshop.save()
        EnrolmentFactory(workshop=workshop, enrolled_on="2025-10-01")

        response = client.get(url("series_create", workshop.pk), self.rule())

        assertContains(response, "Lieu déjà pris", 1)
        assertContains(response, taken.get_absolute_url(), 1)
        assertContains(response, "pour 0 place.")
        assert self.days(response)[0] == ("2026-04-07", "", True)

    def test_the_zone_is_that_of_the_school(self, client, user, workshop):
        school = SchoolFactory(structure__kind="school", structure__holiday_zone="A")
        workshop.schools.add(school)

        response = client.get(url("series_create", workshop.pk), self.rule(school=school.pk))

        assert self.days(response) == [("2026-04-07", "", True), ("2026-04-14", "", True)]
