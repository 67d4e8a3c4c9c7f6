"""A session once more: the same place, the next free day, the people who came."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from partnerships.models import AuditEvent, SchoolHoliday
from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    GuestFactory,
    HeldSessionFactory,
    ModuleFactory,
    ParentFactory,
    SessionFactory,
    WorkshopFactory,
    facilitator,
)
from workshops.actions import again, sessions
from workshops.models import Guest, Session
from workshops.sheets import roster_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
# A Tuesday: today is the next one, 10 March 2026.
DAY = dt.date(2026, 3, 3)


@pytest.fixture
def session():
    return HeldSessionFactory(
        workshop__title="Café des parents",
        workshop__format="cafe",
        date=DAY,
        starts_at=dt.time(9),
        ends_at=dt.time(11),
        place="Préau",
    )


@pytest.fixture
def nadia(session, client):
    user = facilitator(session.workshop.programme.lead, session.workshop)
    client.force_login(user)
    return user


def who_came(session, name, **fields):
    return AttendanceFactory(
        session=session,
        parent__family__structure=session.workshop.programme.lead,
        parent__first_name=name,
        **fields,
    ).parent


def url(session):
    return reverse("workshops:session_repeat", args=[session.pk])


# -- When --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "proposed"),
    [
        # A week after; else the first one to come: today may be over.
        (dt.date(2026, 3, 5), dt.date(2026, 3, 12)),
        (DAY, dt.date(2026, 3, 17)),
        (dt.date(2025, 11, 4), dt.date(2026, 3, 17)),
        (dt.date(2025, 11, 5), dt.date(2026, 3, 11)),
        (dt.date(2026, 6, 2), dt.date(2026, 6, 9)),
        # Easter Monday is a public holiday.
        (dt.date(2026, 3, 30), dt.date(2026, 4, 13)),
    ],
)
def test_the_next_free_day_is_proposed(session, day, proposed):
    session.date = day

    assert again.next_day(session) == proposed


def test_holidays_and_days_already_planned_are_skipped(session):
    SchoolHoliday.objects.create(
        zone="B",
        name="Vacances",
        starts_on=dt.date(2026, 3, 14),
        returns_on=dt.date(2026, 3, 30),
    )
    SessionFactory(workshop=session.workshop, date=dt.date(2026, 3, 10), starts_at=dt.time(9))

    assert again.next_day(session) == dt.date(2026, 3, 31)


def test_nothing_is_proposed_when_no_day_is_free(session):
    SchoolHoliday.objects.create(
        zone="B", name="Vacances", starts_on=dt.date(2020, 1, 1), returns_on=dt.date(2040, 1, 1)
    )

    assert again.next_day(session) is None


# -- What and who ------------------------------------------------------------------------------


def test_the_page_proposes_the_same_and_those_who_came(client, nadia, session):
    awa = who_came(session, "Awa")
    who_came(session, "Rosa", status="absent")

    form = client.get(url(session)).context["form"]

    assert {name: form[name].value() for name in ("date", "starts_at", "place")} == {
        "date": dt.date(2026, 3, 17),
        "starts_at": dt.time(9),
        "place": "Préau",
    }
    assert (list(form.fields["people"].queryset), form.initial["people"]) == ([awa], [awa])


def test_a_group_goes_on_with_the_next_module_and_its_own_list(client, nadia, session):
    first = ModuleFactory(order=1)
    second = ModuleFactory(order=2, pathway=first.pathway)
    workshop = WorkshopFactory(
        programme=session.workshop.programme, format="cohort", pathway=first.pathway, place="12"
    )
    held = HeldSessionFactory(workshop=workshop, module=first, date=DAY)
    EnrolmentFactory(workshop=workshop, parent=who_came(held, "Awa"))
    facilitator(workshop.programme.lead, workshop)
    workshop.team.create(user=nadia, structure=workshop.programme.lead)

    form = client.get(url(held)).context["form"]

    assert (form["module"].value(), form["place"].value()) == (second.pk, "12")
    assert "people" not in form.fields


def test_who_came_is_expected_by_name_and_missed_by_nobody(client, nadia, session):
    awa, rosa = who_came(session, "Awa"), who_came(session, "Rosa")
    answers = {"date": "2026-03-10", "starts_at": "09:00", "ends_at": "11:00", "place": "Préau"}

    shown = client.get(session.get_absolute_url())
    response = client.post(url(session), answers | {"people": [awa.pk]})

    new = Session.objects.planned().get()
    assertContains(shown, url(session))
    assertRedirects(response, new.get_absolute_url())
    assert list(Guest.objects.values_list("session", "parent", "enrolment", "added_by")) == [
        (new.pk, awa.pk, None, nadia.pk)
    ]
    assert [person.name for person in roster_of(new)] == ["Awa"]
    line = AuditEvent.objects.get(object_type="workshops.guest")
    assert (line.family, line.verb) == (awa.family_id, "created")
    sessions.close(session=new, by=nadia)
    assert not new.attendances.exists()
    assert not rosa.invitations.exists()


def test_of_a_cancelled_session_those_it_expected(session):
    cancelled = SessionFactory(
        workshop=session.workshop, status="cancelled", cancel_reason="Grève", date=DAY
    )
    guest = GuestFactory(session=cancelled)

    assert list(again.came(cancelled)) == [guest.parent]


def test_nobody_else_is_expected(client, nadia, session):
    who_came(session, "Awa")
    stranger = ParentFactory(family__structure=session.workshop.programme.lead)
    new = SessionFactory.build(workshop=session.workshop, date=dt.date(2026, 3, 10))

    with pytest.raises(ValidationError, match="n’est plus connu"):
        again.repeat(session=new, like=session, people=[stranger], by=nadia)

    assert not Session.objects.planned().exists()


def test_a_wrong_answer_is_said(client, nadia, session):
    response = client.post(url(session), {"date": "", "starts_at": "9:00", "ends_at": "10:00"})

    assert list(response.context["form"].errors) == ["date"]
    assertNotContains(response, "Qui est attendu")
