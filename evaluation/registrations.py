"""What the evaluation tells the ground floor it holds."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluation import (
    calls,
    moments,
    readers,
    readings,
    review_news,
    searching,
    survey_words,
)
from evaluation.actions import rollups
from evaluation.boards import due_of, request_of
from evaluation.models import (
    ActionSheet,
    BudgetLine,
    Contribution,
    ContributionVersion,
    ExpectedResult,
    Feedback,
    Grant,
    Indicator,
    Reading,
    Reply,
    Report,
    ReportComment,
    ReportSection,
    Review,
    ReviewVersion,
    SheetItem,
    SheetSection,
    Survey,
    Verdict,
)
from partnerships import registry
from partnerships.declarations import declared
from partnerships.registry import Due


def reported(rows):
    """The rows of attendance whose day and programme an issued report has answered for."""
    answered = Report.objects.issued().filter(
        grant__programmes=OuterRef("programme"),
        starts_on__lte=OuterRef("date"),
        ends_on__gte=OuterRef("date"),
    )
    yield rows.filter(Exists(answered))


def reports_due(user, today):
    """Reports that funders wait for: the coordinators of the holder answer them."""
    for grant in Grant.objects.visible_to(user).due(today).select_related("funder"):
        yield Due(
            kind=_("Rapports à rendre"),
            title=str(grant.funder),
            detail=due_of(grant, today).sentence,
            verb=_("Préparer"),
            url=grant.get_absolute_url(),
            due_on=grant.report_due_on,
        )


def surveys_to_close(user, today):
    """Opinions nobody can give any more, and nobody reads yet."""
    surveys = Survey.objects.visible_to(user).led_by(user.rights.works_in).to_close(today)
    for survey in surveys.select_related("workshop", "programme"):
        yield Due(
            kind=_("Avis à fermer"),
            title=str(survey),
            detail=_("avis des %(audience)s") % {"audience": survey.get_audience_display()},
            verb=_("Fermer"),
            url=survey.get_absolute_url(),
            due_on=survey.ends_on,
        )


def opinions(programme):
    """The surveys of parents that are not closed: their address stands on the sheets they sign."""
    title = survey_words.written("fr")["parents"]["invite"]
    for survey in Survey.objects.of_parents(programme):
        yield registry.Opinion(
            title=title,
            url=reverse("evaluation:opinion_give", args=[survey.code]),
            starts_on=survey.starts_on,
            ends_on=survey.ends_on,
            workshop=survey.workshop_id,
        )


def requests_due(user, today):
    """Calls for projects about to close: the coordinators of the holder answer them (EVA-007)."""
    for grant in Grant.objects.visible_to(user).to_request(today).select_related("funder"):
        yield Due(
            kind=_("Demandes à déposer"),
            title=str(grant.funder),
            detail=request_of(grant, today).sentence,
            verb=_("Préparer"),
            url=grant.get_absolute_url(),
            due_on=grant.request_due_on,
        )


def fundings(programme):
    """The grants that pay for it: what the papers people sign say of them, and no amount."""
    for grant in programme.grants.select_related("funder").order_by("-starts_on", "pk"):
        yield registry.Funding(
            title=grant.title,
            funder=grant.funder,
            starts_on=grant.starts_on,
            ends_on=grant.ends_on,
        )


def personal_fields():
    yield from declared("evaluation")


def texts(structure):
    """What was written to funders; an issued report is a document that left, and stays."""
    grants = Grant.objects.filter(holder=structure)
    drafts = Report.objects.drafts().filter(grant__in=grants)
    yield grants, ("note",)
    yield drafts, ("title",)
    yield ReportSection.objects.filter(report__in=drafts), ("title", "body")
    yield ReportComment.objects.filter(report__grant__in=grants), ("words",)
    yield BudgetLine.objects.filter(grant__in=grants), ("comment",)
    indicators = Indicator.objects.filter(programme__lead=structure)
    yield indicators, ("definition",)
    yield Reading.objects.filter(indicator__in=indicators), ("words", "source")
    yield from said_in_reviews(structure)
    yield from said_without_a_name(structure)
    yield from written_in_sheets(structure)


def said_in_reviews(structure):
    """Once opened: what is still under seal is read by nobody, not even to forget somebody."""
    reviews = Review.objects.filter(partnership__parties__structure=structure).distinct()
    yield reviews, (*Review.WORDS, "pen_reason")
    yield ReviewVersion.objects.filter(review__in=reviews), ("content",)
    yield Verdict.objects.filter(review__in=reviews), ("subject", "words")
    opened = reviews.filter(opened_at__isnull=False)
    said = Contribution.objects.filter(voice__review__in=opened)
    yield said, (*Contribution.WORDS, "source")
    yield ContributionVersion.objects.filter(contribution__in=said), ("content",)
    yield Reply.objects.filter(voice__review__in=opened), ("words",)


def said_without_a_name(structure):
    """Once closed, for the same reason."""
    closed = Survey.objects.closed().filter(programme__lead=structure)
    yield Feedback.objects.filter(survey__in=closed), ("words",)


def written_in_sheets(structure):
    sheets = ActionSheet.objects.filter(holder=structure)
    yield SheetSection.objects.filter(sheet__in=sheets), ("title", "body")
    yield SheetItem.objects.filter(sheet__in=sheets), ("title", "body")
    yield ExpectedResult.objects.filter(sheet__in=sheets), ("words", "obtained")


def folders():
    yield "preuves", Reading, "file"


def register():
    registry.personal_fields.add(personal_fields)
    registry.texts.add(texts)
    registry.folders.add(folders)
    registry.reported.add(reported)
    registry.recounted.add(rollups.mark)
    registry.fundings.add(fundings)
    registry.due.add(reports_due)
    registry.due.add(readings.due)
    registry.diary.add(calls.diary)
    registry.due.add(calls.voices_awaited)
    registry.due.add(calls.reviews_to_open)
    registry.due.add(calls.reviews_to_call)
    registry.reviews.add(calls.reviews_of)
    registry.due.add(surveys_to_close)
    registry.opinions.add(opinions)
    registry.due.add(requests_due)
    registry.due.add(readers.due)
    registry.moments.add(moments.deadlines)
    registry.history.add(review_news.history)
    registry.proofs.add(review_news.proofs)
    registry.due.add(review_news.due)
    registry.searched.add(searching.found)
