"""The calendar: what each may see of a month, and the rhythm of schools around it."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partnerships.models import SchoolHoliday
from tests.factories import (
    AttendanceFactory,
    GrantFactory,
    HeldSessionFactory,
    IssuedReportFactory,
    MeetingFactory,
    PartnershipFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    UserFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    observer,
    partner,
)
from workshops.calendars import Span

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)
URL = "/calendrier/"


@pytest.fixture
def table():
    """A centre and a school that work together, and a workshop of theirs."""
    centre = StructureFactory(name="Les Tisserands", holiday_zone="B")
    school = SchoolFactory(structure__name="École du Fil", meeting_slots="Le midi")
    together = PartnershipFactory(name="Ensemble", parties=[centre, school.structure])
    workshop = WorkshopFactory(programme__lead=centre, host=centre, title="Café du mardi")
    workshop.programme.partnerships.add(together)
    workshop.schools.add(school)
    table = type("Table", (), {})()
    table.centre, table.school, table.together, table.workshop = centre, school, together, workshop
    return table


def shown(client, user, **query):
    """{day: titles} of what the page holds."""
    client.force_login(user)
    response = client.get(URL, query)
    assert response.status_code == 200
    days = response.context["sheet"].days
    return {day.on: [each.title for each in day.moments] for day in days if day.moments}


def holidays(*zones, name="Vacances de la Toussaint", first=(2026, 10, 17), back=(2026, 11, 2)):
    for zone in zones:
        SchoolHoliday.objects.create(
            zone=zone, name=name, starts_on=dt.date(*first), returns_on=dt.date(*back)
        )


# -- What is on it -----------------------------------------------------------------------------


def test_sessions_meetings_and_dates_of_funders_stand_on_the_same_page(client, table):
    SessionFactory(workshop=table.workshop, date=TODAY)
    MeetingFactory(partnership=table.together, held_on="2026-03-12", purpose="Préparer la fête")
    GrantFactory(
        holder=table.centre,
        funder__name="Fondation Lin",
        starts_on="2026-03-01",
        ends_on="2026-03-31",
        report_due_on="2026-03-20",
    )

    found = shown(client, coordinator(table.centre))

    assert found == {
        dt.date(2026, 3, 1): ["Début de la période\u00a0: Fondation Lin"],
        TODAY: ["Café du mardi"],
        dt.date(2026, 3, 12): ["Préparer la fête"],
        dt.date(2026, 3, 20): ["Rapport à rendre\u00a0: Fondation Lin"],
        dt.date(2026, 3, 31): ["Fin de la période\u00a0: Fondation Lin"],
    }


def test_a_school_sees_what_is_published_of_its_partnerships_and_no_money(client, table):
    """PAR-106."""
    SessionFactory(workshop=table.workshop, date=TODAY)
    SessionFactory(date=TODAY)
    MeetingFactory(partnership=table.together, held_on=TODAY, purpose="Préparer la fête")
    MeetingFactory(held_on=TODAY)
    GrantFactory(holder=table.centre, starts_on=TODAY)

    found = shown(client, partner(table.school.structure))

    assert found == {TODAY: ["Préparer la fête", "Café du mardi"]}


def test_no_parent_is_named(client, table):
    session = HeldSessionFactory(workshop=table.workshop, date=TODAY)
    AttendanceFactory(session=session, parent__first_name="Zohra", parent__last_name="Ziani")
    client.force_login(coordinator(table.centre))

    response = client.get(URL)

    assertContains(response, "Café du mardi")
    assertNotContains(response, "Zohra")
    assertNotContains(response, "Ziani")


def test_whoever_belongs_to_no_structure_has_no_calendar(client):
    for user in (observer(StructureFactory()), UserFactory()):
        client.force_login(user)

        assert client.get(URL).status_code == 404
        assert client.get(reverse("workshops:feed_list")).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_a_month_costs_the_same_however_much_it_holds(
    client, django_assert_num_queries, table, count
):
    for number in range(count):
        day = TODAY + dt.timedelta(days=number % 10)
        SessionFactory(workshop=table.workshop, date=day, school=table.school)
        MeetingFactory(partnership=table.together, held_on=day)
        GrantFactory(holder=table.centre, starts_on=day)
    client.force_login(coordinator(table.centre))

    with django_assert_num_queries(15):
        response = client.get(URL)

    assert sum(len(day.moments) for day in response.context["sheet"].days) == 3 * count


# -- What one keeps of it ----------------------------------------------------------------------


def test_each_filter_keeps_what_it_names(client, table):
    user = coordinator(table.centre)
    SessionFactory(workshop=table.workshop, date=TODAY)
    MeetingFactory(partnership=table.together, held_on=TODAY, purpose="Avec l’école")
    grant = GrantFactory(holder=table.centre, starts_on=TODAY, funder__name="Lin")
    grant.programmes.add(table.workshop.programme)
    other_school = SchoolFactory()
    other = PartnershipFactory(parties=[table.centre, other_school.structure])
    guest = WorkshopFactory(
        programme__lead=table.centre, host=other_school.structure, title="Ailleurs"
    )
    guest.programme.partnerships.add(other)
    guest.schools.add(other_school)
    SessionFactory(workshop=guest, date=TODAY)
    MeetingFactory(partnership=other, held_on=TODAY, purpose="Autre table")
    GrantFactory(holder=table.centre, starts_on=TODAY, funder__name="Laine")
    ours = ["Avec l’école", "Café du mardi", "Début de la période\u00a0: Lin"]
    kept = {
        "school": table.school.pk,
        "partnership": table.together.pk,
        "programme": table.workshop.programme.pk,
    }

    for name, pk in kept.items():
        assert sorted(shown(client, user, **{name: pk})[TODAY]) == sorted(ours), name
    assert len(shown(client, user, structure=table.centre.pk)[TODAY]) == 6
    assert len(shown(client, user, structure="rien")[TODAY]) == 6


def test_a_school_of_others_is_not_offered(client, table):
    stranger = SchoolFactory()
    client.force_login(coordinator(table.centre))

    form = client.get(URL, {"school": stranger.pk}).context["filter"]

    assert list(form.fields["school"].queryset) == [table.school]
    assert form.wanted().school is None


def test_the_school_chosen_says_when_it_can_meet(client, table):
    client.force_login(coordinator(table.centre))

    assertContains(client.get(URL, {"school": table.school.pk}), "Le midi")
    assertNotContains(client.get(URL), "Le midi")


def test_nothing_on_these_days_says_what_to_do_first(client, table):
    centre, school = coordinator(table.centre), partner(table.school.structure)

    for user, query, words in [
        (centre, {}, "Planifier une séance"),
        (school, {}, "Voir les partenariats"),
        (school, {"school": table.school.pk}, "Tout montrer"),
    ]:
        client.force_login(user)
        assertContains(client.get(URL, query), words)


# -- How each is told --------------------------------------------------------------------------


def test_a_line_says_what_became_of_it(client, table):
    yesterday = TODAY - dt.timedelta(days=1)
    HeldSessionFactory(workshop=table.workshop, date=yesterday, starts_at=dt.time(8))
    SessionFactory(workshop=table.workshop, date=yesterday)
    off = {"status": "cancelled", "cancel_reason": "Mme Ziani est malade"}
    SessionFactory(workshop=table.workshop, date=TODAY, starts_at=dt.time(8), **off)
    SessionFactory(workshop=table.workshop, date=TODAY, starts_at=dt.time(9), ends_at=dt.time(10))
    SessionFactory(workshop=table.workshop, date=TODAY, starts_at=dt.time(14))
    said = {}

    for user in (coordinator(table.centre), partner(table.school.structure)):
        client.force_login(user)
        response = client.get(URL)
        days = response.context["sheet"].days
        said[user] = [(each.state, each.note) for day in days for each in day.moments]
        assertNotContains(response, "Ziani")

    rest = [("cancelled", "annulée"), ("now", ""), ("next", "")]
    assert list(said.values()) == [
        [("done", ""), ("late", "feuille à remplir"), *rest],
        [("done", ""), ("late", ""), *rest],
    ]


def test_a_report_is_awaited_late_or_done(client, table):
    due = {"holder": table.centre, "starts_on": "2025-01-01", "ends_on": "2025-12-31"}
    GrantFactory(funder__name="A", report_due_on="2026-03-02", **due)
    answered = GrantFactory(funder__name="B", report_due_on="2026-03-03", **due)
    IssuedReportFactory(grant=answered)
    GrantFactory(funder__name="C", report_due_on="2026-03-30", **due)
    client.force_login(coordinator(table.centre))

    days = client.get(URL).context["sheet"].days

    said = [(each.state, each.note) for day in days for each in day.moments]
    assert said == [("late", "en retard"), ("done", ""), ("next", "")]


def test_the_sheet_opens_for_whoever_keeps_it_and_the_facts_for_the_others(client, table):
    session = SessionFactory(workshop=table.workshop, date=TODAY)
    sheet = reverse("workshops:session_sheet", args=[session.pk])

    for user, url in [
        (facilitator(table.centre, table.workshop), sheet),
        (partner(table.school.structure), session.get_absolute_url()),
    ]:
        client.force_login(user)
        assertContains(client.get(URL), f'<a href="{url}">Café du mardi</a>', html=True)


# -- Months and weeks --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "title", "days", "around"),
    [
        (Span(TODAY), "Mars 2026", ("2026-02-23", "2026-04-05"), ("2026-02-28", "2026-04-01")),
        (
            Span(dt.date(2026, 12, 31)),
            "Décembre 2026",
            ("2026-11-30", "2027-01-03"),
            ("2026-11-30", "2027-01-01"),
        ),
        (
            Span(TODAY, is_week=True),
            "Semaine du 9 au 15 mars 2026",
            ("2026-03-09", "2026-03-15"),
            ("2026-03-02", "2026-03-16"),
        ),
    ],
)
def test_a_page_holds_whole_weeks_and_leads_to_its_neighbours(span, title, days, around):
    assert span.title.replace("\u00a0", " ") == title
    assert (str(span.days[0]), str(span.days[-1])) == days
    assert (str(span.earlier), str(span.later)) == around


def test_one_turns_the_pages_and_comes_back(client, table):
    client.force_login(coordinator(table.centre))

    here = client.get(URL, {"school": table.school.pk})
    later = client.get(URL, {"school": table.school.pk, "day": "2026-04-01", "view": "week"})

    assertContains(here, f'rel="next" href="?school={table.school.pk}&amp;day=2026-04-01"')
    assertContains(here, 'href="#aujourdhui"')
    assertContains(here, 'aria-current="date"', count=1)
    assertContains(later, "Semaine du 30\u00a0mars au 5\u00a0avril 2026")
    assertContains(later, f'href="?school={table.school.pk}&amp;view=week">Aujourd')
    assert here.context["filter"].has_changed() is True
    assert client.get(URL, {"day": "2026-04-01"}).context["filter"].has_changed() is False


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "hier"])
def test_a_day_that_no_page_can_show_shows_another(client, table, day):
    client.force_login(coordinator(table.centre))

    assert client.get(URL, {"day": day}).status_code == 200


# -- Without school ----------------------------------------------------------------------------


def rhythm(client, user, **query):
    """[(day, what is said of it)] on the page."""
    client.force_login(user)
    response = client.get(URL, {"day": "2026-10-28", **query})
    days = response.context["sheet"].days
    return response, {f"{day.on:%d/%m}": day for day in days}


def test_the_week_of_all_saints_has_no_school_and_a_public_holiday(client, table):
    holidays("B")

    response, days = rhythm(client, coordinator(table.centre), view="week")

    assert {day.away for day in days.values()} == {"Vacances de la Toussaint"}
    assert [day.is_first_away for day in days.values()] == [True] + [False] * 6
    assert days["01/11"].feast == "Férié\u00a0: Toussaint"
    assertContains(response, "reprise le 2\u00a0novembre")


def test_a_month_that_begins_in_holidays_says_so_again_on_its_first_day(client, table):
    holidays("B")
    client.force_login(coordinator(table.centre))

    days = client.get(URL, {"day": "2026-11-10"}).context["sheet"].days

    said = [(day.on.day, day.is_away_again) for day in days if day.is_first_away]
    assert said == [(26, False), (1, True)]
    assert [day.on.day for day in days if not day.is_bare] == [1, 11]


def test_the_zone_is_that_of_the_school_chosen(client, table):
    table.school.structure.holiday_zone = "C"
    table.school.structure.postal_code = "67000"
    table.school.structure.save()
    holidays("B")
    holidays("C", first=(2026, 10, 24))
    user = coordinator(table.centre)

    _, both = rhythm(client, user)
    _, chosen = rhythm(client, user, school=table.school.pk)

    assert both["20/10"].away == "Vacances de la Toussaint (B)"
    assert both["26/10"].away == "Vacances de la Toussaint"
    assert chosen["20/10"].away == ""
    client.force_login(user)
    december = client.get(URL, {"day": "2026-12-01", "school": table.school.pk})
    assertContains(december, "Saint-Étienne")


def test_what_is_not_known_of_holidays_is_said(client, table):
    user = coordinator(table.centre)

    assertContains(rhythm(client, user)[0], "ne sont pas encore publiées (zone B)")
    assertContains(
        rhythm(client, coordinator(StructureFactory(holiday_zone="")))[0], "Aucune zone de vacances"
    )
    holidays("B", back=(2026, 11, 9))
    assertContains(rhythm(client, user)[0], "Vacances scolaires\u00a0: zone B.")
