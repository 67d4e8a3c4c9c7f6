"""The agreement of a school year: read, written, accepted, carried on, printed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships import agreements as reading
from partnerships import convention
from partnerships.actions import accord
from partnerships.actions import agreements as actions
from partnerships.forms.agreements import NewAgreementForm, SpokenForm, StepsForm, Writing
from partnerships.models import Agreement, AgreementLink
from partnerships.once import once
from partnerships.views.partnerships import writable
from partnerships.views.telling import say_refusal, say_warnings


def agreement_of(request, pk):
    return get_object_or_404(Agreement.objects.visible_to(request.user).with_story(), pk=pk)


@require_safe
def agreement_detail(request, pk):
    agreement = agreement_of(request, pk)
    powers = reading.powers(agreement, request.user)
    links = AgreementLink.objects.visible_to(request.user).usable().filter(agreement=agreement)
    context = {
        "agreement": agreement,
        "passages": reading.passages(agreement),
        "unwritten": reading.unwritten(agreement),
        "sides": reading.sides(agreement),
        "standings": reading.standings_of(agreement),
        "powers": powers,
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
    """Take it, take it over with a sentence, or put it down."""
    agreement = agreement_of(request, pk)
    if not reading.powers(agreement, request.user).writes:
        raise PermissionDenied
    try:
        if "drop" in request.POST:
            accord.drop_pen(text=agreement, by=request.user)
            return redirect(agreement)
        accord.take_pen(
            text=agreement, by=request.user, reason=request.POST.get("reason", "").strip()[:200]
        )
    except ValidationError as refusal:
        say_refusal(request, refusal)
        return redirect(agreement)
    return redirect("partnerships:agreement_edit", pk)


def agreement_edit(request, pk):
    agreement = agreement_of(request, pk)
    powers = reading.powers(agreement, request.user)
    if not powers.writes:
        raise PermissionDenied
    holder = accord.pen_holder(agreement)
    if request.method != "POST" and holder != request.user:
        messages.warning(request, _("Prenez d’abord la plume : les autres voient qui écrit."))
        return redirect(agreement)
    writing = Writing(request.POST or None, agreement=agreement, user=request.user, powers=powers)
    if request.method == "POST" and writing.is_valid() and (written := writing.save()):
        say_written(request, agreement.version, written)
        for form in writing.forms:
            say_warnings(request, form)
        return redirect(written)
    context = {"agreement": writing.agreement, "writing": writing, "holder": holder}
    return render(request, "partnerships/agreement_edit.html", context)


def say_written(request, seen, written):
    if written.version == seen:
        messages.success(request, _("Rien n’a changé : les acceptations restent."))
    else:
        messages.success(
            request,
            _("Version %(number)s enregistrée : chaque partie doit l’accepter de nouveau.")
            % {"number": written.version},
        )


@require_POST
def agreement_accept(request, pk, structure_pk):
    """For somebody who speaks for that party, with their account."""
    agreement = agreement_of(request, pk)
    structure = party_among(agreement, structure_pk)
    if structure.pk not in reading.powers(agreement, request.user).accepts:
        raise PermissionDenied
    seen = request.POST.get("seen", "")
    try:
        actions.accept(
            agreement=agreement,
            structure=structure,
            seen=int(seen) if seen.isdecimal() else 0,
            by=request.user,
        )
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("%(name)s a accepté l’accord.") % {"name": structure})
    return redirect(agreement)


def party_among(agreement, structure_pk):
    for structure in reading.parties(agreement):
        if structure.pk == structure_pk:
            return structure
    raise Http404


def agreement_speak(request, pk, structure_pk):
    """A yes said elsewhere, noted on behalf of a structure where nobody signs in."""
    agreement = agreement_of(request, pk)
    structure = party_among(agreement, structure_pk)
    if structure.pk not in reading.powers(agreement, request.user).speaks_for:
        raise PermissionDenied
    form = SpokenForm(
        request.POST or None, agreement=agreement, structure=structure, user=request.user
    )
    if form.is_valid() and form.save():
        messages.success(request, _("Noté, au nom de %(name)s.") % {"name": structure})
        return redirect(agreement)
    context = {"form": form, "agreement": agreement, "structure": structure}
    return render(request, "partnerships/agreement_speak.html", context)


def agreement_steps(request, pk):
    agreement = agreement_of(request, pk)
    if not reading.powers(agreement, request.user).writes_all:
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
    if not reading.powers(agreement, request.user).writes_all:
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
