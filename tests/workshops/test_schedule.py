"""The actions that plan sessions."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from partnerships.models import AuditEvent, SchoolHoliday
from tests.factories import (
    AdviceFactory,
    AttendanceFactory,
    HeadCountFactory,
    HeldSessionFactory,
    ModuleFactory,
    QuoteFactory,
    SchoolFactory,
    SessionFactory,
    StructureFactory,
    UserFactory,
    WorkshopFactory,
)
from workshops.actions import schedule
from workshops.actions.schedule import Usual
from workshops.models import Session

pytestmark = pytest.mark.django_db
DAYS = [dt.date(2026, 3, 24), dt.date(2026, 3, 31), dt.date(2026, 4, 7)]
TWO, FOUR = dt.time(14), dt.time(16)


@pytest.fixture
def by():
    return UserFactory()


def cohort(modules=3):
    first = ModuleFactory(order=1)
    for order in range(2, modules + 1):
        ModuleFactory(order=order, pathway=first.pathway)
    return WorkshopFactory(format="cohort", pathway=first.pathway, place="salle 12")


class TestWhatIsUsual:
    def test_a_new_group_starts_in_its_usual_place_with_its_only_school(self):
        workshop = cohort()
        school = SchoolFactory()
        workshop.schools.add(school)

        assert schedule.usual(workshop) == Usual(
            None, None, "salle 12", school, workshop.pathway.modules.get(order=1)
        )

    def test_nothing_is_guessed_among_several_schools_or_without_pathway(self):
        workshop = WorkshopFactory()
        workshop.schools.add(*SchoolFactory.create_batch(2))

        assert schedule.usual(workshop) == Usual(None, None, "", None, None)

    def test_the_next_session_is_like_the_last_one_kept(self):
        workshop = cohort()
        first, second, _third = workshop.pathway.modules.order_by("order")
        school = SchoolFactory()
        HeldSessionFactory(workshop=workshop, module=first, date=DAYS[0])
        SessionFactory(
            workshop=workshop,
            date=DAYS[1],
            starts_at=dt.time(9),
            ends_at=dt.time(11),
            place="préau",
            school=school,
        )
        SessionFactory(
            workshop=workshop,
            module=second,
            date=DAYS[2],
            status="cancelled",
            cancel_reason="grève",
        )

        assert schedule.usual(workshop) == Usual(dt.time(9), dt.time(11), "préau", school, second)

    def test_after_the_last_module_none_is_proposed(self):
        workshop = cohort(modules=1)
        SessionFactory(workshop=workshop, module=workshop.pathway.modules.get())

        assert schedule.usual(workshop).module is None


class TestCalendar:
    def calendar(self, workshop, school=None):
        return schedule.calendar_for(workshop, school, since=DAYS[0], starts_at=TWO)

    @pytest.fixture(autouse=True)
    def _holidays(self):
        for zone, first in (("A", dt.date(2026, 4, 4)), ("B", dt.date(2026, 4, 11))):
            for population in ("all", "teachers"):
                SchoolHoliday.objects.create(
                    zone=zone,
                    name=f"Printemps {zone} {population}",
                    starts_on=first,
                    returns_on=first + dt.timedelta(days=16),
                    population=population,
                )
        SchoolHoliday.objects.create(
            zone="B", name="Hiver", starts_on=dt.date(2026, 2, 14), returns_on=dt.date(2026, 3, 2)
        )

    def names(self, calendar):
        return [holiday.name for holiday in calendar.holidays]

    def test_pupils_holidays_of_the_zone_of_the_lead_from_that_day_on(self):
        assert self.names(self.calendar(WorkshopFactory())) == ["Printemps B all"]

    def test_the_host_then_the_school_know_better(self):
        workshop = WorkshopFactory(host=StructureFactory(holiday_zone="A"))

        assert self.names(self.calendar(workshop)) == ["Printemps A all"]
        school = SchoolFactory(structure__holiday_zone="B", structure__kind="school")
        assert self.names(self.calendar(workshop, school)) == ["Printemps B all"]

    def test_a_school_without_a_zone_asks_the_host(self):
        school = SchoolFactory(structure__holiday_zone="", structure__kind="school")

        assert self.names(self.calendar(WorkshopFactory(), school)) == ["Printemps B all"]

    def test_no_zone_at_all_is_no_calendar(self):
        workshop = WorkshopFactory(host=StructureFactory(holiday_zone=""))
        workshop.programme.lead.holiday_zone = ""

        assert self.names(self.calendar(workshop)) == []

    def test_alsace_and_moselle_are_known_by_their_postal_code(self):
        workshop = WorkshopFactory(host=StructureFactory(postal_code="67000"))

        assert self.calendar(workshop).is_alsace_moselle is True
        assert self.calendar(WorkshopFactory()).is_alsace_moselle is False

    def test_days_already_planned_at_that_hour_are_taken(self):
        workshop = WorkshopFactory()
        SessionFactory(workshop=workshop, date=DAYS[0], starts_at=TWO)
        SessionFactory(workshop=workshop, date=DAYS[1], starts_at=FOUR, ends_at=dt.time(18))
        SessionFactory(
            workshop=workshop, date=DAYS[2], starts_at=TWO, status="cancelled", cancel_reason="x"
        )

        assert self.calendar(workshop).taken == {DAYS[0]}


class TestOneSession:
    def test_planning_one_is_noted(self, by):
        workshop = WorkshopFactory()
        session = Session(
            workshop=workshop, date=DAYS[0], starts_at=dt.time(22), ends_at=dt.time(0, 30)
        )

        schedule.create_session(session=session, by=by)

        assert (session.status, session.planned_minutes) == ("planned", 150)
        event = AuditEvent.objects.get()
        assert (event.verb, event.object_id) == ("created", str(session.pk))
        assert event.structure == workshop.programme.lead

    def test_a_module_of_another_pathway_is_refused(self, by):
        session = Session(
            workshop=cohort(), module=ModuleFactory(), date=DAYS[0], starts_at=TWO, ends_at=FOUR
        )

        with pytest.raises(ValidationError, match="pas du parcours"):
            schedule.create_session(session=session, by=by)

    def test_a_session_lasts(self, by):
        session = Session(workshop=WorkshopFactory(), date=DAYS[0], starts_at=TWO, ends_at=TWO)

        with pytest.raises(ValidationError, match="doit durer"):
            schedule.create_session(session=session, by=by)


class TestSeries:
    def plan(self, workshop, by, days=DAYS, **details):
        return schedule.create_series(
            workshop=workshop, days=days, starts_at=TWO, ends_at=FOUR, by=by, **details
        )

    def test_modules_left_follow_in_order_whatever_the_order_of_the_days(self, by):
        workshop = cohort()
        first, second, third = workshop.pathway.modules.order_by("order")
        HeldSessionFactory(workshop=workshop, module=first, date=dt.date(2026, 3, 17))
        school = SchoolFactory()

        sessions = self.plan(workshop, by, days=DAYS[::-1], place="préau", school=school)

        assert [(session.date, session.module) for session in sessions] == [
            (DAYS[0], second),
            (DAYS[1], third),
            (DAYS[2], None),
        ]
        assert {(session.place, session.school) for session in sessions} == {("préau", school)}
        assert AuditEvent.objects.filter(verb="created").count() == 3

    def test_no_date_is_no_series(self, by):
        with pytest.raises(ValidationError, match="au moins une date"):
            self.plan(WorkshopFactory(), by, days=[])

    def test_nothing_is_planned_when_one_day_is_taken(self, by):
        workshop = WorkshopFactory()
        taken = SessionFactory(workshop=workshop, date=DAYS[1], starts_at=TWO)

        with pytest.raises(ValidationError, match="déjà prévue le 31/03/2026"):
            self.plan(workshop, by)

        assert list(workshop.sessions.all()) == [taken]

    def test_a_cancelled_session_leaves_its_day_free(self, by):
        workshop = WorkshopFactory()
        SessionFactory(
            workshop=workshop,
            date=DAYS[1],
            starts_at=TWO,
            status="cancelled",
            cancel_reason="grève",
        )

        assert len(self.plan(workshop, by)) == 3


class TestDeletion:
    def test_a_session_planned_by_mistake_disappears(self, by):
        session = SessionFactory()
        number = session.pk

        schedule.delete_session(session=session, by=by)

        assert not Session.objects.exists()
        event = AuditEvent.objects.get()
        assert (event.verb, event.object_id) == ("deleted", str(number))

    @pytest.mark.parametrize(
        "use",
        [
            lambda: HeldSessionFactory(),
            lambda: SessionFactory(status="cancelled", cancel_reason="grève"),
            lambda: SessionFactory(log="Un mot."),
            lambda: SessionFactory(heard="Un avis."),
            lambda: SessionFactory(questions="Une question."),
            lambda: AdviceFactory(session=SessionFactory()).session,
            lambda: QuoteFactory(session=SessionFactory()).session,
            lambda: AttendanceFactory(session=SessionFactory()).session,
            lambda: HeadCountFactory().session,
        ],
        ids=[
            *("held", "cancelled", "log", "heard", "questions", "advice", "quote"),
            *("attendance", "head count"),
        ],
    )
    def test_a_session_that_was_of_use_stays(self, by, use):
        session = use()

        with pytest.raises(ValidationError, match="annulez-la plutôt"):
            schedule.delete_session(session=session, by=by)

        assert list(Session.objects.all()) == [session]
