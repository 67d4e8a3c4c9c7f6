"""What is planned together, and what workshops leave."""

import datetime as dt

import factory

from tests.factories.ground import StructureFactory
from tests.factories.work import (
    EnrolmentFactory,
    HeldSessionFactory,
    ParentFactory,
    ProgrammeFactory,
    SessionFactory,
    WorkshopFactory,
)
from workshops import models as workshops


class IdeaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Idea

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence("Idée {}".format)
    initiative = workshops.Workshop.Initiative.SCHOOL
    structure = factory.SelfAttribute("programme.lead")


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Plan

    workshop = factory.SubFactory(WorkshopFactory)


class PlanShareFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.PlanShare

    plan = factory.SubFactory(PlanFactory)
    structure = factory.SubFactory(StructureFactory)


class PlanSlotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.PlanSlot

    plan = factory.SubFactory(PlanFactory)
    meets_on = dt.date(2026, 12, 1)
    starts_at = dt.time(14)
    ends_at = dt.time(16)


class PlanVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.PlanVersion

    plan = factory.SubFactory(PlanFactory)
    number = 1
    content = {"title": "Atelier"}


class PlanAcceptanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.PlanAcceptance

    plan = factory.SubFactory(PlanFactory)
    structure = factory.SubFactory(StructureFactory)
    version = 1


class PlanLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.PlanLink

    plan = factory.SubFactory(PlanFactory)
    structure = factory.SubFactory(StructureFactory)
    email = factory.Sequence("ecole{}@example.org".format)
    token_hash = factory.Sequence("{:064x}".format)
    expires_at = dt.datetime(2026, 12, 20, tzinfo=dt.UTC)


class PlanCommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.PlanComment

    plan = factory.SubFactory(PlanFactory)
    words = factory.Sequence("Remarque {}".format)
    structure = factory.SubFactory(StructureFactory)


class GuestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Guest

    session = factory.SubFactory(SessionFactory)
    parent = factory.SubFactory(
        ParentFactory,
        family__structure=factory.SelfAttribute("...session.workshop.programme.lead"),
    )


class CatchUpFactory(GuestFactory):
    """Somebody of another group, for the same programme and pathway."""

    enrolment = factory.SubFactory(
        EnrolmentFactory,
        workshop__programme=factory.SelfAttribute("...session.workshop.programme"),
        workshop__pathway=factory.SelfAttribute("...session.workshop.pathway"),
        workshop__format=factory.SelfAttribute("...session.workshop.format"),
    )
    parent = factory.SelfAttribute("enrolment.parent")


class WaitingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Waiting

    workshop = factory.SubFactory(WorkshopFactory)
    parent = factory.SubFactory(
        ParentFactory, family__structure=factory.SelfAttribute("...workshop.programme.lead")
    )
    asked_on = dt.date(2026, 11, 2)


class AdviceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Advice

    session = factory.SubFactory(HeldSessionFactory)
    text = factory.Sequence("Conseil {}".format)
    whose = workshops.Whose.PARENTS


class QuoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Quote

    session = factory.SubFactory(HeldSessionFactory)
    words = factory.Sequence("Parole {}".format)


class BookletFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.Booklet

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence("Recueil {}".format)


class BookletEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.BookletEntry

    booklet = factory.SubFactory(BookletFactory)
    advice = factory.SubFactory(
        AdviceFactory, session__workshop__programme=factory.SelfAttribute("....booklet.programme")
    )
    text = factory.Sequence("Texte {}".format)


class GroupMessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.GroupMessage

    workshop = factory.SubFactory(WorkshopFactory)
    channel = workshops.GroupMessage.Channel.EMAIL
    words = factory.Sequence("Message {}".format)
    recipients = 3


class TableImportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.TableImport

    programme = factory.SubFactory(ProgrammeFactory)
    kind = workshops.TableImport.Kind.PEOPLE
    name = "participants.xlsx"
    sha256 = factory.Sequence("{:064x}".format)
    counts = {}
    trace = {}
