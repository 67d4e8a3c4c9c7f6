"""The agreement of a school year: read, written, accepted, carried on, printed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships import agreements as reading
from partnerships import convention
from partnerships.actions import accord
from partnerships.actions import agreements as actions
from partnerships.forms.agreements import AgreementWriting, NewAgreementForm, StepsForm
from partnerships.models import Agreement, AgreementLink
from partnerships.once import once
from partnerships.standings import powers, standings
from partnerships.views import texts
from partnerships.views.partnerships import writable
from partnerships.views.telling import say_refusal


def agreement_of(request, pk):
    return get_object_or_404(Agreement.objects.visible_to(request.user).with_story(), pk=pk)


@require_safe
def agreement_detail(request, pk):
    agreement = agreement_of(request, pk)
    links = AgreementLink.objects.visible_to(request.user).usable().filter(agreement=agreement)
    context = {
        "agreement": agreement,
        "passages": reading.passages(agreement),
        "unwritten": reading.unwritten(agreement),
        "sides": reading.sides(agreement),
        "standings": standings(agreement, with_changes=True),
        "powers": powers(agreement, request.user),
        "holder": accord.pen_holder(agreement),
        "last_year": reading.since_last_year(agreement),
        "links": links.select_related("structure"),
        "attached": agreement.documents.on_the_shelf(),
    }
    return render(request, "partnerships/agreement_detail.html", context)


@once
def agreement_create(request, pk):
    partnership = writable(request, pk)
    form = NewAgreementForm(request.POST or None, partnership=partnership, user=request.user)
    if form.is_valid() and (agreement := form.save()):
        accord.take_pen(text=agreement, by=request.user)
        messages.success(request, _("L’accord est ouvert, et vous avez la plume."))
        return redirect("partnerships:agreement_edit", agreement.pk)
    context = {"form": form, "partnership": partnership}
    return render(request, "partnerships/agreement_create.html", context)


@require_POST
def agreement_pen(request, pk):
    return texts.pen(request, agreement_of(request, pk))


def agreement_edit(request, pk):
    return texts.edit(request, agreement_of(request, pk), AgreementWriting)


@require_POST
def agreement_accept(request, pk, structure_pk):
    return texts.accept(request, agreement_of(request, pk), structure_pk)


def agreement_speak(request, pk, structure_pk):
    return texts.speak(request, agreement_of(request, pk), structure_pk)


def agreement_steps(request, pk):
    agreement = agreement_of(request, pk)
    if not powers(agreement, request.user).writes_all:
        raise PermissionDenied
    form = StepsForm(request.POST or None, instance=agreement, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Les étapes sont à jour."))
        return redirect(agreement)
    context = {"form": form, "agreement": agreement}
    return render(request, "partnerships/agreement_steps.html", context)


@require_POST
def agreement_conclude(request, pk):
    """Carry it on, or not."""
    agreement = agreement_of(request, pk)
    if not powers(agreement, request.user).writes_all:
        raise PermissionDenied
    try:
        if request.POST.get("outcome") == Agreement.Outcome.RENEWED:
            following = actions.renew(agreement=agreement, by=request.user)
            messages.success(
                request,
                _("Voici l’accord de l’année suivante : relisez les objectifs avec les autres."),
            )
            return redirect(following)
        actions.end(agreement=agreement, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("C’est noté : l’accord n’est pas reconduit."))
    return redirect(agreement)


@require_safe
def agreement_pdf(request, pk):
    return convention.answer(agreement_of(request, pk))
