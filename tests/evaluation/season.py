"""The figures of a small season, every one of them worked out by hand.

The season of the centre, with a pathway of 120 planned minutes (threshold 80 %, so 96):

    session  workshop  day     state      minutes  school  counted  sheet
    talk1    talk      15/09   held       120      north   2        Ana, Bob late 60, Zoé excused
    path1    path      01/10   held        60      –       –        Ana, Zoé
    talk2    talk      13/10   held        90      –       5        Ana, Dan; Eve and Zoé absent
    path2    path      05/11   held        45      –       –        Ana, Zoé late 30; Dan absent
    talk3    talk      10/11   cancelled   –       south   –        Ana
    other1   other     12/11   held        60      –       3        nobody by name
    talk4    talk      08/12   planned     –       –       –        Eve

Ana and Bob are one household. Bob came to the same centre the season before; Dan came earlier too,
but to another centre. Enrolled at talk: Ana, Bob until 30/09, Zoé from 20/09, Eve from 20/10;
at path: Ana and Zoé, Dan from 01/11. Each sheet was closed with all of them noted.
Ana was met alone on 20/10 (45 minutes, with north) and Zoé on 25/11 (30 minutes). North showed
somebody the way to the programme on 21/10; somebody else has not agreed yet.
"""

import datetime as dt
from types import SimpleNamespace

from tests import factories as make
from workshops.models import Session


def tell():
    centre = make.StructureFactory()
    programme = make.ProgrammeFactory(lead=centre)
    pathway = make.PathwayFactory(structure=centre)
    make.ModuleFactory.create_batch(2, pathway=pathway, planned_minutes=60)
    cohort = {"programme": programme, "format": "cohort", "pathway": pathway}
    people = parents_of(centre)
    story = SimpleNamespace(
        programme=programme,
        north=make.SchoolFactory(),
        south=make.SchoolFactory(),
        talk=make.WorkshopFactory(programme=programme),
        path=make.WorkshopFactory(**cohort),
        other=make.WorkshopFactory(**cohort),
        **people,
    )
    enrol(story)
    fill_sheets(story)
    come_before(story)
    care(story)
    return story


def parents_of(centre):
    ana = make.ParentFactory(family__structure=centre, gender="f")
    homes = make.FamilyFactory.create_batch(3, structure=centre)
    return {
        "ana": ana,
        "bob": make.ParentFactory(family=ana.family, gender="m"),
        "zoe": make.ParentFactory(family=homes[0], gender="f"),
        "dan": make.ParentFactory(family=homes[1]),
        "eve": make.ParentFactory(family=homes[2], gender="f"),
    }


def enrol(story):
    for workshop, parent, month, day, left in [
        (story.talk, story.ana, 9, 1, None),
        (story.talk, story.bob, 9, 1, dt.date(2026, 9, 30)),
        (story.talk, story.zoe, 9, 20, None),
        (story.talk, story.eve, 10, 20, None),
        (story.path, story.ana, 10, 1, None),
        (story.path, story.zoe, 10, 1, None),
        (story.path, story.dan, 11, 1, None),
    ]:
        make.EnrolmentFactory(
            workshop=workshop, parent=parent, enrolled_on=dt.date(2026, month, day), left_on=left
        )


def hold(workshop, month, day, minutes, *, year=2026, counted=None, **session):
    held = make.HeldSessionFactory(
        workshop=workshop, date=dt.date(year, month, day), delivered_minutes=minutes, **session
    )
    if counted is not None:
        make.HeadCountFactory(session=held, number=counted)
    return held


def note(session, parent, status="present", minutes=None, **snapshot):
    return make.AttendanceFactory(
        session=session, parent=parent, status=status, minutes=minutes, **snapshot
    )


def fill_sheets(story):
    story.talk1 = hold(story.talk, 9, 15, 120, school=story.north, counted=2)
    note(story.talk1, story.ana)
    note(story.talk1, story.bob, "late", 60)
    note(story.talk1, story.zoe, "excused", lives_in_qpv="no")
    path1 = hold(story.path, 10, 1, 60)
    note(path1, story.ana)
    note(path1, story.zoe, lives_in_qpv="no")
    story.talk2 = hold(story.talk, 10, 13, 90, counted=5)
    make.HeadCountFactory(session=story.talk2, category="children", number=6)
    # Ana's QPV is learnt that day, and her next sheet is written before anybody says so there.
    note(story.talk2, story.ana, lives_in_qpv="yes")
    story.dan_came = note(story.talk2, story.dan)
    note(story.talk2, story.eve, "absent", lives_in_qpv="yes")
    note(story.talk2, story.zoe, "absent", lives_in_qpv="no")
    path2 = hold(story.path, 11, 5, 45)
    note(path2, story.ana)
    note(path2, story.zoe, "late", 30, lives_in_qpv="no")
    note(path2, story.dan, "absent")
    cancelled = make.SessionFactory(
        workshop=story.talk,
        date=dt.date(2026, 11, 10),
        school=story.south,
        status=Session.Status.CANCELLED,
        cancel_reason="grève",
    )
    note(cancelled, story.ana)
    hold(story.other, 11, 12, 60, counted=3)
    planned = make.SessionFactory(workshop=story.talk, date=dt.date(2026, 12, 8))
    note(planned, story.eve)


def care(story):
    for parent, day, minutes, school in [
        (story.ana, dt.date(2026, 10, 20), 45, story.north),
        (story.zoe, dt.date(2026, 11, 25), 30, None),
    ]:
        support = make.SupportMeetingFactory(
            parent=parent, held_on=day, minutes=minutes, school=school
        )
        make.SupportContextFactory(support=support, programme=story.programme)
    for more in ({}, {"status": "draft", "agreed_on": None, "agreed_how": ""}):
        referral = make.ReferralFactory(
            sender=story.north.structure,
            receiver=story.programme.lead,
            made_on=dt.date(2026, 10, 21),
            **more,
        )
        make.ReferralContextFactory(referral=referral, programme=story.programme)


def come_before(story):
    last_season = {"starts_on": dt.date(2025, 9, 1), "ends_on": dt.date(2026, 8, 31)}
    before = make.ProgrammeFactory(lead=story.programme.lead, **last_season)
    elsewhere = make.ProgrammeFactory(**last_season)
    note(hold(make.WorkshopFactory(programme=before), 6, 2, 60), story.bob)
    note(hold(make.WorkshopFactory(programme=elsewhere), 6, 2, 60), story.dan)
    # The household of Ana and Bob changed schools in September; Zoé's child is at north.
    make.SchoolingFactory(family=story.ana.family, school_year=2025)
    make.SchoolingFactory(family=story.ana.family, school=story.south, school_year=2026)
    make.SchoolingFactory(family=story.zoe.family, school=story.north, school_year=2026)
    make.SchoolingFactory(family=story.eve.family, school_year=2026)
