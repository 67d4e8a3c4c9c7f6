"""The address that a calendar reads: right hours, no name, closed as soon as it must be."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar
from pytest_django.asserts import assertContains, assertNotContains

from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    GrantFactory,
    HeldSessionFactory,
    MeetingFactory,
    ModuleFactory,
    PartnershipFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    partner,
)
from workshops.actions import feeds, sessions
from workshops.actions.sessions import Place
from workshops.models import CalendarFeed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = dt.date(2026, 3, 10)
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def workshop():
    centre, school = StructureFactory(), SchoolFactory()
    workshop = WorkshopFactory(programme__lead=centre, host=centre, title="Café", place="Salle 2")
    workshop.programme.partnerships.add(
        PartnershipFactory(name="Ensemble", parties=[centre, school.structure])
    )
    workshop.schools.add(school)
    return workshop


@pytest.fixture
def boss(workshop):
    return coordinator(workshop.programme.lead)


@pytest.fixture
def together(workshop):
    return workshop.programme.partnerships.get()


def read(client, token):
    response = client.get(reverse("workshops:feed_read", args=[token]))
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def opened(user, partnership=None):
    return feeds.open_feed(partnership=partnership, by=user)[1]


# -- What it says ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        # The Fridays and Mondays around both changes of clock.
        (dt.date(2026, 3, 27), 1),
        (dt.date(2026, 3, 30), 2),
        (dt.date(2026, 10, 23), 2),
        (dt.date(2026, 10, 26), 1),
    ],
)
def test_the_hour_is_that_of_the_wall_before_and_after_the_clocks_change(
    client, workshop, boss, day, offset
):
    hours = {"starts_at": dt.time(14), "ends_at": dt.time(16, 30)}
    SessionFactory(workshop=workshop, date=day, **hours)

    (event,) = read(client, opened(boss))

    start, end = event["dtstart"].dt, event["dtend"].dt
    assert start.astimezone(PARIS).replace(tzinfo=None) == dt.datetime.combine(day, dt.time(14))
    assert end - start == dt.timedelta(hours=2, minutes=30)
    assert start.utcoffset() == dt.timedelta(0)
    assert start.hour == 14 - offset


def test_an_evening_over_midnight_and_the_night_of_the_change(client, workshop, boss):
    night = dt.date(2026, 10, 24)
    SessionFactory(workshop=workshop, date=night, starts_at=dt.time(22), ends_at=dt.time(4))

    (event,) = read(client, opened(boss))

    assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(hours=7)


def test_one_session_says_what_where_and_its_page(client, workshop, boss):
    session = SessionFactory(workshop=workshop, date=TODAY, module=None)
    token = opened(boss)

    (event,) = read(client, token)

    assert (event["summary"], event["location"], event["status"]) == (
        "Café",
        "Salle 2",
        "CONFIRMED",
    )
    assert event["url"] == f"http://testserver/seances/{session.pk}/feuille/"
    assert (event["uid"], event["sequence"]) == (f"seance-{session.pk}@testserver", 0)


def test_a_session_moved_then_cancelled_stays_the_same_event(client, workshop, boss):
    session = SessionFactory(workshop=workshop, date=TODAY)
    token = opened(boss)
    (before,) = read(client, token)
    place = Place(
        date=TODAY + dt.timedelta(days=1),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place="",
        module=None,
        school=None,
    )
    sessions.move(session=session, to=place, by=boss)
    (moved,) = read(client, token)
    sessions.cancel(session=session, reason="Mme Ziani est malade", by=boss)

    (after,) = read(client, token)

    assert before["uid"] == moved["uid"] == after["uid"]
    assert before["sequence"] < moved["sequence"] < after["sequence"]
    assert moved["dtstart"].dt.date() == TODAY + dt.timedelta(days=1)
    assert after["status"] == "CANCELLED"
    assert "Ziani" not in after.to_ical().decode()


def test_meetings_come_without_what_they_are_about(client, together, boss):
    MeetingFactory(
        partnership=together,
        held_on=TODAY,
        starts_at=dt.time(12, 15),
        minutes=45,
        purpose="La famille Ziani",
        summary="CANARI",
    )
    MeetingFactory(partnership=together, held_on="2026-03-11", venue="school")
    MeetingFactory(partnership=together, held_on="2026-03-12", starts_at=dt.time(9))

    timed, whole, endless = read(client, opened(boss))

    assert (timed["summary"], timed["dtend"].dt - timed["dtstart"].dt) == (
        "Réunion, Ensemble",
        dt.timedelta(minutes=45),
    )
    assert (whole["dtstart"].dt, whole["location"]) == (dt.date(2026, 3, 11), "à l’école")
    assert "dtend" not in endless
    text = timed.to_ical().decode()
    assert ("Ziani" in text, "CANARI" in text) == (False, False)


def test_no_parent_no_note_and_no_money_leave(client, workshop, boss):
    session = HeldSessionFactory(
        workshop=workshop, date=TODAY, log="Confidence", module=ModuleFactory(title="Pronote")
    )
    AttendanceFactory(session=session, parent__first_name="Zohra", parent__last_name="Ziani")
    GrantFactory(holder=workshop.programme.lead, starts_on=TODAY)

    (event,) = read(client, opened(boss))

    assert event["summary"] == "Café\u00a0: Pronote"
    text = event.to_ical().decode()
    assert [word for word in ("Zohra", "Ziani", "Confidence") if word in text] == []


def test_ones_own_calendar_holds_what_one_runs(client, workshop):
    mine = SessionFactory(workshop=workshop, date=TODAY)
    SessionFactory(workshop__programme=workshop.programme, date=TODAY)
    nadia = facilitator(workshop.programme.lead, workshop)

    (event,) = read(client, opened(nadia))

    assert event["uid"] == f"seance-{mine.pk}@testserver"


def test_that_of_a_partnership_holds_what_is_done_together(client, workshop, together, boss):
    ours = SessionFactory(workshop=workshop, date=TODAY)
    SessionFactory(workshop__programme__lead=workshop.programme.lead, date=TODAY)
    meeting = MeetingFactory(partnership=together, held_on=TODAY)
    MeetingFactory(partnership=PartnershipFactory(parties=[workshop.programme.lead]), held_on=TODAY)
    school = partner(workshop.schools.get().structure)

    for user in (boss, school):
        found = {str(event["uid"]) for event in read(client, opened(user, together))}

        assert found == {f"seance-{ours.pk}@testserver", f"rencontre-{meeting.pk}@testserver"}


@pytest.mark.parametrize("count", [1, 30])
def test_reading_costs_the_same_however_many_sessions(
    client, django_assert_num_queries, workshop, together, boss, count
):
    for number in range(count):
        SessionFactory(workshop=workshop, date=TODAY + dt.timedelta(days=number))
        MeetingFactory(partnership=together, held_on=TODAY)
    url = reverse("workshops:feed_read", args=[opened(boss)])

    with django_assert_num_queries(8):
        response = client.get(url)

    assert response.content.count(b"BEGIN:VEVENT") == 2 * count


# -- Who opens it ------------------------------------------------------------------------------


def closes(user, feed):
    feeds.close_feed(feed=feed, by=user)


def is_made_again(user, feed):
    feeds.open_feed(by=user)


def account_is_disabled(user, feed):
    type(user).objects.filter(pk=user.pk).update(is_active=False)


def role_ends(user, feed):
    user.memberships.update(starts_on="2025-09-01", ends_on=TODAY - dt.timedelta(days=1))


def password_changes(user, feed):
    user.set_password("un autre mot de passe 2026")
    user.save()


@pytest.mark.parametrize(
    "end", [closes, is_made_again, account_is_disabled, role_ends, password_changes]
)
def test_it_is_shut_at_the_next_reading(client, workshop, boss, end):
    SessionFactory(workshop=workshop, date=TODAY)
    feed, token = feeds.open_feed(by=boss)
    assert len(read(client, token)) == 1

    end(boss, feed)

    response = client.get(reverse("workshops:feed_read", args=[token]))
    assert (response.status_code, b"Caf" in response.content) == (404, False)


def test_leaving_one_structure_shuts_its_partnership_alone(client, workshop, together, boss):
    other = coordinator(StructureFactory())
    other.memberships.update(user=boss)
    token, own = opened(boss, together), opened(boss)
    boss.memberships.filter(structure=workshop.programme.lead).update(
        starts_on="2025-09-01", ends_on=TODAY - dt.timedelta(days=1)
    )

    statuses = [
        client.get(reverse("workshops:feed_read", args=[each])).status_code for each in (token, own)
    ]

    assert statuses == [404, 200]


def test_every_dead_address_gets_the_same_answer_then_waits(client, boss):
    cache.clear()
    feed, revoked = feeds.open_feed(by=boss)
    feeds.close_feed(feed=feed, by=boss)
    good = opened(boss)

    answers = [
        client.get(reverse("workshops:feed_read", args=[token]))
        for token in [revoked, *(f"invente-{number}" for number in range(20))]
    ]

    assert {answer.content for answer in answers[:20]} == {answers[0].content}
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    assert client.get(reverse("workshops:feed_read", args=[good])).status_code == 200


def test_reading_changes_nothing_and_leaves_no_copy(client, boss):
    token = opened(boss)
    before = AuditEvent.objects.count(), CalendarFeed.objects.values_list().get()
    url = reverse("workshops:feed_read", args=[token])

    response = client.get(url)

    assert (AuditEvent.objects.count(), CalendarFeed.objects.values_list().get()) == before
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response.cookies == {}
    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405


# -- Opening and closing it --------------------------------------------------------------------


def test_the_address_is_shown_once(client, boss):
    client.force_login(boss)
    url = reverse("workshops:feed_list")

    answer = client.post(url)
    again = client.get(url)

    shown = answer.context["url"]
    assertContains(answer, "Recopiez cette adresse")
    assertContains(answer, f'href="webcal{shown.removeprefix("http")}"')
    assert "no-store" in answer["Cache-Control"]
    assertNotContains(again, shown)
    assertContains(again, "Mes séances et mes rencontres")
    assert client.get(shown).status_code == 200
    assert not CalendarFeed.objects.filter(token_hash__in=shown.split("/")).exists()


def test_sent_twice_one_address_stands(client, boss):
    client.force_login(boss)
    url = reverse("workshops:feed_list")

    first, second = client.post(url), client.post(url)

    assert client.get(first.context["url"]).status_code == 404
    assert client.get(second.context["url"]).status_code == 200
    assert CalendarFeed.objects.usable().count() == 1


def test_one_address_for_each_calendar(client, boss, together):
    client.force_login(boss)
    url = reverse("workshops:feed_list")

    client.post(url)
    answer = client.post(url, {"partnership": together.pk})

    assert len(answer.context["feeds"]) == 2
    assertContains(answer, "Ensemble")


def test_it_is_closed_from_the_page_and_the_journal_says_so(client, boss):
    feed, token = feeds.open_feed(by=boss)
    client.force_login(boss)
    close = reverse("workshops:feed_close", args=[feed.pk])

    for _twice in range(2):
        assert client.post(close).status_code == 302

    assert client.get(reverse("workshops:feed_read", args=[token])).status_code == 404
    lines = AuditEvent.objects.filter(object_type="workshops.calendarfeed").order_by("pk")
    assert [(line.verb, line.actor) for line in lines] == [("created", boss), ("closed", boss)]


def test_one_closes_only_ones_own(client, boss):
    feed, token = feeds.open_feed(by=boss)
    client.force_login(coordinator(StructureFactory()))

    assert client.post(reverse("workshops:feed_close", args=[feed.pk])).status_code == 404
    assert client.get(reverse("workshops:feed_read", args=[token])).status_code == 200


def test_an_address_dead_with_a_password_is_no_longer_shown_as_open(client, boss):
    opened(boss)
    password_changes(boss, None)
    client.force_login(boss)

    assert client.get(reverse("workshops:feed_list")).context["feeds"] == []


def test_a_calendar_of_others_is_refused(client, boss):
    stranger = PartnershipFactory()

    with pytest.raises(ValidationError, match="pas le vôtre"):
        feeds.open_feed(partnership=stranger, by=boss)

    client.force_login(boss)
    answer = client.post(reverse("workshops:feed_list"), {"partnership": stranger.pk})
    assert (answer.status_code, CalendarFeed.objects.count()) == (200, 0)
