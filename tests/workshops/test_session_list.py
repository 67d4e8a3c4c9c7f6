import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import (
    AttendanceFactory,
    FacilitationFactory,
    HeadCountFactory,
    HeldSessionFactory,
    ModuleFactory,
    PartnershipFactory,
    ProgrammeFactory,
    SchoolFactory,
    SessionFactory,
    TeamMemberFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    partner,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)
MONDAY = dt.date(2026, 3, 9)


def days(number):
    return dt.timedelta(days=number)


def season(**fields):
    return ProgrammeFactory(starts_on="2025-09-01", ends_on="2026-08-31", **fields)


def listed(client, user, **query):
    client.force_login(user)
    response = client.get(reverse("workshops:session_list"), query)
    assert response.status_code == 200
    return list(response.context["sessions"])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_sessions(client, django_assert_num_queries, count):
    programme = season()
    for workshop in WorkshopFactory.create_batch(count, programme=programme):
        TeamMemberFactory(workshop=workshop)
        SessionFactory(workshop=workshop, date=TODAY, school=SchoolFactory())
    client.force_login(coordinator(programme.lead))

    with django_assert_num_queries(10):
        response = client.get(reverse("workshops:session_list"))

    assert len(response.context["sessions"]) == count


class TestWhatIsShown:
    def test_a_coordinator_starts_with_every_session_of_the_week_and_after(self, client):
        workshop = WorkshopFactory(programme=season())
        SessionFactory(workshop=workshop, date=MONDAY - days(1))
        monday = SessionFactory(workshop=workshop, date=MONDAY)
        later = SessionFactory(workshop=workshop, date=TODAY + days(30))

        assert listed(client, coordinator(workshop.programme.lead)) == [monday, later]

    def test_a_facilitator_starts_with_the_sessions_they_run(self, client):
        programme = season()
        mine = WorkshopFactory(programme=programme)
        session = SessionFactory(workshop=mine, date=TODAY)
        other = SessionFactory(workshop__programme=programme, date=TODAY)
        someone = facilitator(programme.lead, mine)

        assert listed(client, someone) == [session]
        assert listed(client, someone, scope="all") == [session, other]

    def test_a_partner_sees_the_sessions_of_the_partnership_without_the_sheets(self, client):
        school = SchoolFactory()
        programme = season()
        partnership = PartnershipFactory(parties=[programme.lead, school.structure])
        programme.partnerships.add(partnership)
        session = SessionFactory(workshop__programme=programme, date=TODAY)
        SessionFactory(date=TODAY)
        client.force_login(partner(school.structure))

        response = client.get(reverse("workshops:session_list"))

        assert list(response.context["sessions"]) == [session]
        assertContains(response, f'href="{session.get_absolute_url()}"')
        assertNotContains(response, reverse("workshops:session_sheet", args=[session.pk]))
        assert [scope for scope, _label in response.context["filter"].fields["scope"].choices] == [
            "all",
            "week",
        ]

    def test_one_tap_opens_the_sheet_of_who_keeps_it(self, client):
        session = SessionFactory(workshop__programme=season(), date=TODAY)
        client.force_login(coordinator(session.workshop.programme.lead))

        response = client.get(reverse("workshops:session_list"))

        assertContains(response, reverse("workshops:session_sheet", args=[session.pk]))

    def test_a_held_session_says_how_many_came_and_how_many_have_no_name(self, client):
        session = HeldSessionFactory(workshop__programme=season(), date=TODAY)
        AttendanceFactory(session=session)
        AttendanceFactory(session=session, status="late")
        AttendanceFactory(session=session, status="excused")
        HeadCountFactory(session=session, category="parents", number=5)
        HeadCountFactory(session=session, category="children", number=9)
        client.force_login(coordinator(session.workshop.programme.lead))

        response = client.get(reverse("workshops:session_list"))

        assertContains(response, "5 parents, dont 3 sans nom")

    def test_counting_fewer_than_were_named_hides_nobody(self, client):
        session = HeldSessionFactory(workshop__programme=season(), date=TODAY)
        AttendanceFactory.create_batch(2, session=session)
        HeadCountFactory(session=session, category="parents", number=1)

        [found] = listed(client, coordinator(session.workshop.programme.lead))

        assert (found.parents_present, found.parents_unnamed) == (2, 0)

    def test_what_is_noted_on_an_open_sheet_is_not_counted_yet(self, client):
        session = SessionFactory(workshop__programme=season(), date=TODAY)
        AttendanceFactory(session=session)

        [found] = listed(client, coordinator(session.workshop.programme.lead))

        assert found.parents_named == 0

    def test_lateness_cancellation_and_midnight_are_said(self, client):
        programme = season()
        SessionFactory(workshop__programme=programme, date=MONDAY)
        SessionFactory(
            workshop__programme=programme,
            date=TODAY,
            status="cancelled",
            cancel_reason="salle fermée",
        )
        SessionFactory(
            workshop__programme=programme, date=TODAY, starts_at=dt.time(22), ends_at=dt.time(0, 30)
        )
        client.force_login(coordinator(programme.lead))

        response = client.get(reverse("workshops:session_list"))

        assertContains(response, "1 jour de retard")
        assertContains(response, "Annulée\u00a0: salle fermée")
        assertContains(response, "0\u00a0h\u00a030 le lendemain")

    def test_an_empty_list_says_what_to_do(self, client):
        programme = season()
        client.force_login(coordinator(programme.lead))
        url = reverse("workshops:session_list")

        assertContains(client.get(url), "Choisir un atelier")
        assertContains(client.get(url, {"scope": "mine"}), "Voir toutes les séances")

    def test_an_empty_list_promises_nothing_to_a_partner(self, client):
        client.force_login(partner(SchoolFactory().structure))

        response = client.get(reverse("workshops:session_list"))

        assertContains(response, "dès que le centre en aura prévu")


class TestFilters:
    @pytest.fixture
    def user(self):
        return coordinator(season().lead)

    @pytest.fixture
    def programme(self, user):
        return user.memberships.get().structure.programmes.get()

    def test_by_week(self, client, user, programme):
        sunday = SessionFactory(workshop__programme=programme, date=MONDAY + days(6))
        SessionFactory(workshop__programme=programme, date=MONDAY + days(7))

        assert listed(client, user, scope="week") == [sunday]

    def test_to_fill_starts_with_the_oldest(self, client, user, programme):
        old = SessionFactory(workshop__programme=programme, date=dt.date(2025, 11, 4))
        today = SessionFactory(workshop__programme=programme, date=TODAY)
        SessionFactory(workshop__programme=programme, date=TODAY + days(1))
        HeldSessionFactory(workshop__programme=programme, date=MONDAY)

        assert listed(client, user, scope="fill") == [old, today]

    def test_mine_are_those_of_my_workshops_and_those_i_ran(self, client, user, programme):
        member = TeamMemberFactory(workshop__programme=programme, user=user)
        usual = SessionFactory(workshop=member.workshop, date=TODAY)
        once = SessionFactory(workshop__programme=programme, date=TODAY, starts_at=dt.time(15))
        FacilitationFactory(session=once, user=user)
        SessionFactory(workshop__programme=programme, date=TODAY)

        assert listed(client, user, scope="mine") == [usual, once]

    def test_by_programme_workshop_school_state_and_period(self, client, user, programme):
        school = SchoolFactory()
        workshop = WorkshopFactory(programme=programme)
        workshop.schools.add(school)
        session = SessionFactory(workshop=workshop, date=TODAY, school=school)
        other = HeldSessionFactory(
            workshop__programme=season(lead=programme.lead), date=TODAY + days(1)
        )

        assert listed(client, user) == [session, other]
        assert listed(client, user, programme=programme.pk) == [session]
        assert listed(client, user, workshop=workshop.pk) == [session]
        assert listed(client, user, school=school.pk) == [session]
        assert listed(client, user, status="held") == [other]
        assert listed(client, user, last="2026-03-10") == [session]
        assert listed(client, user, first="2026-03-11") == [other]

    def test_a_school_finds_the_sessions_of_its_workshops_held_for_no_other(
        self, client, user, programme
    ):
        school = SchoolFactory()
        workshop = WorkshopFactory(programme=programme)
        workshop.schools.add(school)
        here = SessionFactory(workshop=workshop, date=TODAY)
        SessionFactory(workshop=workshop, date=TODAY, school=SchoolFactory())

        assert listed(client, user, school=school.pk) == [here]

    def test_a_refused_answer_filters_nothing_and_says_why(self, client, user, programme):
        session = SessionFactory(workshop__programme=programme, date=TODAY)
        foreign = WorkshopFactory()
        client.force_login(user)

        response = client.get(
            reverse("workshops:session_list"), {"workshop": foreign.pk, "first": "demain"}
        )

        assert list(response.context["sessions"]) == [session]
        assert sorted(response.context["filter"].errors) == ["first", "workshop"]

    def test_a_workshop_of_a_past_season_is_not_proposed_but_can_be_asked_for(
        self, client, user, programme
    ):
        now = WorkshopFactory(programme=programme)
        past = WorkshopFactory(
            programme__lead=programme.lead,
            programme__starts_on="2024-09-01",
            programme__ends_on="2025-08-31",
        )
        session = SessionFactory(workshop=past, date=dt.date(2025, 3, 11))
        client.force_login(user)

        field = client.get(reverse("workshops:session_list")).context["filter"].fields["workshop"]

        assert list(field.queryset) == [now]
        assert listed(client, user, workshop=past.pk) == [session]

    def test_the_list_goes_on_either_way_from_a_day(self, client, user, programme):
        workshop = WorkshopFactory(programme=programme)
        before, _monday, after = (
            SessionFactory(workshop=workshop, date=MONDAY + days(number)) for number in (-7, 0, 7)
        )

        client.force_login(user)
        response = client.get(reverse("workshops:session_list"), {"earlier": "2026-03-09"})

        assert list(response.context["sessions"]) == [before]
        assert not response.context["filter"].has_changed()
        assert listed(client, user, later="2026-03-16") == [after]

    def test_nobody_chooses_among_what_they_do_not_see(self, client, user, programme):
        workshop = WorkshopFactory(programme=programme)
        SessionFactory(school=SchoolFactory())
        client.force_login(user)

        fields = client.get(reverse("workshops:session_list")).context["filter"].fields

        assert list(fields["programme"].queryset) == [programme]
        assert list(fields["workshop"].queryset) == [workshop]
        assert list(fields["school"].queryset) == []


class TestExport:
    def rows(self, client, **query):
        response = client.get(reverse("workshops:session_export"), query)
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text), delimiter=";"))

    def test_it_holds_every_session_of_the_filter_past_ones_included(self, client):
        module = ModuleFactory(title="Pronote")
        workshop = WorkshopFactory(
            programme=season(), title="Groupe 9", format="cohort", pathway=module.pathway
        )
        held = HeldSessionFactory(
            workshop=workshop, date=dt.date(2025, 11, 4), module=module, delivered_minutes=110
        )
        AttendanceFactory(session=held, parent__first_name="Canari")
        HeadCountFactory(session=held, number=4)
        SessionFactory(workshop=workshop, date=TODAY)
        SessionFactory(workshop__programme=workshop.programme, date=TODAY)
        client.force_login(coordinator(workshop.programme.lead))

        first, second = self.rows(client, workshop=workshop.pk)

        assert first["Date"] == "04/11/2025"
        assert first["Module"] == "Pronote"
        assert first["Durée réalisée (min)"] == "110"
        assert (first["Parents présents"], first["dont sans nom"]) == ("4", "3")
        assert (second["État"], second["Parents présents"]) == ("prévue", "")
        assert "Canari" not in str(first)

    def test_it_holds_nothing_of_others(self, client):
        SessionFactory(date=TODAY)
        client.force_login(coordinator(season().lead))

        assert self.rows(client) == []

    def test_excel_gets_a_workbook(self, client):
        client.force_login(coordinator(season().lead))

        response = client.get(reverse("workshops:session_export"), {"format": "xlsx"})

        assert response["Content-Disposition"] == 'attachment; filename="seances.xlsx"'
        assert response.content.startswith(b"PK")
