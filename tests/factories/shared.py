"""What is evaluated together: reviews, opinions, action sheets, budgets, readings."""

import datetime as dt

import factory

from evaluation import models as evaluation
from partnerships.models import Term
from tests.factories.ground import PartnershipFactory, StructureFactory, TermFactory
from tests.factories.money import GrantFactory, IndicatorFactory, ReportFactory
from tests.factories.work import ProgrammeFactory

SENT = dt.datetime(2026, 12, 20, tzinfo=dt.UTC)


class ReviewFactory(factory.django.DjangoModelFactory):
    """Called, its voices under seal; `opened` opens it."""

    class Meta:
        model = evaluation.Review
        skip_postgeneration_save = True

    class Params:
        opened = factory.Trait(
            opened_at=dt.datetime(2027, 6, 15, 17, tzinfo=dt.UTC),
            figures=factory.LazyFunction(dict),
        )

    partnership = factory.SubFactory(PartnershipFactory)
    title = factory.Sequence("Bilan {}".format)
    school_year = 2026
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2027, 8, 31)


class VoiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Voice

    review = factory.SubFactory(ReviewFactory)
    kind = evaluation.Voice.Kind.OTHER
    structure = factory.SubFactory(StructureFactory)
    place = factory.Sequence(int)


class ParentsVoiceFactory(VoiceFactory):
    kind = evaluation.Voice.Kind.PARENTS
    structure = None


class VoiceLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.VoiceLink

    voice = factory.SubFactory(VoiceFactory)
    email = factory.Sequence("voix{}@example.org".format)
    token_hash = factory.Sequence("{:064x}".format)
    expires_at = SENT


class ContributionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Contribution

    voice = factory.SubFactory(VoiceFactory)
    how = "paper"
    spoken_by = factory.Sequence("Personne {}".format)
    worked = factory.Sequence("Bien marché {}".format)
    handed_in_at = dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC)


class ContributionVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.ContributionVersion

    contribution = factory.SubFactory(ContributionFactory)
    number = 1
    content = {"worked": "Avant"}


class CriterionFactory(TermFactory):
    vocabulary = Term.Vocabulary.CRITERION


class RatingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Rating

    contribution = factory.SubFactory(ContributionFactory)
    criterion = factory.SubFactory(CriterionFactory)
    level = 3


class ReplyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Reply

    voice = factory.SubFactory(VoiceFactory)
    about = factory.SubFactory(VoiceFactory, review=factory.SelfAttribute("..voice.review"))
    passage = "worked"
    words = factory.Sequence("Réponse {}".format)


class VerdictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Verdict

    review = factory.SubFactory(ReviewFactory, opened=True)
    subject = factory.Sequence("Action {}".format)
    choice = evaluation.Verdict.Choice.CONTINUE


class ReviewVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.ReviewVersion

    review = factory.SubFactory(ReviewFactory, opened=True)
    number = 1
    content = {"summary": "Ensemble"}


class ReviewAcceptanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.ReviewAcceptance

    review = factory.SubFactory(ReviewFactory, opened=True)
    structure = factory.SubFactory(StructureFactory)
    version = 1


class ReviewLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.ReviewLink

    review = factory.SubFactory(ReviewFactory, opened=True)
    structure = factory.SubFactory(StructureFactory)
    email = factory.Sequence("bilan{}@example.org".format)
    token_hash = factory.Sequence("{:064x}".format)
    expires_at = SENT


class SurveyFactory(factory.django.DjangoModelFactory):
    """Open; `closed` closes it."""

    class Meta:
        model = evaluation.Survey

    class Params:
        closed = factory.Trait(closed_at=dt.datetime(2027, 6, 15, 17, tzinfo=dt.UTC))

    programme = factory.SubFactory(ProgrammeFactory)
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2027, 8, 31)


class FeedbackFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Feedback

    survey = factory.SubFactory(SurveyFactory)
    face = evaluation.Feedback.Face.GOOD


class FeedbackReceiptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.FeedbackReceipt

    key = factory.Sequence("{:064x}".format)
    survey = factory.SubFactory(SurveyFactory)


class TallyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Tally

    survey = factory.SubFactory(SurveyFactory)
    question = evaluation.Tally.Question.FACE
    value = 3
    number = 4


class StrategicPlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.StrategicPlan

    holder = factory.SubFactory(StructureFactory)
    title = factory.Sequence("Schéma {}".format)
    starts_on = dt.date(2021, 1, 1)
    ends_on = dt.date(2026, 12, 31)


class StrategicAxisFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.StrategicAxis

    plan = factory.SubFactory(StrategicPlanFactory)
    number = 2
    title = factory.Sequence("Axe {}".format)


class StrategicObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.StrategicObjective

    axis = factory.SubFactory(StrategicAxisFactory)
    number = 3
    title = factory.Sequence("Objectif {}".format)


class ActionSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.ActionSheet

    holder = factory.SubFactory(StructureFactory)
    title = factory.Sequence("Fiche {}".format)
    starts_on = dt.date(2021, 1, 1)
    ends_on = dt.date(2026, 12, 31)


class SheetSectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.SheetSection

    sheet = factory.SubFactory(ActionSheetFactory)
    order = 1
    title = factory.Sequence("Rubrique {}".format)


class SheetItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.SheetItem

    sheet = factory.SubFactory(ActionSheetFactory)
    order = 1
    title = factory.Sequence("Action {}".format)


class ExpectedResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.ExpectedResult

    sheet = factory.SubFactory(ActionSheetFactory)
    order = 1
    words = factory.Sequence("Résultat {}".format)


class BudgetLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.BudgetLine

    grant = factory.SubFactory(GrantFactory)
    account = "604"
    label = factory.Sequence("Précision {}".format)
    forecast = 1000


class ReadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.Reading

    indicator = factory.SubFactory(
        IndicatorFactory, kind=evaluation.Indicator.Kind.ENTERED, measure=""
    )
    starts_on = dt.date(2026, 9, 1)
    ends_on = dt.date(2026, 12, 31)
    value = 12


class ReportCommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = evaluation.ReportComment

    report = factory.SubFactory(ReportFactory)
    words = factory.Sequence("Remarque {}".format)
