"""What is kept of families beyond their names: consents, referrals, individual support."""

import datetime as dt

import factory

from families import models as families
from tests.factories.ground import StructureFactory, UserFactory
from tests.factories.work import ParentFactory, ProgrammeFactory
from workshops import models as workshops


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = families.Notice

    structure = factory.SubFactory(StructureFactory)
    version = 1
    published_on = dt.date(2026, 9, 1)


class NoticeTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = families.NoticeText

    notice = factory.SubFactory(NoticeFactory)
    language = "fr"
    title = "Vos données"
    body = "Nous gardons votre prénom."


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = families.Consent

    parent = factory.SubFactory(ParentFactory)
    purpose = "quote"
    state = "given"
    said_on = dt.date(2026, 10, 1)


class ReferralFactory(factory.django.DjangoModelFactory):
    """Agreed to, and waiting for an answer."""

    class Meta:
        model = families.Referral

    sender = factory.SubFactory(StructureFactory)
    receiver = factory.SubFactory(StructureFactory)
    prescriber_name = "Prescripteur"
    first_name = factory.Sequence("Prénom{}".format)
    made_on = dt.date(2026, 11, 2)
    valid_until = dt.date(2027, 1, 31)
    agreed_on = dt.date(2026, 11, 2)
    agreed_how = "spoken"
    status = "requested"


class ReferralLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = families.ReferralLink

    referral = factory.SubFactory(ReferralFactory)
    token_hash = factory.Sequence("{:064x}".format)
    email = "accueil@example.org"
    expires_at = dt.datetime(2027, 1, 31, tzinfo=dt.UTC)


class SupportMeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = families.SupportMeeting

    structure = factory.SelfAttribute("parent.family.structure")
    parent = factory.SubFactory(ParentFactory)
    held_on = dt.date(2026, 11, 3)
    minutes = 45
    author = factory.SubFactory(UserFactory)
    family_key = factory.SelfAttribute("parent.family_id")


class OutcomeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = families.Outcome

    parent = factory.SubFactory(ParentFactory)
    kind = "autonomy"
    noted_on = dt.date(2026, 11, 4)


class MergeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = families.Merge

    kept = factory.SubFactory(ParentFactory)
    set_aside = factory.SubFactory(ParentFactory)


class SeparationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = families.Separation

    first = factory.SubFactory(ParentFactory)
    second = factory.SubFactory(ParentFactory)


class ErasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = families.Erasure

    structure = factory.SubFactory(StructureFactory)
    reason = "asked"


class ReferralContextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.ReferralContext

    referral = factory.SubFactory(ReferralFactory)
    programme = factory.SubFactory(ProgrammeFactory)


class SupportContextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = workshops.SupportContext

    support = factory.SubFactory(SupportMeetingFactory)
    programme = factory.SubFactory(ProgrammeFactory)
