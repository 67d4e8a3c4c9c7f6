"""Readings of an indicator: noted, checked by another, published; for the coordination alone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from evaluation import readings
from evaluation.actions import readings as actions
from evaluation.forms.readings import ReadingForm
from evaluation.models import Indicator, Reading
from evaluation.views.indicators import get_indicator
from partnerships import files
from partnerships.office import EVERY_EXTENSION
from partnerships.once import once
from partnerships.views.telling import say_refusal, say_warnings


def get_told(user, pk):
    """An indicator that no sheet counts."""
    indicator = get_indicator(user, pk)
    if indicator.kind == Indicator.Kind.COMPUTED:
        raise Http404
    return indicator


def get_reading(user, pk):
    seen = Reading.objects.visible_to(user).select_related("indicator__programme__lead")
    return get_object_or_404(seen, pk=pk)


@require_safe
def reading_list(request, pk):
    indicator = get_told(request.user, pk)
    found = Reading.objects.visible_to(request.user).filter(indicator=indicator)
    found = found.select_related("indicator__programme__lead", "entered_by", "checked_by")
    lines = readings.lines(found.order_by("-ends_on", "-pk"), request.user)
    context = {
        "indicator": indicator,
        "lines": lines,
        "aims": readings.aims(indicator, [line.reading for line in lines], timezone.localdate()),
    }
    return render(request, "evaluation/reading_list.html", context)


@once
def reading_create(request, pk):
    indicator = get_told(request.user, pk)
    blank = Reading(indicator=indicator)
    period = readings.next_period(indicator, timezone.localdate())
    form = ReadingForm(
        request.POST or None,
        request.FILES or None,
        instance=blank,
        initial=dict(zip(("starts_on", "ends_on"), period, strict=True)),
        user=request.user,
    )
    if form.is_valid() and form.save():
        messages.success(request, _("Le relevé est noté : il reste à le vérifier."))
        say_warnings(request, form)
        return redirect("evaluation:reading_list", indicator.pk)
    context = {"form": form, "indicator": indicator}
    return render(request, "evaluation/reading_form.html", context)


def reading_edit(request, pk):
    reading = get_reading(request.user, pk)
    form = ReadingForm(
        request.POST or None, request.FILES or None, instance=reading, user=request.user
    )
    if form.is_valid() and form.save():
        messages.success(request, _("Le relevé est corrigé : il reste à le vérifier."))
        say_warnings(request, form)
        return redirect("evaluation:reading_list", reading.indicator_id)
    context = {"form": form, "indicator": reading.indicator, "reading": reading}
    return render(request, "evaluation/reading_form.html", context)


@require_POST
def reading_check(request, pk):
    return act(request, pk, actions.check, _("Le relevé est vérifié ; il peut être publié."))


@require_POST
def reading_publish(request, pk):
    done = _("Le relevé est publié : les tableaux de bord et les rapports le montrent.")
    return act(request, pk, actions.publish, done)


def reading_delete(request, pk):
    reading = get_reading(request.user, pk)
    if request.method != "POST":
        return render(request, "evaluation/reading_delete.html", {"reading": reading})
    return act(request, pk, actions.remove, _("Le relevé est supprimé, avec sa pièce."))


def act(request, pk, action, done):
    """Do it and say so, or say why not; back to the readings either way."""
    reading = get_reading(request.user, pk)
    try:
        action(reading=reading, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, done)
    return redirect("evaluation:reading_list", reading.indicator_id)


@require_GET
def reading_file(request, pk):
    """What proves it, to keep; who took it is noted, and its name says nothing of it."""
    reading = get_reading(request.user, pk)
    if not reading.file:
        raise Http404
    try:
        response = files.file_response(
            reading.file,
            reading.media_type,
            _("pièce %(number)s") % {"number": reading.pk},
            extension=EVERY_EXTENSION[reading.media_type],
        )
    except FileNotFoundError:
        messages.error(request, _("Ce fichier a disparu du serveur : joignez-le de nouveau."))
        return redirect("evaluation:reading_list", reading.indicator_id)
    actions.note_opening(reading=reading, by=request.user)
    return response
