"""An action sheet on paper, laid out like the sheets of a schéma: heading after heading."""

from evaluation.models import ActionSheet
from evaluation.sheets import Reader
from partnerships import audit
from partnerships.documents import marks, pdf_response, render_pdf
from partnerships.models import User

TEMPLATE = "evaluation/action_sheet_document.html"


def pdf_of(sheet: ActionSheet, user: User) -> bytes:
    """A tagged PDF that may leave the house; refuses by partnerships.documents.PdfError."""
    reader = Reader(sheet, user, is_outside=True)
    context = {"sheet": sheet, "reader": reader, "marks": marks([sheet.holder])}
    return render_pdf(TEMPLATE, context, title=str(sheet), author=sheet.holder.name)


def answer(sheet: ActionSheet, *, by: User):
    """To read in the browser; the journal keeps that it was exported."""
    pdf = pdf_of(sheet, by)
    audit.record(audit.Verb.EXPORTED, sheet, by=by, structure=sheet.holder, fields=["pdf"])
    return pdf_response(pdf, f"fiche action {sheet.code or sheet.title}", inline=True)
