"""The pages of a booklet: chosen among what the sessions left, edited, put in order."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from partnerships.once import once
from partnerships.views.telling import say_refusal, say_warnings
from workshops import booklets, gleanings, namesakes
from workshops.actions import booklets as actions
from workshops.forms.booklets import ChoosingForm, EntryForm, GleaningFilter
from workshops.views.booklets import booklet_written

PER_PAGE = 50


@once
def booklet_choose(request, pk):
    """Everything the sessions of the programme left that may be printed; one ticks."""
    booklet = booklet_written(request, pk)
    form = ChoosingForm(request.POST or None, booklet=booklet, user=request.user)
    if form.is_valid() and (added := form.save()) is not None:
        messages.success(request, words_added(len(added)))
        return redirect("workshops:entry_list", pk)
    programme = booklet.programme
    found = GleaningFilter(request.GET, programme=programme)
    shown = gleanings.keys(
        *found.filter(
            gleanings.advice_of(programme, request.user),
            gleanings.quotes_of(programme, request.user),
        )
    )
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "booklet": booklet,
        "form": form,
        "filter": found,
        "page": page,
        "gleanings": gleanings.gleanings(booklet, list(page)),
        "waiting": gleanings.waiting(programme, request.user),
    }
    return render(request, "workshops/booklet_choose.html", context)


def words_added(number):
    if not number:
        return _("Tout ce que vous avez coché y était déjà.")
    return ngettext(
        "%(count)d page ajoutée, à la fin de son chapitre.",
        "%(count)d pages ajoutées, à la fin de leur chapitre.",
        number,
    ) % {"count": number}


@require_safe
def entry_list(request, pk):
    """The workbench: chapters and pages as they will be printed, and what holds some back."""
    booklet = booklet_written(request, pk)
    entries = list(booklets.to_edit(booklet))
    kept = [entry for entry in entries if entry.removed_at is None]
    found = booklets.chapters(kept, namesakes.in_pages(booklet, kept))
    context = {
        "booklet": booklet,
        "chapters": found,
        "named": [chapter.theme for chapter in found if chapter.theme],
        "removed": [entry for entry in entries if entry.removed_at],
    }
    return render(request, "workshops/entry_list.html", context)


def entry_edit(request, pk, entry_pk):
    """Somebody recognised in the words is asked about once before they are saved."""
    booklet = booklet_written(request, pk)
    entry = entry_of(booklet, entry_pk)
    watch = namesakes.Watch(booklet.programme.lead, [entry.session])
    form = EntryForm(request.POST or None, instance=entry, watch=watch, user=request.user)
    names = form.names
    if "without" in request.POST:
        form.take_names_out()
    elif form.is_valid() and ("anyway" in request.POST or not names) and form.save():
        messages.success(request, _("La page est enregistrée."))
        say_warnings(request, form)
        return redirect(at(entry))
    context = {
        "booklet": booklet,
        "entry": entry_of(booklet, entry_pk),
        "form": form,
        "names": form.names,
    }
    return render(request, "workshops/entry_form.html", context)


@require_POST
def entry_move(request, pk, entry_pk):
    booklet = booklet_written(request, pk)
    entry = entry_of(booklet, entry_pk)
    return acted(request, actions.move, at(entry), entry=entry, is_up="up" in request.POST)


@require_POST
def entry_remove(request, pk, entry_pk):
    booklet = booklet_written(request, pk)
    entry = entry_of(booklet, entry_pk)
    words = _("La page est retirée. Pour la remettre : « Retirées », en bas.")
    return acted(request, actions.remove, place(booklet), words, entry=entry)


@require_POST
def entry_restore(request, pk, entry_pk):
    booklet = booklet_written(request, pk)
    entry = entry_of(booklet, entry_pk)
    return acted(request, actions.put_back, at(entry), _("La page est remise."), entry=entry)


@require_POST
def chapter_move(request, pk, theme_pk):
    booklet = booklet_written(request, pk)
    theme = get_object_or_404(booklets.themes_of(booklet), pk=theme_pk)
    where = f"{place(booklet)}#chapitre-{theme.pk}"
    details = {"theme": theme, "is_up": "up" in request.POST}
    return acted(request, actions.move_chapter, where, booklet=booklet, **details)


def acted(request, action, where, words="", **details):
    """What a button asks; its answer is read where it was."""
    try:
        action(by=request.user, **details)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        if words:
            messages.success(request, words)
    return redirect(where)


def entry_of(booklet, pk):
    return get_object_or_404(booklets.to_edit(booklet), pk=pk)


def place(booklet):
    return reverse("workshops:entry_list", args=[booklet.pk])


def at(entry):
    """The workbench, at that page."""
    return f"{place(entry.booklet)}#page-{entry.pk}"
