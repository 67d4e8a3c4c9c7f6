"""Time, as one table: holidays of two zones, both changes of clock, midnight, the end of a year.

Planned through the pages, read back by a calendar (ATE-049; reliability T45, G22).
"""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from partnerships.calendar import school_year
from partnerships.models import SchoolHoliday
from tests.factories import SchoolFactory, SessionFactory, WorkshopFactory, facilitator
from workshops.actions import feeds, following, sessions
from workshops.models import Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PARIS = ZoneInfo("Europe/Paris")
# The national calendar of 2026-2027: first day away, day of return.
HOLIDAYS = {
    "B": [
        ("Toussaint", "2026-10-17", "2026-11-02"),
        ("hiver", "2027-02-20", "2027-03-08"),
        ("printemps", "2027-04-17", "2027-05-03"),
    ],
    "C": [
        ("Toussaint", "2026-10-17", "2026-11-02"),
        ("hiver", "2027-02-06", "2027-02-22"),
        ("printemps", "2027-04-03", "2027-04-19"),
    ],
}
AUTUMN = {"first": "2026-10-06", "until": "2026-11-12"}
SPRING = {"first": "2027-02-23", "until": "2027-04-27"}


@pytest.fixture
def workshop():
    for zone, rows in HOLIDAYS.items():
        for name, start, back in rows:
            SchoolHoliday.objects.create(
                zone=zone, name=f"Vacances de {name}", starts_on=start, returns_on=back
            )
    workshop = WorkshopFactory(programme__starts_on="2026-09-01", programme__ends_on="2027-08-31")
    for zone in HOLIDAYS:
        workshop.schools.add(SchoolFactory(structure__kind="school", structure__holiday_zone=zone))
    return workshop


@pytest.fixture
def nadia(client, workshop):
    user = facilitator(workshop.programme.lead, workshop)
    client.force_login(user)
    return user


def plan(client, workshop, zone, **rule):
    """A series kept as it is proposed, for the school of that zone."""
    page = reverse("workshops:series_create", args=[workshop.pk])
    school = workshop.schools.get(structure__holiday_zone=zone)
    rule = {"every": "1", "starts_at": "14:00", "ends_at": "16:30", "school": school.pk} | rule
    preview = client.get(page, rule)
    days = [f"{row.day}" for row, is_ticked in preview.context["days"].ticked() if is_ticked]
    client.post(page, rule | {"days": days})


def read(client, user):
    """[(start, end)] by the clock on the wall in Paris, and their offsets from UTC there."""
    token = feeds.open_feed(by=user)[1]
    feed = client.get(reverse("workshops:feed_read", args=[token])).content
    for event in Calendar.from_ical(feed).walk("VEVENT"):
        yield event["dtstart"].dt.astimezone(PARIS), event["dtend"].dt.astimezone(PARIS)


@pytest.mark.parametrize(
    ("zone", "rule", "kept"),
    [
        ("B", AUTUMN, "6/10 13/10 3/11 10/11"),
        ("C", AUTUMN, "6/10 13/10 3/11 10/11"),
        # The clocks go back on 25 October; 11 November is a public holiday.
        ("B", AUTUMN | {"weekdays": ["1", "2"]}, "6/10 7/10 13/10 14/10 3/11 4/11 10/11"),
        ("B", AUTUMN | {"every": "2"}, "6/10 3/11"),
        # They go forward on 28 March; the day after is Easter Monday.
        ("B", SPRING, "9/3 16/3 23/3 30/3 6/4 13/4"),
        ("C", SPRING, "23/2 2/3 9/3 16/3 23/3 30/3 20/4 27/4"),
        ("B", SPRING | {"weekdays": ["0", "6"]}, "8/3 14/3 15/3 21/3 22/3 28/3 4/4 5/4 11/4 12/4"),
        ("C", {"by": "dates", "dates": "23/10, 25/10, 26/10/2026, 2/11"}, "2/11"),
        ("C", {"by": "dates", "dates": "28/3/2027 et 29/3/2027, 30 mars 2027"}, "28/3 30/3"),
    ],
)
def test_a_series_keeps_its_hour_on_the_wall_and_its_zone(
    client, workshop, nadia, zone, rule, kept
):
    plan(client, workshop, zone, **rule)

    found = sorted(read(client, nadia))
    assert " ".join(f"{start.day}/{start.month}" for start, _end in found) == kept
    assert {(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in found} == {("14:00", "16:30")}


@pytest.mark.parametrize(
    ("day", "starts", "ends", "ended", "lasted", "planned"),
    [
        ("2026-11-17", "22:00", "00:30", "2026-11-18 00:30", 150, 150),
        # The last minute of a school year, and of a year.
        ("2026-08-31", "23:59", "00:59", "2026-09-01 00:59", 60, 60),
        ("2026-12-31", "22:00", "00:30", "2027-01-01 00:30", 150, 150),
        ("2026-11-17", "00:00", "00:10", "2026-11-17 00:10", 10, 10),
        # One lives an hour more, or less, than the clock says.
        ("2026-10-24", "22:00", "04:00", "2026-10-25 04:00", 420, 360),
        ("2027-03-27", "22:00", "04:00", "2027-03-28 04:00", 300, 360),
        # 2:30 comes twice: the first is meant.
        ("2026-10-25", "01:00", "02:30", "2026-10-25 02:30", 90, 90),
        # 2:30 never comes: the clock says 3:30.
        ("2027-03-28", "01:00", "02:30", "2027-03-28 03:30", 90, 90),
    ],
)
def test_one_session_ends_when_one_says(
    client, workshop, nadia, day, starts, ends, ended, lasted, planned
):
    page = reverse("workshops:session_create", args=[workshop.pk])
    client.post(page, {"date": day, "starts_at": starts, "ends_at": ends})

    session = Session.objects.get()
    [(start, end)] = read(client, nadia)
    assert (f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}") == (f"{day} {starts}", ended)
    lived = end.astimezone(dt.UTC) - start.astimezone(dt.UTC)
    assert (lived, session.planned_minutes) == (dt.timedelta(minutes=lasted), planned)


def test_the_night_of_31_august_belongs_to_the_year_it_began_in(workshop):
    session = SessionFactory(workshop=workshop, date="2026-08-31", starts_at="23:59")
    session.refresh_from_db()

    assert school_year(session.date) == "2025-2026"


@pytest.mark.parametrize("first", ["2026-10-13", "2027-03-23"])
def test_moving_the_rest_over_a_change_of_clock_moves_the_wall(client, workshop, nadia, first):
    first = dt.date.fromisoformat(first)
    made = [
        SessionFactory(workshop=workshop, date=first + dt.timedelta(weeks=number))
        for number in range(3)
    ]
    to = sessions.Place(first + dt.timedelta(days=1), dt.time(9), dt.time(10))

    following.move(session=made[0], to=to, others=made[1:], by=nadia)

    found = sorted(read(client, nadia))
    assert [(start.date() - first).days for start, _end in found] == [1, 8, 15]
    assert {f"{start:%H:%M}" for start, _end in found} == {"09:00"}
    assert len({start.utcoffset() for start, _end in found}) == 2
