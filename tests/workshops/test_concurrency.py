"""Many hands on one sheet at the same moment, on the database of this run."""

import pytest

from tests.factories import AttendanceFactory, ParentFactory, SessionFactory, UserFactory
from tests.together import at_once
from workshops.actions import sessions
from workshops.actions.arrivals import add_parent
from workshops.actions.attendance import Count, Mark, SheetChanges, save_sheet

pytestmark = pytest.mark.django_db(transaction=True)


def saving(session, by, **changes):
    return lambda: save_sheet(session=session, changes=SheetChanges(**changes), by=by)


@pytest.mark.parametrize("already_noted", [False, True])
def test_twenty_people_save_twenty_rows_and_all_are_kept(already_noted):
    session = SessionFactory()
    lead = session.workshop.programme.lead
    parents = ParentFactory.create_batch(20, family__structure=lead)
    if already_noted:
        for parent in parents:
            AttendanceFactory(session=session, parent=parent, status="absent")
    mark = Mark("present", int(already_noted))

    outcomes = at_once(
        [saving(session, UserFactory(), marks={parent.pk: mark}) for parent in parents]
    )

    assert [outcome.conflicts for outcome in outcomes] == [[]] * 20
    rows = session.attendances.filter(status="present").values_list("parent", flat=True)
    assert set(rows) == {parent.pk for parent in parents}


def test_the_same_row_saved_by_two_is_kept_once_and_told_once():
    session = SessionFactory()
    parent = ParentFactory(family__structure=session.workshop.programme.lead)
    acts = [
        saving(session, UserFactory(first_name=name), marks={parent.pk: Mark(status, 0)})
        for name, status in (("Nadia", "present"), ("Karim", "absent"))
    ]

    outcomes = at_once(acts)

    row = session.attendances.get()
    told = [conflict for outcome in outcomes for conflict in outcome.conflicts]
    assert [(conflict.theirs, conflict.version) for conflict in told] == [(row.status, 1)]
    assert told[0].who == row.recorded_by.get_short_name()


def test_the_same_count_by_twenty_is_kept_once_and_told_to_the_others():
    session = SessionFactory()

    outcomes = at_once(
        [
            saving(session, UserFactory(), counts={"parents": Count(number, 0)})
            for number in range(1, 21)
        ]
    )

    assert sum(len(outcome.written) for outcome in outcomes) == 1
    assert sum(len(outcome.conflicts) for outcome in outcomes) == 19


def test_the_same_person_added_by_two_is_noted_once():
    session = SessionFactory()
    parent = ParentFactory(family__structure=session.workshop.programme.lead)

    rows = at_once([lambda: add_parent(session=session, parent=parent, by=UserFactory())] * 2)

    assert rows[0] == rows[1] == session.attendances.get()


def test_a_row_saved_while_the_sheet_closes_counts_as_the_others(today):
    session = SessionFactory(date=today)
    lead = session.workshop.programme.lead
    parents = ParentFactory.create_batch(6, family__structure=lead)
    first, *others = parents
    save_sheet(session=session, changes=SheetChanges(marks={first.pk: Mark("present", 0)}), by=None)

    def save(parent):
        changes = SheetChanges(marks={parent.pk: Mark("present", 0)}, reason="En même temps")
        return save_sheet(session=session, changes=changes, by=None)

    at_once(
        [
            lambda: sessions.close(session=session, by=None),
            *[lambda parent=parent: save(parent) for parent in others],
        ]
    )

    assert set(session.attendances.values_list("held", "counted_minutes")) == {(True, 120)}
