"""The rows behind a figure as a spreadsheet; who took them away is written down."""

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from evaluation.evidence import Evidence
from evaluation.measures import Figure
from evaluation.models import Grant
from partnerships import audit
from partnerships.models import User
from partnerships.spreadsheets import csv_response, xlsx_response
from workshops.models import Programme


@transaction.atomic
def evidence_response(
    evidence: Evidence, figure: Figure, subject: Programme | Grant, *, format: str, by: User
) -> HttpResponse:
    """XLSX when asked, else CSV; the line of the journal says of which measure."""
    structure = subject.holder if isinstance(subject, Grant) else subject.lead
    audit.record(audit.Verb.EXPORTED, subject, by=by, structure=structure, fields=[figure.name])
    rows = [[cell.kept for cell in row] for row in evidence.rows]
    respond = xlsx_response if format == "xlsx" else csv_response
    headers = [
        _("%(column)s (min)") % {"column": column} if place in evidence.minutes else column
        for place, column in enumerate(evidence.columns)
    ]
    return respond(rows, headers, _("preuves-%(measure)s") % {"measure": figure.title})
