"""The watch of tests/rolled.py sees a mark that was forgotten."""

import pytest

from evaluation.models import RollupMark
from tests import factories as make
from tests import rolled
from tests.evaluation.season import hold, note
from workshops.models import Attendance, HeadCount, Session


def correct_a_presence(session):
    Attendance.objects.filter(session=session).update(status="absent")


def correct_a_count(session):
    HeadCount.objects.filter(session=session).update(number=9)


def correct_a_duration(session):
    Session.objects.filter(pk=session.pk).update(delivered_minutes=10)


def learn_a_school(session):
    make.SchoolingFactory(family=Attendance.objects.get(session=session).parent.family)


WRITES = [correct_a_presence, correct_a_count, correct_a_duration, learn_a_school]


@pytest.fixture
def session(db):
    session = hold(make.WorkshopFactory(), 10, 2, 60, counted=4)
    note(session, make.ParentFactory())
    return session


@pytest.mark.parametrize("write", WRITES)
def test_a_writing_without_its_mark_is_told(session, write):
    found = []

    with rolled.watched("POST /ici/", found):
        write(session)

    lead = session.workshop.programme.lead_id
    assert found == [f"POST /ici/: structure {lead} is not marked"]


@pytest.mark.parametrize("write", WRITES)
def test_with_it_nothing_is_told(session, write):
    found = []

    with rolled.watched("POST /ici/", found):
        write(session)
        RollupMark.objects.create(structure=session.workshop.programme.lead)

    assert found == []


def test_reading_is_not_watched(session):
    found = []

    with rolled.watched("GET /ici/", found):
        correct_a_count(session)

    assert found == []
