"""Asking parents and children what they think: the pages of the team."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluation import opinions, survey_papers, survey_words
from evaluation.actions import surveys as actions
from evaluation.forms.surveys import CountForm, SurveyForm
from evaluation.models import Feedback, Survey
from partnerships import qr
from partnerships.once import once
from partnerships.views.telling import say_refusal
from workshops.models import Programme

FORM_METHODS = ["GET", "HEAD", "POST"]
# How long one is open, unless said.
MONTH = dt.timedelta(days=30)


@require_safe
def survey_list(request, programme_pk):
    """The surveys of a programme; what they said is on their pages."""
    programme = programme_of(request, programme_pk)
    surveys = Survey.objects.visible_to(request.user).filter(programme=programme)
    today = timezone.localdate()
    context = {
        "programme": programme,
        "surveys": surveys.select_related("workshop", "programme").order_by("-starts_on", "-pk"),
        "today": today,
        "is_ours": programme.lead_id in request.user.rights.works_in,
    }
    return render(request, "evaluation/survey_list.html", context)


@require_http_methods(FORM_METHODS)
@once
def survey_create(request, programme_pk):
    programme = programme_of(request, programme_pk)
    if programme.lead_id not in request.user.rights.works_in:
        raise PermissionDenied
    today = timezone.localdate()
    survey = Survey(programme=programme, starts_on=today, ends_on=today + MONTH)
    initial = {"workshop": request.GET.get("atelier")}
    form = SurveyForm(request.POST or None, instance=survey, initial=initial, user=request.user)
    if form.is_valid() and (survey := form.save()):
        messages.success(request, _("Le recueil est ouvert : donnez son adresse, ou son affiche."))
        return redirect(survey)
    context = {"form": form, "programme": programme, "threshold": settings.SMALL_CELL}
    return render(request, "evaluation/survey_form.html", context)


@require_http_methods(FORM_METHODS)
def survey_edit(request, pk):
    survey = open_one(request, pk)
    form = SurveyForm(request.POST or None, instance=survey, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Le recueil est à jour."))
        return redirect(survey)
    context = {"form": form, "programme": survey.programme, "survey": survey}
    return render(request, "evaluation/survey_form.html", context)


@require_safe
def survey_detail(request, pk):
    """Its address while it is open; what it says, once closed and unsealed."""
    survey = survey_of(request, pk)
    today = timezone.localdate()
    url = address_of(request, survey)
    is_sealed = opinions.is_sealed(survey)
    context = {
        "survey": survey,
        "is_ours": is_ours(request, survey),
        "is_late": survey.ends_on < today,
        "is_early": today < survey.starts_on,
        "url": url,
        "bare": survey_papers.bare(url),
        "qr": qr.drawn(url),
        "tongues": survey_words.TONGUES,
        "is_sealed": is_sealed,
        "threshold": settings.SMALL_CELL,
        "results": None if is_sealed else opinions.results(survey),
    }
    return render(request, "evaluation/survey_detail.html", context)


@require_safe
def survey_poster(request, pk):
    survey = survey_of(request, pk)
    return survey_papers.poster(survey, address_of(request, survey), tongue_of(request))


@require_safe
def survey_paper(request, pk):
    return survey_papers.forms(survey_of(request, pk), tongue_of(request))


@require_http_methods(FORM_METHODS)
@once
def survey_count(request, pk):
    """What was answered on paper or with raised hands; sent twice, its words count once."""
    survey = open_one(request, pk)
    form = CountForm(request.POST or None, survey=survey, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("C’est compté. Les mots se sont mêlés aux autres."))
        return redirect(survey)
    return render(request, "evaluation/survey_count.html", {"form": form, "survey": survey})


@require_http_methods(FORM_METHODS)
def survey_close(request, pk):
    """What closing does is said first; then one button, and the words are to be reread."""
    survey = writable(request, pk)
    if request.method != "POST":
        context = {"survey": survey, "threshold": settings.SMALL_CELL}
        return render(request, "evaluation/survey_close.html", context)
    try:
        actions.close(survey=survey, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
        return redirect(survey)
    messages.success(request, _("Le recueil est fermé. Relisez les mots avant de partager."))
    return redirect("evaluation:survey_reread", survey.pk)


@require_http_methods(FORM_METHODS)
def survey_reread(request, pk):
    """Before they are shared, and again when a name was missed."""
    survey = writable(request, pk)
    if survey.closed_at is None:
        raise PermissionDenied
    if request.method == "POST":
        keys = [int(key) for key in request.POST.getlist("hidden") if key.isdecimal()]
        actions.share_words(survey=survey, hidden=keys, by=request.user)
        messages.success(request, _("Les mots sont relus : vos partenaires peuvent les lire."))
        return redirect(survey)
    lines = opinions.to_reread(survey)
    context = {"survey": survey, "lines": lines, "hidden": Feedback.HIDDEN}
    return render(request, "evaluation/survey_reread.html", context)


def programme_of(request, pk):
    programmes = Programme.objects.visible_to(request.user).select_related("lead")
    return get_object_or_404(programmes, pk=pk)


def survey_of(request, pk):
    surveys = Survey.objects.visible_to(request.user).select_related(
        "programme__lead", "workshop", "voice__review", "closed_by"
    )
    return get_object_or_404(surveys, pk=pk)


def is_ours(request, survey):
    return survey.programme.lead_id in request.user.rights.works_in


def writable(request, pk):
    survey = survey_of(request, pk)
    if not is_ours(request, survey):
        raise PermissionDenied
    return survey


def open_one(request, pk):
    survey = writable(request, pk)
    if survey.closed_at:
        raise PermissionDenied
    return survey


def address_of(request, survey):
    return request.build_absolute_uri(reverse("evaluation:opinion_give", args=[survey.code]))


def tongue_of(request):
    return survey_words.chosen(request.GET.get("langue", ""), "")
