"""What one does on the pages of every shared text: the pen, writing, saying yes.

Each text has its own addresses, and fetches what this person may see before it comes here.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from partnerships.actions import accord
from partnerships.forms.texts import SpokenForm
from partnerships.standings import powers
from partnerships.views.telling import say_refusal, say_warnings


def pen(request, text):
    """Take it, take it over with a sentence, or put it down."""
    if not powers(text, request.user).writes:
        raise PermissionDenied
    try:
        if "drop" in request.POST:
            accord.drop_pen(text=text, by=request.user)
            return redirect(text)
        reason = request.POST.get("reason", "").strip()[:200]
        accord.take_pen(text=text, by=request.user, reason=reason)
    except ValidationError as refusal:
        say_refusal(request, refusal)
        return redirect(text)
    return redirect(text.page("edit"))


def edit(request, text, writing_class):
    allowed = powers(text, request.user)
    if not allowed.writes:
        raise PermissionDenied
    holder = accord.pen_holder(text)
    if request.method != "POST" and holder != request.user:
        messages.warning(request, _("Prenez d’abord la plume : les autres voient qui écrit."))
        return redirect(text)
    writing = writing_class(request.POST or None, text=text, user=request.user, powers=allowed)
    if request.method == "POST" and writing.is_valid() and (written := writing.save()):
        say_written(request, text.version, written)
        for form in writing.forms:
            say_warnings(request, form)
        return redirect(written)
    context = {"text": writing.text, "writing": writing, "holder": holder}
    return render(request, "partnerships/text_edit.html", context)


def say_written(request, seen, written):
    if written.version == seen:
        messages.success(request, _("Rien n’a changé : les acceptations restent."))
    else:
        messages.success(
            request,
            _("Version %(number)s enregistrée : chaque partie doit l’accepter de nouveau.")
            % {"number": written.version},
        )


def accept(request, text, structure_pk):
    """For somebody who speaks for that party, with their account."""
    structure = party_among(text, structure_pk)
    if structure.pk not in powers(text, request.user).accepts:
        raise PermissionDenied
    seen = request.POST.get("seen", "")
    try:
        accord.accept(
            text=text,
            structure=structure,
            seen=int(seen) if seen.isdecimal() else 0,
            by=request.user,
        )
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        said = _("%(name)s a accepté %(the)s.") % {"name": structure, "the": text.THE}
        messages.success(request, said)
    return redirect(text)


def party_among(text, structure_pk):
    for structure in text.parties():
        if structure.pk == structure_pk:
            return structure
    raise Http404


def speak(request, text, structure_pk):
    """A yes said elsewhere, noted on behalf of a structure where nobody signs in."""
    structure = party_among(text, structure_pk)
    if structure.pk not in powers(text, request.user).speaks_for:
        raise PermissionDenied
    form = SpokenForm(request.POST or None, text=text, structure=structure, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Noté, au nom de %(name)s.") % {"name": structure})
        return redirect(text)
    context = {"form": form, "text": text, "structure": structure}
    return render(request, "partnerships/text_speak.html", context)
