"""The pages a parent or a child opens from a QR code: no account, no cookie that says who."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from evaluation import survey_words
from evaluation.actions import surveys as actions
from evaluation.forms.opinions import OpinionForm
from evaluation.models import Survey
from partnerships import throttle
from partnerships.views.text_links import not_listed

FRENCH = survey_words.Language.FRENCH
PAGES = {
    "give": "evaluation/opinion_give.html",
    "thanks": "evaluation/opinion_thanks.html",
    "shut": "evaluation/opinion_shut.html",
}


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_give(request, code):
    tongue, survey = tongue_of(request), Survey.objects.behind(code)
    if survey is None:
        return nothing(request, tongue)
    words = survey_words.words_of(survey, tongue.code)
    data = request.POST if request.method == "POST" else None
    form = OpinionForm(data, survey=survey, words=words, language=tongue.code)
    context = {"survey": survey, "words": words, "tongue": tongue, "form": form}
    if data is not None and not throttle.may_answer(request):
        return shown(request, "give", context | {"notice": words["wait_more"]}, 429)
    if form.is_valid() and form.save():
        thanks = reverse("evaluation:opinion_thanks", args=[code])
        return redirect(f"{thanks}?langue={tongue.code}")
    if form.is_late or not actions.is_open(survey, timezone.localdate()):
        return shut(request, survey, tongue)
    return shown(request, "give", context | {"notice": words["empty"] if form.is_bound else ""})


@never_cache
@login_not_required
@require_safe
def opinion_thanks(request, code):
    """The same for everybody: it says nothing of what was sent."""
    tongue, survey = tongue_of(request), Survey.objects.behind(code)
    if survey is None:
        return nothing(request, tongue)
    words = survey_words.words_of(survey, tongue.code)
    context = {"survey": survey, "words": words, "tongue": tongue}
    context["is_open"] = actions.is_open(survey, timezone.localdate())
    return shown(request, "thanks", context)


def tongue_of(request):
    accepted = request.headers.get("accept-language", "")
    return survey_words.chosen(request.GET.get("langue", ""), accepted)


def shut(request, survey, tongue):
    """Too early, or over."""
    is_early = survey.closed_at is None and timezone.localdate() < survey.starts_on
    name = "early" if is_early else "closed"
    words_in = partial(survey_words.words_of, survey)
    return said(request, name, tongue, 403 if is_early else 410, words_in)


def nothing(request, tongue):
    """The same page whatever the code; an address that tries many waits."""
    may_try = throttle.may_try_again(request)
    name, status = ("unknown", 404) if may_try else ("wait", 429)
    return said(request, name, tongue, status, survey_words.words_of_nothing)


def said(request, name, tongue, status, words_in):
    """Two sentences in the language of the page, then in French."""
    tongues = dict.fromkeys([tongue, survey_words.Tongue(FRENCH)])
    sentences = [
        (each, (words := words_in(each.code))[name], words[f"{name}_more"]) for each in tongues
    ]
    context = {"tongue": tongue, "words": words_in(tongue.code), "sentences": sentences}
    return shown(request, "shut", context, status)


def shown(request, page, context, status=200):
    context["tongues"] = survey_words.TONGUES
    return not_listed(render(request, PAGES[page], context, status=status))
