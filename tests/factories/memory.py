"""What a partnership remembers: people, agreements, meetings."""

import datetime as dt

import factory

from partnerships import models as partnerships
from tests.factories.ground import PartnershipFactory, StructureFactory, TermFactory


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Contact

    first_name = "Camille"
    last_name = factory.Sequence("Contact{}".format)


class TenureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Tenure

    contact = factory.SubFactory(ContactFactory)
    structure = factory.SubFactory(StructureFactory)
    function = "directrice"
    starts_on = dt.date(2024, 9, 1)


class ThreadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Thread

    partnership = factory.SubFactory(PartnershipFactory)
    tenure = factory.SubFactory(TenureFactory)
    kind = partnerships.Thread.Kind.HIERARCHICAL
    starts_on = dt.date(2024, 9, 1)


class KnowledgeNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.KnowledgeNote

    structure = factory.SubFactory(StructureFactory)
    aspect = factory.SubFactory(TermFactory, vocabulary="school_knowledge")
    text = "Prévenir tôt."
    written_on = dt.date(2026, 10, 1)


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Agreement

    partnership = factory.SubFactory(PartnershipFactory)
    school_year = 2026


class ExpectationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Expectation

    agreement = factory.SubFactory(AgreementFactory)
    structure = factory.SubFactory(StructureFactory)


class AgreementVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.AgreementVersion

    agreement = factory.SubFactory(AgreementFactory)
    number = 1
    content = factory.LazyFunction(lambda: {"objectives": "Ouvrir l’école"})


class AgreementAcceptanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.AgreementAcceptance

    agreement = factory.SubFactory(AgreementFactory)
    structure = factory.SubFactory(StructureFactory)
    version = 1
    spoken_by = "la directrice"


class AgreementLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.AgreementLink

    agreement = factory.SubFactory(AgreementFactory)
    structure = factory.SubFactory(StructureFactory)
    email = "ecole@exemple.test"
    token_hash = factory.Sequence("{:064d}".format)
    expires_at = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Meeting

    partnership = factory.SubFactory(PartnershipFactory)
    held_on = dt.date(2026, 10, 13)
    purpose = "Préparer l’année"


class PresenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Presence

    meeting = factory.SubFactory(MeetingFactory)
    structure = factory.SubFactory(StructureFactory)


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Decision

    partnership = factory.SubFactory(PartnershipFactory)
    what = "Traduire l’invitation"
    side = factory.SubFactory(StructureFactory)
    decided_on = dt.date(2026, 10, 13)


class DifficultyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Difficulty

    partnership = factory.SubFactory(PartnershipFactory)
    what = "La salle est fermée à 13 h 30."
    raised_by = factory.SubFactory(StructureFactory)
    raised_on = dt.date(2026, 10, 13)


class ServiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Service

    partnership = factory.SubFactory(PartnershipFactory)
    given_on = dt.date(2026, 10, 13)
    given_by = factory.SubFactory(StructureFactory)
    what = "Prêt de vingt chaises"


class PartnerRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.PartnerRequest

    partnership = factory.SubFactory(PartnershipFactory)
    asked_by = partnerships.PartnerRequest.From.SCHOOL
    need = partnerships.PartnerRequest.Need.WORKSHOP
    what = "Un atelier sur le sommeil"
    asked_on = dt.date(2026, 10, 13)


class WorkingGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.WorkingGroup

    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence("Groupe de travail {}".format)
    starts_on = dt.date(2026, 9, 1)


class WorkingGroupMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.WorkingGroupMember

    group = factory.SubFactory(WorkingGroupFactory)
    contact = factory.SubFactory(ContactFactory)


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = partnerships.Document

    partnership = factory.SubFactory(PartnershipFactory)
    title = factory.Sequence("Document {}".format)
    file = factory.django.FileField(data=b"%PDF-1.7 ", filename="document.pdf")
    media_type = "application/pdf"
    size = 9
    sha256 = factory.Sequence("{:064x}".format)
