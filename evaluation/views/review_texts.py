"""The words of a review, as every shared text: the pen, the letters, and the paper."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluation import review_document, review_page
from evaluation.actions import openings
from evaluation.forms.verdicts import ReviewWriting
from evaluation.models import ReviewLink
from evaluation.views.openings import review_of
from partnerships.once import once
from partnerships.views import text_links, texts


@require_POST
def review_pen(request, pk):
    return texts.pen(request, review_of(request, pk))


def review_edit(request, pk):
    return texts.edit(request, review_of(request, pk), ReviewWriting)


@require_POST
def review_accept(request, pk, structure_pk):
    return texts.accept(request, review_of(request, pk), structure_pk)


def review_speak(request, pk, structure_pk):
    return texts.speak(request, review_of(request, pk), structure_pk)


# -- Letters -----------------------------------------------------------------------------------


@once
def review_send(request, pk, structure_pk):
    return text_links.send(request, review_of(request, pk), structure_pk)


@require_POST
def review_link_revoke(request, pk):
    links = ReviewLink.objects.visible_to(request.user).select_related("review")
    return text_links.revoke(request, get_object_or_404(links, pk=pk))


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_read(request, token):
    template = "evaluation/review_read.html"
    return text_links.read(request, ReviewLink.objects, token, template, review_page.read_by_all)


# -- On paper ----------------------------------------------------------------------------------


def open_review(request, pk):
    """Under seal, there is nothing to print: the page does not exist yet."""
    review = review_of(request, pk)
    if review.is_sealed:
        raise Http404
    return review


@require_safe
def review_print(request, pk):
    """The document as it stands, which says above all who has not accepted it yet."""
    return review_document.page(open_review(request, pk))


@require_safe
def review_pdf(request, pk):
    """« Bilan partagé » is what every party has accepted; until then, a sentence and the page."""
    review = open_review(request, pk)
    if not openings.is_shared(review):
        context = {"review": review, "waiting": openings.unaccepted(review)}
        return render(request, "evaluation/review_not_shared.html", context, status=409)
    return review_document.pdf(review)
