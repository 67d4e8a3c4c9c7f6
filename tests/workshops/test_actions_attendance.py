"""What the sheet writes, and what it tells instead of writing."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    HeadCountFactory,
    HeldSessionFactory,
    ModuleFactory,
    ParentFactory,
    SchoolFactory,
    SessionFactory,
    UserFactory,
)
from workshops.actions.attendance import Count, Mark, SheetChanges, Written, save_sheet
from workshops.models import Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return UserFactory(first_name="Nadia", last_name="Ouali")


@pytest.fixture
def karim():
    return UserFactory(first_name="Karim", last_name="Diallo")


def known(session, **fields):
    return ParentFactory(family__structure=session.workshop.programme.lead, **fields)


def save(session, by, marks=None, counts=None, **rest):
    changes = SheetChanges(marks=marks or {}, counts=counts or {}, **rest)
    return save_sheet(session=session, changes=changes, by=by)


def noted(session):
    rows = session.attendances.order_by("pk")
    return [(row.parent_id, row.status, row.version) for row in rows]


# -- People --------------------------------------------------------------------------------------


def test_a_mark_is_written_with_its_snapshot(nadia):
    session = SessionFactory(school=SchoolFactory(), module=ModuleFactory())
    qpv = {"family__lives_in_qpv": "yes", "family__qpv_source": "declared"}
    parent = known(session, gender="f", birth_year=1990, **qpv)

    outcome = save(session, nadia, {parent.pk: Mark("present", 0)})

    row = session.attendances.get()
    assert outcome.versions == {f"attendance-{parent.pk}": 1}
    assert (row.status, row.recorded_by, row.held, row.counted_minutes) == (
        "present",
        nadia,
        False,
        0,
    )
    assert (row.programme, row.workshop, row.date, row.school, row.module) == (
        session.workshop.programme,
        session.workshop,
        session.date,
        session.school,
        session.module,
    )
    assert (row.family_key, row.lives_in_qpv, row.gender, row.age_band) == (
        parent.family_id,
        "yes",
        "f",
        "26-59",
    )


def test_a_change_from_the_version_one_saw_is_written(nadia):
    session = SessionFactory()
    row = AttendanceFactory(session=session, status="present")

    outcome = save(session, nadia, {row.parent_id: Mark("late", 1)})

    assert noted(session) == [(row.parent_id, "late", 2)]
    assert outcome.conflicts == []


def test_the_same_save_twice_changes_nothing(nadia):
    session = SessionFactory()
    parent = known(session)
    marks, counts = {parent.pk: Mark("present", 0)}, {"parents": Count(14, 0)}
    texts = {"log": Written("Deux lignes.", "")}

    save(session, nadia, marks, counts, texts=texts)
    again = save(session, nadia, marks, counts, texts=texts)

    session.refresh_from_db()
    assert noted(session) == [(parent.pk, "present", 1)]
    assert (again.written, again.conflicts, session.version) == ([], [], 1)
    assert AuditEvent.objects.filter(object_type="workshops.session").count() == 1


def test_an_older_version_is_told_with_both_answers_and_who_wrote_the_other(nadia, karim):
    session = SessionFactory()
    one, other = known(session), known(session)
    save(session, karim, {one.pk: Mark("late", 0)})

    outcome = save(session, nadia, {one.pk: Mark("absent", 0), other.pk: Mark("present", 0)})

    conflict = outcome.conflicts[0]
    assert noted(session) == [(one.pk, "late", 1), (other.pk, "present", 1)]
    assert (conflict.field, conflict.mine, conflict.theirs, conflict.version, conflict.who) == (
        f"attendance-{one.pk}",
        "absent",
        "late",
        1,
        "Karim D.",
    )


def test_nobody_is_in_conflict_with_themselves(nadia):
    session = SessionFactory()
    parent = known(session)
    save(session, nadia, {parent.pk: Mark("present", 0)}, {"parents": Count(9, 0)})
    save(session, nadia, texts={"log": Written("Un.", "")})

    outcome = save(
        session,
        nadia,
        {parent.pk: Mark("late", 0)},
        {"parents": Count(12, 0)},
        texts={"log": Written("Un, deux.", "")},
    )

    session.refresh_from_db()
    assert outcome.conflicts == []
    assert noted(session) == [(parent.pk, "late", 2)]
    assert (session.head_counts.get().number, session.log) == (12, "Un, deux.")


def test_an_answer_whose_author_left_is_told_without_a_name(nadia):
    session = SessionFactory()
    row = AttendanceFactory(session=session, status="late", recorded_by=None)

    outcome = save(session, nadia, {row.parent_id: Mark("absent", 0)})

    assert [conflict.who for conflict in outcome.conflicts] == [""]


def test_somebody_taken_off_meanwhile_is_a_conflict_too(nadia):
    session = SessionFactory()
    parent = known(session)

    outcome = save(session, nadia, {parent.pk: Mark("late", 3)})

    assert [(told.mine, told.theirs, told.version) for told in outcome.conflicts] == [
        ("late", "", 0)
    ]


def test_nobody_of_another_structure_nor_forgotten_is_put_on_the_sheet(nadia):
    session = SessionFactory()
    stranger = ParentFactory()
    forgotten = known(session, first_name="", erased_on="2026-01-05")

    outcome = save(
        session, nadia, {stranger.pk: Mark("present", 0), forgotten.pk: Mark("present", 0)}
    )

    assert noted(session) == []
    assert set(outcome.refusals) == {f"attendance-{pk}" for pk in (stranger.pk, forgotten.pk)}


def test_an_answer_that_does_not_exist_is_refused_for_that_person_alone(nadia):
    session = SessionFactory()
    one, other = known(session), known(session)

    outcome = save(session, nadia, {one.pk: Mark("gone", 0), other.pk: Mark("excused", 0)})

    assert noted(session) == [(other.pk, "excused", 1)]
    assert list(outcome.refusals) == [f"attendance-{one.pk}"]


# -- Head-counts ---------------------------------------------------------------------------------


def test_the_room_is_counted_by_category(nadia):
    session = SessionFactory()
    HeadCountFactory(session=session, category="parents", number=10)

    save(session, nadia, counts={"parents": Count(14, 1), "children": Count(6, 0)})

    rows = session.head_counts.values_list("category", "number", "version")
    assert list(rows) == [("parents", 14, 2), ("children", 6, 1)]


def test_two_counts_of_one_room_are_told_with_who_counted(nadia, karim):
    session = SessionFactory()
    save(session, karim, counts={"parents": Count(12, 0)})

    outcome = save(session, nadia, counts={"parents": Count(14, 0), "children": Count(6, 0)})

    told = outcome.conflicts[0]
    assert (told.field, told.mine, told.theirs, told.who) == (
        "head_count-parents",
        14,
        12,
        "Karim D.",
    )
    assert list(session.head_counts.values_list("category", "number")) == [
        ("parents", 12),
        ("children", 6),
    ]


@pytest.mark.parametrize(("category", "number"), [("parents", -1), ("parents", 2001), ("cats", 3)])
def test_an_impossible_count_is_refused(nadia, category, number):
    session = SessionFactory()

    outcome = save(session, nadia, counts={category: Count(number, 0)})

    assert list(outcome.refusals) == [f"head_count-{category}"]
    assert not session.head_counts.exists()


# -- States --------------------------------------------------------------------------------------


def test_a_cancelled_session_is_not_written(nadia):
    session = SessionFactory(status=Session.Status.CANCELLED, cancel_reason="Canicule")

    with pytest.raises(ValidationError, match="séance est annulée"):
        save(session, nadia, counts={"parents": Count(3, 0)})


def test_a_held_session_is_corrected_only_with_a_reason(nadia):
    row = AttendanceFactory(status="absent")

    with pytest.raises(ValidationError, match="dites pourquoi"):
        save(row.session, nadia, {row.parent_id: Mark("present", 1)})

    assert noted(row.session) == [(row.parent_id, "absent", 1)]


def test_a_reason_is_short(nadia):
    with pytest.raises(ValidationError, match="200 caractères"):
        save(HeldSessionFactory(), nadia, counts={"parents": Count(3, 0)}, reason="x" * 201)


def test_a_correction_leaves_its_reason_and_counts_at_once(nadia):
    session = HeldSessionFactory()
    row, parent = AttendanceFactory(session=session, minutes=60), known(session)

    save(
        session,
        nadia,
        {parent.pk: Mark("present", 0)},
        delivered_minutes=Written(90, 120),
        reason="Oubli sur la feuille papier",
    )

    counts = session.attendances.order_by("pk").values_list("parent", "held", "counted_minutes")
    assert list(counts) == [(row.parent_id, True, 60), (parent.pk, True, 90)]
    line = AuditEvent.objects.get(object_type="workshops.session")
    assert (line.verb, line.actor, line.reason, line.structure, line.fields) == (
        "changed",
        nadia,
        "Oubli sur la feuille papier",
        session.workshop.programme.lead,
        [f"attendance-{parent.pk}", "delivered_minutes"],
    )


def test_a_held_session_keeps_a_duration(nadia):
    session = HeldSessionFactory()

    outcome = save(session, nadia, delivered_minutes=Written(None, 120), reason="Erreur")

    assert list(outcome.refusals) == ["delivered_minutes"]


def test_enrolling_or_leaving_later_moves_nothing_of_a_held_session(nadia):
    row = AttendanceFactory(parent__gender="f")
    enrolment = EnrolmentFactory(workshop=row.session.workshop, parent=row.parent)
    enrolment.left_on = dt.date(2026, 10, 1)
    enrolment.save()
    EnrolmentFactory(workshop=row.session.workshop)

    assert noted(row.session) == [(row.parent_id, "present", 1)]


# -- Cost ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [1, 3, 30])
def test_a_save_costs_the_same_however_many_people(nadia, people):
    session = SessionFactory()
    rows = AttendanceFactory.create_batch(people, session=session)
    newcomers = [known(session) for _number in range(people // 2 + 1)]
    marks = {row.parent_id: Mark("late", 1) for row in rows}
    marks |= {parent.pk: Mark("present", 0) for parent in newcomers}

    with CaptureQueriesContext(connection) as queries:
        save(session, nadia, marks)

    sent = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    # Session, rows, newcomers, one write, one audit line.
    assert len(sent) == 6
