"""The joint review as a document: one voice beside the other, as the parties accepted it."""

from django.utils import timezone

from evaluation import review_page
from evaluation.models import Review
from partnerships import documents
from partnerships.models import Structure
from partnerships.standings import standings

TEMPLATE = "evaluation/review_document.html"


def content(review: Review) -> dict:
    """What it says; before every party has accepted it, it says so above all."""
    stand = standings(review)
    around = Structure.objects.filter(partnerships=review.partnership_id).order_by("pk").distinct()
    return review_page.read_by_all(review) | {
        "standings": stand,
        "waiting": [str(each.structure) for each in stand if not each.is_accepted],
        "marks": documents.marks(around),
        "printed_on": timezone.localdate(),
    }


def about(review: Review) -> dict:
    return {"title": f"{review}, {review.partnership}", "author": str(review.partnership)}


def page(review: Review):
    """In the browser, to print before everybody has accepted."""
    return documents.preview_response(TEMPLATE, content(review), **about(review))


def pdf(review: Review):
    """For a review every party has accepted: the caller refuses the others."""
    made = documents.render_pdf(TEMPLATE, content(review), **about(review))
    return documents.pdf_response(made, about(review)["title"], inline=True)
