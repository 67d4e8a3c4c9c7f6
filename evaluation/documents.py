"""The report as a document: one template for the preview and for the PDF."""

from evaluation.models import Report
from partnerships.documents import render_html, render_pdf
from partnerships.files import data_uri
from partnerships.models import Structure

TEMPLATE = "evaluation/report_document.html"


def names(report: Report, content: dict, is_issued: bool) -> dict:
    return {
        "report": report,
        "content": content,
        "sections": list(report.sections.all()),
        "is_issued": is_issued,
        "marks": [
            (content["carrier"]["name"], data_uri(report.grant.holder.logo)),
            (content["funder"], data_uri(report.grant.funder.logo)),
        ],
        "thanked": thanked(content),
    }


def thanked(content: dict) -> list:
    """The supporters by the names of that day; a logo is that of today, on the preview alone."""
    supporters = content.get("supporters", [])
    known = Structure.objects.in_bulk([each["key"] for each in supporters])
    return [
        (each["name"], data_uri(known[each["key"]].logo) if each["key"] in known else "")
        for each in supporters
    ]


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
