"""The report as a document: one template for the preview and for the PDF, from its content alone.

The file is PDF/A-2a and PDF/UA-1, and can be made again bit for bit: nothing of today gets in.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from evaluation.models import Report
from evaluation.report_forms import FORMS
from evaluation.report_parts import printed
from evaluation.reports import fingerprint, in_groups
from partnerships.documents import render_html, render_pdf

TEMPLATE = FORMS[Report.Form.PROGRAMME].template
# What draws a document; with others, the same content may not give the same bytes.
LIBRARIES = ("weasyprint", "pydyf", "fonttools")
SOURCES = (
    *("templates/document.html", "templates/evaluation/*_document.html"),
    *("templates/evaluation/partials/report/*.html", "templates/partnerships/partials/marks.html"),
    *("templates/evaluation/partials/cerfa_*.html", "static/css/cerfa.css"),
    *("static/css/tokens.css", "static/css/print.css", "static/fonts/*.woff2"),
    *("evaluation/charts/*.py", "evaluation/documents.py", "evaluation/templatetags/report.py"),
    *("partnerships/documents.py", "partnerships/french.py", "config/templatetags/french.py"),
)
GROUPS = 19  # of the fingerprint, at the foot of each page: « 7c1e 94ab 20f6 d583 »


def names(report: Report, content: dict, is_issued: bool) -> dict:
    print_of = in_groups(fingerprint(content)) if is_issued else ""
    return {
        "report": report,
        "content": content,
        "parts": printed(content),
        "sections": {part["key"]: part for part in content["sections"]},
        "is_issued": is_issued,
        "marks": content["marks"],
        "thanked": content["thanked"],
        "fingerprint": print_of,
        "short_fingerprint": print_of[:GROUPS],
    }


def pdf_of_report(report: Report, content: dict, *, is_issued: bool) -> bytes:
    """A tagged PDF to be kept; refuses by partnerships.documents.PdfError."""
    return render_pdf(**drawn(report, content, is_issued), is_archive=True)


def page_of_report(report: Report, content: dict, *, is_issued: bool) -> str:
    """The same document for the browser, as it will print."""
    return render_html(**drawn(report, content, is_issued))


def drawn(report, content, is_issued):
    return {
        "template": FORMS[content["form"]].template,
        "context": names(report, content, is_issued),
        "title": content["title"],
        "author": content["carrier"]["name"],
    }


@cache
def press() -> str:
    """The mark of what draws documents here: frozen with each, it tells why two may differ."""
    digest = hashlib.sha256("".join(map(version, LIBRARIES)).encode())
    for pattern in SOURCES:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
