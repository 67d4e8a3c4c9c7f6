import datetime as dt

import pytest

from tests.factories import SessionFactory, WorkshopFactory
from workshops import agenda
from workshops.agenda import Agenda
from workshops.models import Session

pytestmark = pytest.mark.django_db
MAY = [dt.date(2026, 5, day) for day in range(1, 31)]


@pytest.fixture
def sessions():
    """Two sessions on each of the first four days of May."""
    workshop = WorkshopFactory()
    for day in MAY[:4]:
        SessionFactory.create_batch(2, workshop=workshop, date=day)
    return Session.objects.all()


def test_a_page_holds_whole_days_and_says_how_to_go_on(sessions):
    page = agenda.from_day(sessions, MAY[1], size=3)

    assert page == Agenda(first=MAY[1], last=MAY[1], earlier=MAY[1], later=MAY[2])
    assert [session.date for session in page.of(sessions)] == [MAY[1], MAY[1]]


def test_the_first_page_has_nothing_before_it_and_the_last_nothing_after(sessions):
    assert agenda.from_day(sessions, None, size=8) == Agenda(MAY[0], MAY[3], None, None)


def test_going_back_shows_the_last_days_before(sessions):
    assert agenda.before_day(sessions, MAY[3], size=4) == Agenda(MAY[1], MAY[2], MAY[1], MAY[3])
    assert agenda.before_day(sessions, MAY[2], size=4) == Agenda(MAY[0], MAY[1], None, MAY[2])


def test_when_nothing_is_left_the_last_days_are_shown(sessions):
    assert agenda.from_day(sessions, MAY[9], size=4) == Agenda(MAY[2], MAY[3], MAY[2], None)


def test_nothing_at_all_is_an_empty_page(sessions):
    nothing = sessions.none()

    assert agenda.from_day(nothing, None) == Agenda()
    assert agenda.from_day(nothing, MAY[0]) == Agenda()
    assert agenda.before_day(sessions, MAY[0]) == Agenda(later=MAY[0])
    assert list(Agenda().of(sessions)) == []


def test_a_day_longer_than_a_page_stays_whole(sessions):
    assert agenda.from_day(sessions, MAY[0], size=1) == Agenda(MAY[0], MAY[0], None, MAY[1])
