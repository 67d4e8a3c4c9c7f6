"""From a draft to an issued report, in one line."""

from evaluation.actions import report_reading, reports
from evaluation.models import Report


def issue(report, by):
    report_reading.submit(report=report, by=by)
    return reports.issue(report=report, by=by)


def fresh(report):
    """As another request reads it."""
    return Report.objects.select_related("grant__holder", "grant__funder").get(pk=report.pk)


def kept(report):
    with report.pdf.open() as file:
        return file.read()
