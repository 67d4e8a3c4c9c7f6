"""Closing makes a session held; the rest is said with a reason."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from families.models import Qpv
from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    FacilitationFactory,
    HeldSessionFactory,
    ModuleFactory,
    SchoolFactory,
    SessionFactory,
    TeamMemberFactory,
    UserFactory,
)
from workshops.actions import sessions
from workshops.models import Session

pytestmark = pytest.mark.django_db

CANCELLED = {"status": Session.Status.CANCELLED, "cancel_reason": "Canicule"}


@pytest.fixture
def nadia():
    return UserFactory(first_name="Nadia", last_name="Ouali")


def past(**fields):
    return SessionFactory(date=dt.date(2026, 3, 3), **fields)


def place_of(session, **changes):
    names = ("date", "starts_at", "ends_at", "place", "module", "school")
    return sessions.Place(**{name: getattr(session, name) for name in names} | changes)


def last_line():
    line = AuditEvent.objects.first()
    return line.verb, line.reason, line.fields


# -- Close ---------------------------------------------------------------------------------------


def test_closing_makes_it_held_for_the_planned_time(nadia, today):
    session = past()

    sessions.close(session=session, by=nadia)

    session.refresh_from_db()
    assert (session.status, session.delivered_minutes, session.closed_by, session.version) == (
        "held",
        120,
        nadia,
        1,
    )
    assert last_line() == ("closed", "", [])


def test_closing_counts_everybody_noted(nadia, today):
    session = past(delivered_minutes=90)
    AttendanceFactory(session=session)
    AttendanceFactory(session=session, minutes=30)

    sessions.close(session=session, by=nadia)

    rows = session.attendances.order_by("pk").values_list("held", "counted_minutes")
    assert list(rows) == [(True, 90), (True, 30)]


def test_closing_completes_what_was_unknown_and_moves_nothing_known(nadia, today):
    session = past()
    row = AttendanceFactory(session=session, gender="f", lives_in_qpv="no")
    told = AttendanceFactory(session=session, parent__gender="m")
    told.parent.family.lives_in_qpv, told.parent.family.qpv_source = Qpv.YES, "declared"
    told.parent.family.save()
    row.parent.gender, row.parent.birth_year = "m", 1990
    row.parent.save()

    sessions.close(session=session, by=nadia)

    rows = session.attendances.order_by("pk").values_list("gender", "age_band", "lives_in_qpv")
    assert list(rows) == [("f", "26-59", "no"), ("m", "", "yes")]


def test_closing_names_the_team_when_nobody_did(nadia, today):
    session = past()
    member = TeamMemberFactory(workshop=session.workshop, is_volunteer=True)

    sessions.close(session=session, by=nadia)

    rows = session.facilitations.values_list("user", "structure", "is_volunteer")
    assert list(rows) == [(member.user_id, member.structure_id, True)]


def test_closing_leaves_who_was_named(nadia, today):
    facilitation = FacilitationFactory(session=past())
    TeamMemberFactory(workshop=facilitation.session.workshop)

    sessions.close(session=facilitation.session, by=nadia)

    assert list(facilitation.session.facilitations.all()) == [facilitation]


def test_closing_asks_for_those_nobody_noted(nadia, today):
    session = past()
    EnrolmentFactory.create_batch(2, workshop=session.workshop, enrolled_on=session.date)

    with pytest.raises(ValidationError, match="2 personnes ne sont pas pointées"):
        sessions.close(session=session, by=nadia)

    session.refresh_from_db()
    assert session.status == "planned"


def test_closing_notes_those_nobody_noted_as_one_says(nadia, today):
    session = past()
    missing = EnrolmentFactory(workshop=session.workshop, enrolled_on=session.date).parent

    sessions.close(session=session, others="absent", by=nadia)

    row = session.attendances.get()
    assert (row.parent, row.status, row.held, row.recorded_by) == (missing, "absent", True, nadia)
    assert last_line() == ("closed", "", [f"attendance-{missing.pk}"])


def test_closing_twice_changes_nothing(nadia, today):
    session = past()
    sessions.close(session=session, by=nadia)

    sessions.close(session=session, by=UserFactory())

    session.refresh_from_db()
    assert (session.closed_by, session.version, AuditEvent.objects.count()) == (nadia, 1, 1)


def test_a_session_closes_from_its_day_on(nadia, today):
    sessions.close(session=SessionFactory(date=today), by=nadia)

    with pytest.raises(ValidationError, match="pas encore eu lieu"):
        sessions.close(session=SessionFactory(date=today + dt.timedelta(days=1)), by=nadia)


# -- Reopen, cancel ------------------------------------------------------------------------------


def test_reopening_keeps_the_rows_and_counts_nothing(nadia):
    row = AttendanceFactory()

    sessions.reopen(session=row.session, reason="Oubli de deux parents", by=nadia)

    row.refresh_from_db()
    assert (row.session.status, row.session.closed_at, row.session.closed_by) == (
        "planned",
        None,
        None,
    )
    assert (row.status, row.held, row.counted_minutes) == ("present", False, 0)
    assert last_line() == ("reopened", "Oubli de deux parents", [])


def test_a_cancelled_session_reopens(nadia):
    session = SessionFactory(**CANCELLED)

    sessions.reopen(session=session, reason="Finalement maintenue", by=nadia)

    session.refresh_from_db()
    assert (session.status, session.cancel_reason) == ("planned", "")


def test_cancelling_keeps_the_rows_and_its_reason(nadia):
    session = SessionFactory()
    AttendanceFactory(session=session)

    sessions.cancel(session=session, reason=" Grève ", by=nadia)

    session.refresh_from_db()
    assert (session.status, session.cancel_reason) == ("cancelled", "Grève")
    assert session.attendances.get().held is False
    assert last_line() == ("cancelled", "Grève", [])


# -- Move ----------------------------------------------------------------------------------------


def test_moving_takes_the_rows_along(nadia):
    session = SessionFactory()
    row = AttendanceFactory(session=session, parent__birth_year=2001)
    school, day = SchoolFactory(), dt.date(2027, 1, 12)

    sessions.move(session=session, to=place_of(session, date=day, school=school), by=nadia)

    row.refresh_from_db()
    assert (row.date, row.school, row.age_band) == (day, school, "26-59")
    assert last_line() == ("changed", "", ["date", "school"])


def test_moving_to_another_module_of_the_pathway(nadia):
    module = ModuleFactory()
    session = SessionFactory(workshop__format="cohort", workshop__pathway=module.pathway)

    sessions.move(session=session, to=place_of(session, module=module), by=nadia)

    session.refresh_from_db()
    assert session.module == module


def test_moving_nowhere_changes_nothing(nadia):
    session = SessionFactory()

    sessions.move(session=session, to=place_of(session), by=nadia)

    assert not AuditEvent.objects.exists()


def test_a_held_session_moves_with_a_reason(nadia, today):
    row = AttendanceFactory(session__date=today)
    day = today - dt.timedelta(days=1)

    sessions.move(
        session=row.session, to=place_of(row.session, date=day), reason="Date mal saisie", by=nadia
    )

    row.refresh_from_db()
    assert (row.date, row.held) == (day, True)
    assert last_line() == ("changed", "Date mal saisie", ["date"])


# -- Refusals ------------------------------------------------------------------------------------


def held_today():
    return HeldSessionFactory(date=dt.date(2026, 3, 10))


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda by: sessions.close(session=past(**CANCELLED), by=by), "séance est annulée"),
        (lambda by: sessions.reopen(session=past(), reason="Oui", by=by), "déjà ouverte"),
        (lambda by: sessions.reopen(session=held_today(), reason=" ", by=by), "pourquoi vous"),
        (lambda by: sessions.cancel(session=past(), reason="", by=by), "pourquoi cette séance"),
        (lambda by: sessions.cancel(session=past(), reason="x" * 201, by=by), "200 caractères"),
        (lambda by: sessions.cancel(session=held_today(), reason="Non", by=by), "a eu lieu"),
        (
            lambda by: sessions.cancel(session=past(**CANCELLED), reason="Non", by=by),
            "déjà annulée",
        ),
    ],
)
def test_what_a_state_does_not_allow_is_refused(nadia, today, act, refusal):
    with pytest.raises(ValidationError, match=refusal):
        act(nadia)

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("session", "changes", "reason", "refusal"),
    [
        (lambda: past(**CANCELLED), {"place": "Salle 2"}, "", "est annulée"),
        (held_today, {"place": "Salle 2"}, "", "dites pourquoi"),
        (held_today, {"date": dt.date(2026, 3, 11)}, "Erreur", "choisissez un jour passé"),
        (past, {"module": "another"}, "", "pas du parcours"),
        (past, {"ends_at": dt.time(14)}, "", "la fin n’est pas le début"),
        (past, {"place": "x" * 151}, "", "150"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(nadia, today, session, changes, reason, refusal):
    session = session()
    if "module" in changes:
        changes = {"module": ModuleFactory()}

    with pytest.raises(ValidationError, match=refusal):
        sessions.move(session=session, to=place_of(session, **changes), reason=reason, by=nadia)

    assert not AuditEvent.objects.exists()
