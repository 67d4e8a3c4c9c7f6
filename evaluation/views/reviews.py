"""Joint reviews: the list, calling one, and its page, shut and then open."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluation import calls, review_figures
from evaluation.actions import reviews as actions
from evaluation.actions.openings import why_not_open
from evaluation.envelopes import criteria_of, envelopes
from evaluation.forms.reviews import CallForm, PreparationForm
from evaluation.models import Review, VoiceLink
from evaluation.views import openings
from partnerships.models import Partnership
from partnerships.once import once
from partnerships.views.telling import say_refusal, say_warnings
from workshops.models import Workshop

PER_PAGE = 40


def review_of(request, pk):
    return get_object_or_404(Review.objects.visible_to(request.user).with_standing(), pk=pk)


def writable(request, pk):
    """The review to prepare: 404 for those it does not concern, 403 for those who only speak."""
    review = review_of(request, pk)
    if not Review.objects.writable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return review


@require_safe
def review_list(request):
    """Those to call, those that wait for voices, those one reads together, and the past ones."""
    if not request.user.rights.belongs_to:
        raise Http404
    reviews = Review.objects.visible_to(request.user).with_voices()
    reviews = list(reviews.select_related("partnership", "workshop"))
    mine = Partnership.objects.writable_by(request.user)
    context = {
        "year": calls.of_year(timezone.localdate())["year"],
        "to_call": calls.to_call(mine, timezone.localdate()),
        "sealed": [review for review in reviews if review.is_sealed],
        "open": [review for review in reviews if review.is_in_force],
        "closed": [review for review in reviews if review.closed_at],
    }
    return render(request, "evaluation/review_list.html", context)


@require_safe
def review_detail(request, pk):
    """Under seal until its voices are opened; then what they say, side by side."""
    review = review_of(request, pk)
    more = under_seal if review.is_sealed else openings.context
    context = {"review": review} | more(review, request.user)
    return render(request, "evaluation/review_detail.html", context)


def under_seal(review, user):
    """Who has handed in; the letters sent, for those who send them; never a word of a voice."""
    found = envelopes(review, user)
    may_write = bool(review.writers() & user.rights.works_in)
    links = VoiceLink.objects.visible_to(user).of(review)
    return {
        "envelopes": found,
        "obstacle": why_not_open(review) if may_write else "",
        "figures": review_figures.prepared(review),
        "links": links,
        "may_write": may_write,
        "criteria": criteria_of(review),
    }


@require_safe
def review_choose(request):
    """With whom: the partnerships one may call a review in, those of `atelier` when it is given."""
    if not request.user.rights.works_in:
        raise Http404
    partnerships = Partnership.objects.writable_by(request.user).with_parties()
    workshop, q = workshop_asked(request), request.GET.get("q", "")
    if workshop:
        partnerships = partnerships.filter(programmes__workshops=workshop)
    current = [each for each in partnerships.sought(q) if not each.is_over]
    page = Paginator(current, PER_PAGE).get_page(request.GET.get("page"))
    kept = [("atelier", workshop.pk)] if workshop else []
    context = {"page": page, "q": q, "kept": kept, "workshop": workshop}
    return render(request, "evaluation/review_choose.html", context)


def workshop_asked(request):
    """What `atelier` names in the address; nothing without it, 404 for one that is not seen."""
    asked = request.GET.get("atelier", "")
    if not asked:
        return None
    seen = Workshop.objects.visible_to(request.user).single()
    return get_object_or_404(seen, pk=asked if asked.isdecimal() else 0)


@once
def review_call(request, pk):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=pk)
    if not Partnership.objects.writable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    form = CallForm(
        request.POST or None,
        partnership=partnership,
        workshop=workshop_asked(request),
        user=request.user,
    )
    if form.is_valid() and (review := form.save()):
        messages.success(
            request, _("Le bilan est appelé : donnez votre voix, et prévenez les autres.")
        )
        say_warnings(request, form)
        return redirect(review)
    context = {"form": form, "partnership": partnership}
    return render(request, "evaluation/review_form.html", context)


def review_prepare(request, pk):
    """Its dates, its criteria and who speaks, while nobody reads anybody."""
    review = writable(request, pk)
    form = PreparationForm(request.POST or None, instance=review, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Le bilan est à jour."))
        say_warnings(request, form)
        return redirect(review)
    context = {"form": form, "partnership": review.partnership, "review": review_of(request, pk)}
    return render(request, "evaluation/review_form.html", context)


def review_give_up(request, pk):
    """Called by mistake: it goes, once somebody has said so on a page."""
    review = writable(request, pk)
    if request.method != "POST":
        return render(request, "evaluation/review_give_up.html", {"review": review})
    try:
        actions.give_up(review=review, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
        return redirect(review)
    messages.success(request, _("Le bilan est abandonné : rien n’en reste."))
    return redirect(review.partnership)
