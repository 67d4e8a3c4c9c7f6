"""What the evaluation tells the ground floor it holds."""

from django.db.models import Exists, OuterRef

from evaluation.models import Report
from partnerships import registry


def reported(rows):
    """The rows of attendance whose day and programme an issued report has answered for."""
    answered = Report.objects.issued().filter(
        grant__programmes=OuterRef("programme"),
        starts_on__lte=OuterRef("date"),
        ends_on__gte=OuterRef("date"),
    )
    yield rows.filter(Exists(answered))


def register():
    registry.reported.add(reported)
