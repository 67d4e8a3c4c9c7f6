"""Asking somebody to catch up in another group, and changing one’s mind."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from partnerships.models import AuditEvent
from tests import factories as make
from tests.workshops import otherwise
from workshops import sheets
from workshops.actions import arrivals, enrolments, guests, schedule, sessions
from workshops.models import Enrolment, Guest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

DAY = dt.date(2026, 3, 10)


@pytest.fixture
def session(elsewhere):
    """Module 3, at group B, today."""
    return elsewhere


def lines(session):
    return [(person.name, person.note, person.is_asked) for person in sheets.roster_of(session)]


def rows(session):
    return list(session.attendances.order_by("pk").values_list("parent", "status", "cohort"))


# -- Being asked ---------------------------------------------------------------------------------


def test_somebody_is_expected_at_the_session_of_another_group(session, awa, malik):
    guest = guests.catch_up(enrolment=awa, session=session, by=malik)

    event = AuditEvent.objects.get()
    assert (guest.parent, guest.enrolment, guest.added_by) == (awa.parent, awa, malik)
    assert (event.verb, event.object_type, event.family) == (
        "created",
        "workshops.guest",
        awa.parent.family_id,
    )
    assert event.structure == session.workshop.programme.lead


def called_off(awa, session):
    session.status, session.cancel_reason = "cancelled", "Grève"
    session.save()


def over(awa, session):
    session.status, session.delivered_minutes = "held", 120
    session.closed_at = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
    session.save()


def of_their_own_group(awa, session):
    session.workshop = awa.workshop
    session.save()


def expected_already(awa, session):
    make.GuestFactory(session=session, parent=awa.parent)


def noted_already(awa, session):
    make.AttendanceFactory(session=session, parent=awa.parent)


def forgotten(awa, session):
    awa.parent.first_name, awa.parent.erased_on = "", DAY
    awa.parent.save()


@pytest.mark.parametrize(
    ("reason", "refusal"),
    [
        (called_off, "annulée"),
        (over, "a eu lieu"),
        (of_their_own_group, "même parcours"),
        (otherwise.of_another_lead, "même parcours"),
        (otherwise.without_a_module, "même parcours"),
        (otherwise.left_their_group, "quitté son groupe"),
        (otherwise.of_this_group_too, "déjà attendue"),
        (expected_already, "déjà attendue"),
        (noted_already, "déjà attendue"),
        (forgotten, "plus connue"),
    ],
)
def test_who_may_not_catch_up_there_is_refused(session, awa, malik, reason, refusal):
    reason(awa, session)
    awa.refresh_from_db()

    with pytest.raises(ValidationError, match=refusal):
        guests.catch_up(enrolment=awa, session=session, by=malik)


def test_a_guest_is_taken_off_with_a_line(session, awa, malik):
    guest = make.CatchUpFactory(session=session, enrolment=awa)

    guests.remove(guest=guest, by=malik)

    event = AuditEvent.objects.get()
    assert not Guest.objects.exists()
    assert (event.verb, event.object_type) == ("deleted", "workshops.guest")


def test_a_guest_who_is_noted_is_taken_off_on_the_sheet(session, awa, malik):
    guest = make.CatchUpFactory(session=session, enrolment=awa)
    make.AttendanceFactory(session=session, parent=awa.parent, cohort=awa.workshop)

    with pytest.raises(ValidationError, match="déjà notée"):
        guests.remove(guest=guest, by=malik)


def test_leaving_ones_group_leaves_what_was_to_be_caught_up_later(session, awa, malik):
    later = make.SessionFactory(
        workshop=session.workshop, module=session.module, date=DAY + dt.timedelta(days=7)
    )
    noted = make.SessionFactory(
        workshop=session.workshop, module=session.module, date=DAY + dt.timedelta(days=8)
    )
    for each in (session, later, noted):
        make.CatchUpFactory(session=each, enrolment=awa)
    make.AttendanceFactory(session=noted, parent=awa.parent, cohort=awa.workshop)

    enrolments.leave(enrolment=awa, left_on=DAY, by=malik)

    kept = Guest.objects.order_by("session__date").values_list("session", flat=True)
    assert list(kept) == [session.pk, noted.pk]


def test_a_session_moved_or_called_off_keeps_its_guests(session, awa, malik):
    make.CatchUpFactory(session=session, enrolment=awa)

    sessions.cancel(session=session, reason="Grève", by=malik)
    sessions.reopen(session=session, reason="Finalement oui", by=malik)

    assert session.guests.count() == 1


def test_a_session_taken_back_leaves_a_line_for_each_guest(session, awa, malik):
    make.CatchUpFactory(session=session, enrolment=awa)

    schedule.delete_session(session=session, by=malik)

    told = AuditEvent.objects.order_by("pk").values_list("object_type", "family")
    assert sorted(told) == [
        ("workshops.guest", awa.parent.family_id),
        ("workshops.session", None),
    ]


# -- Changing one’s mind -------------------------------------------------------------------------


def test_what_was_guessed_may_be_changed_both_ways(session, awa, malik):
    arrivals.add_parent(session=session, parent=awa.parent, by=malik)

    guests.count_for(session=session, parent=awa.parent, enrolment=None, by=malik)
    joined = list(session.workshop.enrolments.values_list("parent", "enrolled_on"))
    here = rows(session)
    guests.count_for(session=session, parent=awa.parent, enrolment=awa, by=malik)

    assert joined == [(awa.parent_id, DAY)]
    assert here == [(awa.parent_id, "present", session.workshop_id)]
    assert rows(session) == [(awa.parent_id, "present", awa.workshop_id)]
    assert not session.workshop.enrolments.exists()
    assert AuditEvent.objects.filter(object_type="workshops.session").first().fields == [
        f"attendance-{awa.parent_id}",
        f"enrolment-{awa.parent_id}",
    ]


def test_who_joins_this_group_is_no_guest_any_more_and_waits_no_longer(session, awa, malik):
    make.CatchUpFactory(session=session, enrolment=awa)
    make.WaitingFactory(workshop=session.workshop, parent=awa.parent)
    arrivals.add_parent(session=session, parent=awa.parent, by=malik)

    guests.count_for(session=session, parent=awa.parent, enrolment=None, by=malik)

    assert not session.guests.exists()
    assert not session.workshop.waiting.exists()
    assert lines(session) == [("Awa", "première fois", True)]


def test_who_was_of_this_group_before_stays_in_it(session, awa, malik):
    otherwise.of_this_group_too(awa, session)
    Enrolment.objects.exclude(pk=awa.pk).update(enrolled_on=awa.enrolled_on)
    make.AttendanceFactory(session=session, parent=awa.parent)

    guests.count_for(session=session, parent=awa.parent, enrolment=awa, by=malik)
    guests.count_for(session=session, parent=awa.parent, enrolment=None, by=malik)

    assert session.workshop.enrolments.count() == 1
    assert rows(session) == [(awa.parent_id, "present", session.workshop_id)]


def test_a_held_session_is_changed_with_a_reason(session, awa, malik):
    arrivals.add_parent(session=session, parent=awa.parent, by=malik)
    sessions.close(session=session, by=malik)
    asked = {"session": session, "parent": awa.parent, "enrolment": None, "by": malik}

    with pytest.raises(ValidationError, match="dites pourquoi"):
        guests.count_for(**asked)
    guests.count_for(**asked, reason="Elle change de groupe")

    assert rows(session) == [(awa.parent_id, "present", session.workshop_id)]
    assert AuditEvent.objects.first().reason == "Elle change de groupe"


def test_nothing_is_changed_for_who_is_not_there_or_has_done_it(session, awa, malik):
    asked = {"session": session, "parent": awa.parent, "enrolment": awa, "by": malik}

    with pytest.raises(ValidationError, match="pas encore sur la feuille"):
        guests.count_for(**asked)
    otherwise.got_it_already(awa, session)
    make.AttendanceFactory(session=session, parent=awa.parent)

    with pytest.raises(ValidationError, match="déjà fait ce module"):
        guests.count_for(**asked)
