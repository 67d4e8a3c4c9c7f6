"""The advice booklet on paper (ATE-059): A5 pages by four, to be folded and stapled."""

from django.http import HttpResponse

from partnerships import audit, documents
from partnerships.models import User
from workshops import booklets
from workshops.models import Booklet

TEMPLATE = "workshops/booklet_document.html"


def answer(booklet: Booklet, *, by: User) -> HttpResponse:
    """Its PDF, for whoever was let in by the page that asks; somebody’s words leave a line."""
    lead = booklet.programme.lead
    pdf = documents.render_brochure(
        TEMPLATE, content(booklet), title=booklet.title, author=lead.name
    )
    audit.record(audit.Verb.EXPORTED, booklet, by=by, structure=lead, fields=["pdf"])
    return documents.pdf_response(pdf, booklet.title, inline=True)


def content(booklet: Booklet) -> dict:
    entries = list(booklets.to_print(booklet))
    makers, thanked = booklets.around(booklet.programme)
    return {
        "booklet": booklet,
        "lead": booklet.programme.lead,
        "chapters": booklets.chapters(entries),
        "origins": booklets.origins(entries),
        "marks": documents.marks(makers),
        "thanked": documents.marks(thanked),
    }
