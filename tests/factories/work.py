"""Families, programmes, workshops, sessions, sheets."""

import datetime as dt

import factory

from families import models as families
from tests.factories.ground import SchoolFactory, StructureFactory, UserFactory
from tests.factories.memory import TenureFactory
from workshops import models as workshops


class FamilyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = families.Family

    structure = factory.SubFactory(StructureFactory)


class ParentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = families.Parent

    family = factory.SubFactory(FamilyFactory)
    first_name = factory.Sequence("Prénom{}".format)


class SchoolingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = families.Schooling

    family = factory.SubFactory(FamilyFactory)
    school = factory.SubFactory(SchoolFactory)
    school_year = 2026
    level = families.Schooling.Level.ELEMENTARY


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Programme

    title = factory.Sequence("Programme {}".format)
    lead = factory.SubFactory(StructureFactory)
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2027, 8, 31)


class PathwayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Pathway

    structure = factory.SubFactory(StructureFactory)
    title = factory.Sequence("Parcours {}".format)


class ModuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Module

    pathway = factory.SubFactory(PathwayFactory)
    order = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence("Module {}".format)
    planned_minutes = 120


class WorkshopFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Workshop

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence("Atelier {}".format)
    format = workshops.Workshop.Format.DISCUSSION
    host = factory.SelfAttribute("programme.lead")


class TeamMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.TeamMember

    workshop = factory.SubFactory(WorkshopFactory)
    user = factory.SubFactory(UserFactory)
    structure = factory.SelfAttribute("workshop.programme.lead")


class EnrolmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Enrolment

    workshop = factory.SubFactory(WorkshopFactory)
    parent = factory.SubFactory(
        ParentFactory, family__structure=factory.SelfAttribute("...workshop.programme.lead")
    )
    enrolled_on = dt.date(2026, 9, 1)


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Session

    workshop = factory.SubFactory(WorkshopFactory)
    date = dt.date(2026, 11, 17)
    starts_at = dt.time(14)
    ends_at = dt.time(16)


class HeldSessionFactory(SessionFactory):
    status = workshops.Session.Status.HELD
    delivered_minutes = 120
    closed_at = dt.datetime(2026, 11, 17, 17, tzinfo=dt.UTC)


class FacilitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Facilitation

    session = factory.SubFactory(SessionFactory)
    user = factory.SubFactory(UserFactory)
    structure = factory.SelfAttribute("session.workshop.programme.lead")


class AttendanceFactory(factory.django.DjangoModelFactory):
    """A row as the sheet writes it: the snapshot follows the session and the parent."""

    class Meta:
        model = workshops.Attendance

    session = factory.SubFactory(HeldSessionFactory)
    parent = factory.SubFactory(
        ParentFactory,
        family__structure=factory.SelfAttribute("...session.workshop.programme.lead"),
    )
    status = workshops.Attendance.Status.PRESENT
    programme = factory.SelfAttribute("session.workshop.programme")
    workshop = factory.SelfAttribute("session.workshop")
    cohort = factory.SelfAttribute("workshop")
    date = factory.SelfAttribute("session.date")
    school = factory.SelfAttribute("session.school")
    module = factory.SelfAttribute("session.module")
    held = factory.LazyAttribute(lambda row: row.session.status == "held")
    counted_minutes = factory.LazyAttribute(
        lambda row: (row.minutes or row.session.delivered_minutes or 0) if row.held else 0
    )
    minutes = None
    family_key = factory.SelfAttribute("parent.family_id")
    lives_in_qpv = factory.SelfAttribute("parent.family.lives_in_qpv")
    gender = factory.SelfAttribute("parent.gender")
    age_band = factory.LazyAttribute(lambda row: row.parent.age_band_in(row.session.date.year))


class HeadCountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.HeadCount

    session = factory.SubFactory(SessionFactory)
    category = workshops.HeadCount.Category.PARENTS
    number = 10


class LocalCoordinationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.LocalCoordination

    programme = factory.SubFactory(ProgrammeFactory)
    tenure = factory.SubFactory(TenureFactory)


class SignedSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.SignedSheet

    session = factory.SubFactory(SessionFactory)
    file = factory.django.FileField(data=b"%PDF-1.7 ", filename="feuille.pdf")
    media_type = "application/pdf"
    size = 9
    sha256 = factory.Sequence("{:064x}".format)


class CalendarFeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.CalendarFeed

    user = factory.SubFactory(UserFactory)
    token_hash = factory.Sequence("{:064x}".format)
    password_mark = factory.LazyAttribute(lambda feed: feed.user.get_session_auth_hash())
