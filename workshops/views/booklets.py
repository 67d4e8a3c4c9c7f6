"""The advice booklets of a programme: begun, read, printed, published."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.once import once
from partnerships.views.telling import say_refusal, say_warnings
from workshops import booklet_document, booklets, namesakes
from workshops.actions import booklets as actions
from workshops.forms.booklets import BookletForm
from workshops.models import Booklet, Programme
from workshops.views.doors import get_allowed, get_writable


@require_safe
def booklet_list(request, pk):
    programmes = Programme.objects.visible_to(request.user).select_related("lead")
    programme = get_object_or_404(programmes, pk=pk)
    context = {
        "programme": programme,
        "booklets": booklets.listed(programme, request.user),
        "is_writable": programme.lead_id in request.user.rights.coordinates,
    }
    return render(request, "workshops/booklet_list.html", context)


@once
def booklet_create(request, pk):
    programme = get_writable(Programme, request.user, pk)
    blank = Booklet(programme=programme)
    form = BookletForm(request.POST or None, instance=blank, user=request.user)
    if form.is_valid() and (booklet := form.save()):
        messages.success(request, _("Le recueil est commencé. Choisissez ce qu’il contiendra."))
        say_warnings(request, form)
        return redirect("workshops:booklet_choose", booklet.pk)
    return render(request, "workshops/booklet_form.html", {"form": form, "programme": programme})


@require_safe
def booklet_detail(request, pk):
    booklet = booklet_seen(request, pk)
    entries = list(booklets.to_print(booklet))
    lead = booklet.programme.lead_id
    context = {
        "booklet": booklet,
        "chapters": booklets.chapters(entries),
        "origins": booklets.origins(entries),
        "is_writable": lead in request.user.rights.coordinates,
        "is_ours": lead in request.user.rights.works_in,
    }
    return render(request, "workshops/booklet_detail.html", context)


@require_safe
def booklet_pdf(request, pk):
    return booklet_document.answer(booklet_seen(request, pk), by=request.user)


def booklet_edit(request, pk):
    booklet = booklet_written(request, pk)
    form = BookletForm(request.POST or None, instance=booklet, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("La couverture et le mot d’accueil sont enregistrés."))
        say_warnings(request, form)
        return redirect("workshops:entry_list", pk)
    theirs = booklet_written(request, pk)
    context = {"form": form, "theirs": theirs, "programme": booklet.programme}
    return render(request, "workshops/booklet_form.html", context)


def booklet_publish(request, pk):
    booklet = booklet_written(request, pk)
    if request.method == "POST":
        return acted(
            *(request, booklet, actions.publish),
            _("Le recueil est publié : vos partenaires peuvent le lire."),
        )
    entries = list(booklets.to_edit(booklet).kept())
    found = booklets.chapters(entries, namesakes.in_pages(booklet, entries))
    pages = [page for chapter in found for page in chapter.pages]
    printed = [page for page in pages if not page.withheld]
    context = {
        "booklet": booklet,
        "readers": booklets.readers(booklet.programme),
        "printed": printed,
        "withheld": [page for page in pages if page.withheld],
        "named": [page for page in printed if page.names],
    }
    return render(request, "workshops/booklet_publish.html", context)


def booklet_withdraw(request, pk):
    booklet = booklet_written(request, pk)
    if request.method == "POST":
        return acted(
            *(request, booklet, actions.take_back),
            _("Le recueil est repris en brouillon : vos partenaires ne le lisent plus."),
        )
    readers = booklets.readers(booklet.programme)
    context = {"booklet": booklet, "readers": readers}
    return render(request, "workshops/booklet_withdraw.html", context)


def booklet_delete(request, pk):
    booklet = booklet_written(request, pk)
    if request.method != "POST":
        return render(request, "workshops/booklet_delete.html", {"booklet": booklet})
    try:
        actions.give_up(booklet=booklet, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
        return redirect(booklet)
    messages.success(
        request, _("Le brouillon est supprimé ; les séances gardent ce qui y est noté.")
    )
    return redirect("workshops:booklet_list", booklet.programme_id)


def acted(request, booklet, action, sentence):
    try:
        action(booklet=booklet, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, sentence)
    return redirect(booklet)


def booklet_seen(request, pk):
    seen = Booklet.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("programme__lead"), pk=pk)


def booklet_written(request, pk):
    """404 for whoever may not read it, 403 for whoever may only read it."""
    seen = Booklet.objects.visible_to(request.user).select_related("programme__lead")
    return get_allowed(seen, Booklet.objects.writable_by(request.user), pk)
