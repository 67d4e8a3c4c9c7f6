from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluation.actions import indicators as actions
from evaluation.forms.indicators import IndicatorForm, TargetForm
from evaluation.measures import MEASURES, write
from evaluation.models import Indicator, Target
from evaluation.pledges import promises_of
from partnerships.once import once
from workshops.models import Programme

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@once
def indicator_create(request, programme_pk):
    programmes = Programme.objects.writable_by(request.user)
    programme = get_object_or_404(programmes, pk=programme_pk)
    indicator = Indicator(programme=programme)
    form = IndicatorForm(request.POST or None, instance=indicator, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("L’indicateur est ajouté."))
        return redirect("evaluation:programme_dashboard", programme.pk)
    context = {"form": form, "programme": programme}
    return render(request, "evaluation/indicator_form.html", context)


@require_http_methods(FORM_METHODS)
def indicator_update(request, pk):
    indicator = get_indicator(request.user, pk)
    form = IndicatorForm(request.POST or None, instance=indicator, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("L’indicateur est à jour."))
        return redirect("evaluation:programme_dashboard", indicator.programme_id)
    context = {"form": form, "programme": indicator.programme, "indicator": indicator}
    measure = MEASURES.get(indicator.measure)
    unit = measure.unit if measure else None
    context["counted"] = counted(request.user, pk)
    targets = Target.objects.visible_to(request.user).filter(indicator=indicator)
    context["targets"] = [
        {"target": target, "text": write(target.value, unit)} for target in targets
    ]
    return render(request, "evaluation/indicator_form.html", context)


def counted(user, pk):
    """In a sentence, what the kept indicator counts, and of which part; nothing of the others."""
    [promise, *_others] = promises_of(Indicator.objects.visible_to(user).filter(pk=pk))
    if promise.measure not in MEASURES:
        return ""
    words = promise.part.words
    part = _("Compté : %(part)s.") % {"part": words} if words else ""
    return f"{MEASURES[promise.measure].definition} {part}".strip()


@require_http_methods(FORM_METHODS)
def indicator_delete(request, pk):
    indicator = get_indicator(request.user, pk)
    if request.method == "POST":
        actions.remove(what=indicator, by=request.user)
        messages.success(request, _("L’indicateur est supprimé."))
        return redirect("evaluation:programme_dashboard", indicator.programme_id)
    return render(request, "evaluation/indicator_delete.html", {"indicator": indicator})


@require_http_methods(FORM_METHODS)
@once
def target_create(request, indicator_pk):
    indicator = get_indicator(request.user, indicator_pk)
    target = Target(
        indicator=indicator,
        starts_on=indicator.programme.starts_on,
        ends_on=indicator.programme.ends_on,
    )
    return target_form(request, target)


@require_http_methods(FORM_METHODS)
def target_update(request, pk):
    return target_form(request, get_target(request.user, pk))


@require_http_methods(["POST"])
def target_delete(request, pk):
    target = get_target(request.user, pk)
    actions.remove(what=target, by=request.user)
    messages.success(request, _("Cette valeur n’est plus visée."))
    return redirect("evaluation:indicator_update", target.indicator_id)


def target_form(request, target):
    form = TargetForm(request.POST or None, instance=target, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("La valeur visée est enregistrée."))
        return redirect("evaluation:indicator_update", target.indicator_id)
    context = {"form": form, "target": target, "indicator": target.indicator}
    return render(request, "evaluation/target_form.html", context)


def get_indicator(user, pk):
    seen = Indicator.objects.visible_to(user).select_related("programme__lead")
    return get_object_or_404(seen, pk=pk)


def get_target(user, pk):
    seen = Target.objects.visible_to(user).select_related("indicator__programme__lead")
    return get_object_or_404(seen, pk=pk)
