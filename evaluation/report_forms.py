"""The forms a report may take: where each begins, what its figures are, how it is drawn.

The one place that knows of them all.
"""

from collections.abc import Callable
from dataclasses import dataclass

from evaluation import cerfa, report_figures, report_parts
from evaluation.models import Grant, Report
from evaluation.report_parts import Kind, Part


@dataclass(frozen=True)
class Form:
    template: str
    outline: Callable[[Grant], list[Part]]
    compute: Callable[[Report], dict]
    # Sentences that forbid to issue it.
    refusals: Callable[[Report], list[str]] = lambda report: []
    # People choose the parts and their order; otherwise the form does.
    is_free: bool = True


def questions(grant: Grant) -> list[Part]:
    """What the CERFA asks in words, in its order."""
    return [Part(Kind.TEXT, *question) for question in cerfa.outline(grant)]


FORMS = {
    Report.Form.PROGRAMME: Form(
        "evaluation/report_document.html", report_parts.outline, report_figures.compute
    ),
    Report.Form.CERFA: Form(
        "evaluation/cerfa_document.html",
        questions,
        cerfa.compute,
        cerfa.refusals,
        is_free=False,
    ),
}


def form_of(report: Report) -> Form:
    return FORMS[report.form]
