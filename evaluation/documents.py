"""The report as a document: one template for the preview and for the PDF."""

from evaluation.models import Report
from partnerships.documents import render_html, render_pdf

TEMPLATE = "evaluation/report_document.html"


def names(report: Report, content: dict, is_issued: bool) -> dict:
    return {
        "report": report,
        "content": content,
        "sections": list(report.sections.all()),
        "is_issued": is_issued,
    }


def pdf_of_report(report: Report, content: dict, *, is_issued: bool) -> bytes:
    """A tagged PDF; refuses by partnerships.documents.PdfError."""
    return render_pdf(
        TEMPLATE,
        names(report, content, is_issued),
        title=report.title,
        author=content["carrier"]["name"],
    )


def page_of_report(report: Report, content: dict, *, is_issued: bool) -> str:
    """The same document for the browser, as it will print."""
    return render_html(
        TEMPLATE,
        names(report, content, is_issued),
        title=report.title,
        author=content["carrier"]["name"],
    )
