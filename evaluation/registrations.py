"""What the evaluation tells the ground floor it holds."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from evaluation import moments
from evaluation.boards import due_of
from evaluation.models import Grant, Report, ReportSection
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
    drafts = Report.objects.filter(grant__in=grants, status=Report.Status.DRAFT)
    yield grants, ("note",)
    yield drafts, ("title",)
    yield ReportSection.objects.filter(report__in=drafts), ("title", "body")


def register():
    registry.personal_fields.add(personal_fields)
    registry.texts.add(texts)
    registry.reported.add(reported)
    registry.fundings.add(fundings)
    registry.due.add(reports_due)
    registry.moments.add(moments.deadlines)
