"""Two confirmations at the same moment, on the database of this run."""

import datetime as dt

import pytest

from families.models import Parent
from tests.factories import WorkshopFactory, coordinator
from tests.together import at_once, refused_or_not
from workshops.actions import table_imports, table_undo
from workshops.imports.results import Place
from workshops.imports.telling import Asked
from workshops.models import Attendance, Session, TableImport

pytestmark = pytest.mark.django_db(transaction=True)
GRID = b"Participant;06/01/2026\nAwa Kon\xc3\xa9;x\nZo\xc3\xa9 Petit;A\n"


@pytest.fixture
def workshop():
    season = {
        "programme__starts_on": dt.date(2025, 9, 1),
        "programme__ends_on": dt.date(2026, 8, 31),
    }
    return WorkshopFactory(**season)


def asked_for(workshop):
    place = Place(workshop.programme, workshop)
    return Asked("grid", place, starts_at=dt.time(14), ends_at=dt.time(16))


def confirming(asked, ticket, by):
    return refused_or_not(lambda: table_imports.confirm(asked=asked, ticket=ticket, by=by))


def test_one_ticket_confirmed_by_two_hands_is_imported_once(workshop):
    by, asked = coordinator(workshop.programme.lead), asked_for(workshop)
    seen = table_imports.preview(asked=asked, data=GRID, name="grille.csv", by=by)

    done = at_once([confirming(asked, seen.ticket, by) for _hand in range(2)])

    assert sum(record is not None for record in done) == 1
    assert [model.objects.count() for model in (Parent, Session, Attendance)] == [2, 1, 2]


def test_one_file_confirmed_by_two_people_is_imported_once(workshop):
    asked, lead = asked_for(workshop), workshop.programme.lead
    people = [coordinator(lead) for _each in range(2)]
    tickets = [
        table_imports.preview(asked=asked, data=GRID, name="grille.csv", by=by).ticket
        for by in people
    ]

    done = at_once(
        [confirming(asked, ticket, by) for ticket, by in zip(tickets, people, strict=True)]
    )

    assert sum(record is not None for record in done) == 1
    assert (TableImport.objects.count(), Parent.objects.count()) == (1, 2)


def test_an_import_undone_by_two_hands_is_undone_once(workshop):
    by, asked = coordinator(workshop.programme.lead), asked_for(workshop)
    seen = table_imports.preview(asked=asked, data=GRID, name="grille.csv", by=by)
    record = table_imports.confirm(asked=asked, ticket=seen.ticket, by=by)

    undoing = refused_or_not(lambda: table_undo.undo(record=record, by=by))
    done = at_once([undoing, undoing])

    assert sum(each is not None for each in done) == 1
    assert [model.objects.count() for model in (Parent, Session, Attendance)] == [0, 0, 0]
