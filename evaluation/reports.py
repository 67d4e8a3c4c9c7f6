"""What a funder report says: computed while it is a draft, frozen once it is issued.

The content is made of plain values, so that what is frozen is what was read, to the letter: the
document, the annex and what changed since are drawn from it alone.
"""

import hashlib
import json

from django.utils.translation import override

from evaluation.models import Report
from evaluation.report_forms import form_of
from evaluation.report_parts import Kind, outline, written
from evaluation.told import kept_apart
from partnerships import documents


def content_of(report: Report) -> dict:
    """What the document shows: the frozen content of an issued report, else what it would be."""
    if report.status != Report.Status.ISSUED:
        return kept_apart(report, compute(report))
    return report.figures if "sections" in report.figures else completed(report)


@override("fr")
def compute(report: Report) -> dict:
    """All there is to say today, to who writes it; consents and figures are asked again.

    In French, like the document, whatever the language of the page that shows it.
    """
    return frame(report) | form_of(report).compute(report)


def frame(report: Report) -> dict:
    """What every form has: what it is, over which scope, its parts, whose marks it bears."""
    grant = report.grant
    return {
        "form": str(report.form),
        "title": report.title,
        "kind": str(report.get_kind_display()),
        "version": report.version,
        "starts_on": report.starts_on.isoformat(),
        "ends_on": report.ends_on.isoformat(),
        "sections": written(report.sections.order_by("order")),
        "marks": [[*mark] for mark in documents.marks([grant.holder, grant.funder])],
        "thanked": [],
        "signatory": report.signatory,
        "signed_in": report.signed_in,
        "issued_by": "",
        "changes": None,
    }


def completed(report: Report) -> dict:
    """Of a report issued before its parts were chosen: figures first, then what was written."""
    figures = [part._asdict() for part in outline(report.grant) if part.kind != Kind.TEXT]
    content = frame(report) | report.figures
    return content | {"sections": [*figures, *content["sections"]]}


# -- Frozen -----------------------------------------------------------------------------------------


def canonical(content: dict) -> str:
    """One way to write it, whatever the order a database gives its keys back in."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def frozen(content: dict) -> dict:
    """Plain values for good: what is kept, and what is read back."""
    return json.loads(canonical(content))


def fingerprint(content: dict) -> str:
    """SHA-256 of the content: printed on the document, which would not say it otherwise."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def kilobytes(content: dict) -> int:
    """How much there is to draw, in thousands of characters."""
    return len(canonical(content)) // 1000


def in_groups(digest: str) -> str:
    """« 7c1e 94ab 20f6 d583 »: as one compares two of them by eye."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
