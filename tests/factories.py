"""The dullest valid objects; a test states only what matters to it."""

import datetime as dt

import factory

from evaluation import models as evaluation
from families import models as families
from partnerships import models as partnerships
from workshops import models as workshops


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.User

    email = factory.Sequence("personne{}@exemple.test".format)
    first_name = "Camille"
    last_name = factory.Sequence("Personne{}".format)


class StaffFactory(UserFactory):
    is_staff = True
    is_superuser = True


class TerritoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Territory

    kind = partnerships.Territory.Kind.NEIGHBOURHOOD
    name = factory.Sequence("Quartier {}".format)


class StructureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Structure

    kind = partnerships.Structure.Kind.SOCIAL_CENTRE
    name = factory.Sequence("Centre {}".format)
    commune = "Lille"
    holiday_zone = "B"


def uai(number):
    """A well-formed UAI: seven digits and their check letter."""
    return f"{number:07d}" + "ABCDEFGHJKLMNPRSTUVWXYZ"[number % 23]


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.School

    structure = factory.SubFactory(
        StructureFactory,
        kind=partnerships.Structure.Kind.SCHOOL,
        name=factory.Sequence("École {}".format),
    )
    uai = factory.Sequence(lambda n: uai(599000 + n))
    level = partnerships.School.Level.ELEMENTARY


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Membership

    user = factory.SubFactory(UserFactory)
    structure = factory.SubFactory(StructureFactory)
    role = partnerships.Membership.Role.COORDINATOR
    starts_on = dt.date(2020, 9, 1)


def member(role, structure, **user):
    """A user with one role in one structure."""
    return MembershipFactory(role=role, structure=structure, user=UserFactory(**user)).user


def coordinator(structure, **user):
    return member(partnerships.Membership.Role.COORDINATOR, structure, **user)


def facilitator(structure, *workshops_run, **user):
    """A facilitator of the structure, in the team of the workshops named."""
    someone = member(partnerships.Membership.Role.FACILITATOR, structure, **user)
    for workshop in workshops_run:
        TeamMemberFactory(workshop=workshop, user=someone, structure=structure)
    return someone


def partner(structure, **user):
    return member(partnerships.Membership.Role.PARTNER, structure, **user)


def observer(structure, **user):
    return member(partnerships.Membership.Role.OBSERVER, structure, **user)


class ObservationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Observation

    observer = factory.SubFactory(StructureFactory)
    observed = factory.SubFactory(StructureFactory)
    starts_on = dt.date(2020, 9, 1)


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Term

    vocabulary = partnerships.Term.Vocabulary.THEME
    label = factory.Sequence("Terme {}".format)


class PartnershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Partnership
        skip_postgeneration_save = True

    name = factory.Sequence("Partenariat {}".format)

    @factory.post_generation
    def parties(self, create, structures, **kwargs):
        for structure in structures or []:
            PartyFactory(partnership=self, structure=structure)


class PartyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Party

    partnership = factory.SubFactory(PartnershipFactory)
    structure = factory.SubFactory(StructureFactory)


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


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Indicator

    programme = factory.SubFactory(ProgrammeFactory)
    title = factory.Sequence("Indicateur {}".format)
    measure = "unique_parents"


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Target

    indicator = factory.SubFactory(IndicatorFactory)
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2027, 8, 31)
    value = 100


class GrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Grant

    title = factory.Sequence("Subvention {}".format)
    holder = factory.SubFactory(StructureFactory)
    funder = factory.SubFactory(
        StructureFactory,
        kind=partnerships.Structure.Kind.FOUNDATION,
        name=factory.Sequence("Fondation {}".format),
    )
    awarded = 9000
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2027, 8, 31)


class ReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Report

    grant = factory.SubFactory(GrantFactory)
    title = factory.Sequence("Rapport {}".format)
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2026, 12, 31)


class IssuedReportFactory(ReportFactory):
    status = evaluation.Report.Status.ISSUED
    issued_at = dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC)
    figures = factory.LazyFunction(dict)
    pdf = "rapports/essai.pdf"
    sha256 = "0" * 64
