"""Accounts, structures, schools, partnerships."""

import datetime as dt

import factory

from partnerships import models as partnerships


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
