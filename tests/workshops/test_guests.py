"""Expected at one session only: to catch up for one’s own group, or asked again."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from tests import factories as make
from tests.workshops import otherwise
from tests.workshops.sheets import mark, sheet
from workshops import sheets
from workshops.actions import arrivals, sessions
from workshops.actions.attendance import Mark, SheetChanges, save_sheet

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


# -- On the sheet --------------------------------------------------------------------------------


def test_who_catches_up_is_on_the_sheet_with_the_group_they_are_of(session, awa):
    make.CatchUpFactory(session=session, enrolment=awa)

    assert lines(session) == [("Awa", "rattrape pour Groupe A, première fois", True)]


def test_who_is_asked_again_is_welcome_and_not_waited_for(session):
    parent = make.GuestFactory(session=session, parent__first_name="Rosa").parent
    make.EnrolmentFactory(
        workshop=session.workshop, parent__first_name="Zoé", enrolled_on=session.date
    )

    found = sheets.sheet_of(session)

    assert lines(session) == [
        ("Rosa", "venu·e la dernière fois, première fois", False),
        ("Zoé", "première fois", True),
    ]
    assert (found.marked, found.unmarked, found.asked) == (0, 1, 1)
    assert parent not in sessions.unmarked(session)


def test_who_is_of_the_group_is_no_guest_there(session):
    enrolment = make.EnrolmentFactory(workshop=session.workshop, enrolled_on=DAY)
    make.GuestFactory(session=session, parent=enrolment.parent)

    assert [asked for *_line, asked in lines(session)] == [True]
    assert list(sessions.unmarked(session)) == [enrolment.parent]


def test_being_noted_there_counts_for_ones_own_group(session, awa, malik):
    make.CatchUpFactory(session=session, enrolment=awa)

    changes = SheetChanges(marks={awa.parent_id: Mark("present", 0)})
    save_sheet(session=session, changes=changes, by=malik)

    assert rows(session) == [(awa.parent_id, "present", awa.workshop_id)]
    assert lines(session) == [("Awa", "rattrape pour Groupe A, première fois", True)]
    assert not session.workshop.enrolments.exists()


def test_closing_asks_for_those_who_catch_up_and_counts_them_for_their_group(session, awa, malik):
    make.CatchUpFactory(session=session, enrolment=awa)
    make.GuestFactory(session=session)

    with pytest.raises(ValidationError, match="1 personne n’est pas pointée"):
        sessions.close(session=session, by=malik)
    sessions.close(session=session, by=malik, others="absent")

    assert rows(session) == [(awa.parent_id, "absent", awa.workshop_id)]


def test_the_others_are_present_without_those_who_are_only_welcome(client, session, awa, malik):
    make.CatchUpFactory(session=session, enrolment=awa)
    guest = make.GuestFactory(session=session)
    client.force_login(malik)
    data = mark(awa.parent, "") | mark(guest.parent, "") | {"others": "present"}

    client.post(sheet(session), data)

    assert rows(session) == [(awa.parent_id, "present", awa.workshop_id)]


def test_the_page_tells_its_script_who_is_only_welcome(client, session, awa, malik):
    make.CatchUpFactory(session=session, enrolment=awa)
    guest = make.GuestFactory(session=session)
    client.force_login(malik)

    page = client.get(sheet(session)).content.decode()

    assert page.count("data-welcome") == 1
    assert f'id="personne-{guest.parent_id}" data-welcome' in page


# -- Coming in unexpected ------------------------------------------------------------------------


def test_who_comes_in_from_another_group_catches_up_for_it(session, awa, malik):
    row = arrivals.add_parent(session=session, parent=awa.parent, by=malik)

    assert row.cohort == awa.workshop
    assert not session.workshop.enrolments.exists()
    assert lines(session) == [("Awa", "rattrape pour Groupe A, première fois", True)]


def test_an_expected_guest_does_not_join_the_group(session, awa, malik):
    make.CatchUpFactory(session=session, enrolment=awa)
    again = make.GuestFactory(session=session)

    first = arrivals.add_parent(session=session, parent=awa.parent, by=malik)
    second = arrivals.add_parent(session=session, parent=again.parent, by=malik)

    assert (first.cohort, second.cohort) == (awa.workshop, session.workshop)
    assert not session.workshop.enrolments.exists()


@pytest.mark.parametrize(
    "reason",
    [
        otherwise.of_two_groups,
        otherwise.got_it_already,
        otherwise.left_their_group,
        otherwise.of_another_lead,
        otherwise.without_a_module,
        otherwise.of_this_group_too,
    ],
)
def test_nothing_is_guessed_when_it_could_be_wrong(session, awa, malik, reason):
    reason(awa, session)

    row = arrivals.add_parent(session=session, parent=awa.parent, by=malik)

    assert row.cohort == session.workshop
    assert session.workshop.enrolments.filter(parent=awa.parent).exists()


def test_a_module_missed_or_called_off_may_still_be_caught_up(session, awa, malik):
    for fields in ({"status": "absent"}, {"session__status": "cancelled"}):
        made = {"session__cancel_reason": "Grève"} if "session__status" in fields else {}
        if made:
            made |= {"session__closed_at": None, "session__delivered_minutes": None}
        make.AttendanceFactory(
            session__workshop=awa.workshop,
            session__module=session.module,
            parent=awa.parent,
            **fields,
            **made,
        )

    row = arrivals.add_parent(session=session, parent=awa.parent, by=malik)

    assert row.cohort == awa.workshop
