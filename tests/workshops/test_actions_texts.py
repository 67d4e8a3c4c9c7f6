"""What the sheet tells of a session, and how long it lasted: written once for all."""

import pytest

from partnerships.models import AuditEvent
from tests.factories import SessionFactory, UserFactory
from workshops.actions.attendance import Count, SheetChanges, Written, save_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return UserFactory(first_name="Nadia", last_name="Ouali")


@pytest.fixture
def karim():
    return UserFactory(first_name="Karim", last_name="Diallo")


def save(session, by, **changes):
    return save_sheet(session=session, changes=SheetChanges(**changes), by=by)


def test_the_log_and_the_duration_are_written_once_for_all(nadia):
    session = SessionFactory()

    save(
        session,
        nadia,
        texts={"log": Written(" Chacun a ouvert Pronote. ", "")},
        delivered_minutes=Written(105, None),
    )

    session.refresh_from_db()
    assert (session.log, session.delivered_minutes, session.version) == (
        "Chacun a ouvert Pronote.",
        105,
        1,
    )


def test_another_text_written_meanwhile_is_told_and_kept(nadia, karim):
    session = SessionFactory()
    save(session, karim, texts={"log": Written("De Karim.", "")})

    outcome = save(
        session, nadia, texts={"log": Written("De Nadia.", "")}, delivered_minutes=Written(90, None)
    )

    session.refresh_from_db()
    told = outcome.conflicts[0]
    assert (told.mine, told.theirs, told.who) == ("De Nadia.", "De Karim.", "Karim D.")
    assert (session.log, session.delivered_minutes) == ("De Karim.", 90)


def test_a_text_whose_author_is_unknown_is_told_without_a_name(nadia):
    session = SessionFactory(log="D’avant.")
    AuditEvent.objects.create(
        verb="changed", object_type="workshops.session", object_id=str(session.pk), fields=["log"]
    )

    outcome = save(session, nadia, texts={"log": Written("De Nadia.", "")})

    assert [(told.who, told.at is None) for told in outcome.conflicts] == [("", False)]


@pytest.mark.parametrize(
    "text", ["x" * 2001, "Mme D., 1 85 05 78 006 084 91", "un caractère nul \x00"]
)
def test_a_log_that_must_not_be_kept_is_refused_and_nothing_else(nadia, text):
    session = SessionFactory()

    outcome = save(
        session, nadia, counts={"parents": Count(3, 0)}, texts={"log": Written(text, "")}
    )

    assert list(outcome.refusals) == ["log"]
    assert session.head_counts.get().number == 3


def test_the_three_texts_are_written_apart(nadia, karim):
    session = SessionFactory()
    save(session, karim, texts={"heard": Written("De Karim.", "")})

    outcome = save(
        session,
        nadia,
        texts={
            "log": Written("Fait.", ""),
            "heard": Written("De Nadia.", ""),
            "questions": Written("x" * 2001, ""),
        },
    )

    session.refresh_from_db()
    assert (session.log, session.heard, session.questions) == ("Fait.", "De Karim.", "")
    assert [conflict.field for conflict in outcome.conflicts] == ["heard"]
    assert list(outcome.refusals) == ["questions"]
    assert outcome.written == ["log"]


@pytest.mark.parametrize("minutes", [0, 1441])
def test_an_impossible_duration_is_refused(nadia, minutes):
    outcome = save(SessionFactory(), nadia, delivered_minutes=Written(minutes, None))

    assert list(outcome.refusals) == ["delivered_minutes"]


def test_the_duration_may_become_unknown_again_while_the_sheet_is_open(nadia):
    session = SessionFactory(delivered_minutes=90)

    save(session, nadia, delivered_minutes=Written(None, 90))

    session.refresh_from_db()
    assert session.delivered_minutes is None
