"""Tables people already have: deposited, looked at, confirmed; listed, and taken back."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from partnerships import imports
from partnerships.jobs import later
from partnerships.models import ImportFile
from partnerships.once import once
from partnerships.spreadsheets import attachment_of
from workshops.actions import table_imports, table_undo
from workshops.forms.tables import ConfirmForm, TableForm
from workshops.imports import telling
from workshops.imports.results import Place
from workshops.models import Programme, TableImport, Workshop
from workshops.views.doors import get_writable

SHOWN = 100


def programme_import(request, pk):
    programme = get_writable(Programme, request.user, pk)
    return deposit(request, Place(programme))


def workshop_import(request, pk):
    workshop = get_writable(Workshop, request.user, pk)
    return deposit(request, Place(workshop.programme, workshop))


def deposit(request, place):
    """Nothing is written: the answer to the file is its preview, or all that is wrong with it."""
    form = TableForm(request.POST or None, request.FILES or None, place=place, user=request.user)
    preview = form.save() if form.is_valid() else None
    confirmation = None
    if preview and preview.is_confirmable:
        answers = form.cleaned_data | {"ticket": preview.ticket}
        confirmation = ConfirmForm(initial=answers, place=place, user=request.user)
    context = {
        "place": place,
        "form": form,
        "preview": preview,
        "confirmation": confirmation,
        "shown": SHOWN,
        "imports": imports_of(request.user, place).count(),
    }
    return render(request, "workshops/table_import.html", context)


@require_POST
@once
def programme_import_confirm(request, pk):
    programme = get_writable(Programme, request.user, pk)
    return answer(request, Place(programme), "workshops:programme_import")


@require_POST
@once
def workshop_import_confirm(request, pk):
    workshop = get_writable(Workshop, request.user, pk)
    return answer(request, Place(workshop.programme, workshop), "workshops:workshop_import")


def answer(request, place, page):
    """Confirmed, or given up; both spend the ticket."""
    form = ConfirmForm(request.POST, place=place, user=request.user)
    if form.is_valid() and "give_up" in request.POST:
        form.give_up()
        messages.info(request, _("Import abandonné : rien n’a changé, le fichier est effacé."))
        return redirect(place.target)
    if form.is_valid() and (elsewhere := imported_later(request, form, place)):
        return elsewhere
    if form.is_valid() and (record := form.save()):
        messages.success(
            request, _("C’est importé : %(what)s.") % {"what": telling.sentence(record.counts)}
        )
        return redirect("workshops:import_detail", record.pk)
    for refusal in form.errors.values():
        messages.error(request, " ".join(refusal))
    return redirect(page, place.target.pk)


def imported_later(request, form, place):
    size = imports.kilobytes(form.cleaned_data["ticket"], by=request.user)
    title = _("Import : %(where)s") % {"where": place.target}
    return later(request, size, limit=settings.LONG_KILOBYTES, title=title)


@require_GET
def import_mistakes(request, ticket):
    """The list of what is wrong with one’s last refused file."""
    mine = ImportFile.objects.visible_to(request.user).filter(kind=table_imports.MISTAKES)
    kept = get_object_or_404(mine, pk=ticket)
    extension = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    data = table_imports.mistakes_file(kept, format=extension)
    return attachment_of(data, _("Erreurs à corriger"), extension)


# -- Those that stand ----------------------------------------------------------------------------


def imports_of(user, place):
    found = TableImport.objects.visible_to(user).filter(programme=place.programme)
    return found.filter(workshop=place.workshop) if place.workshop else found


@require_safe
def import_list(request, pk):
    """Of one programme, the latest first."""
    programme = get_writable(Programme, request.user, pk)
    found = imports_of(request.user, Place(programme)).with_names()
    context = {"programme": programme, "imports": [told(record) for record in found]}
    return render(request, "workshops/import_list.html", context)


@require_safe
def import_detail(request, pk):
    seen = TableImport.objects.visible_to(request.user).with_names()
    record = get_object_or_404(seen, pk=pk)
    context = {
        "record": told(record),
        "touched": [] if record.undone_at else table_undo.touched(record),
    }
    return render(request, "workshops/import_detail.html", context)


@require_POST
@once
def import_undo(request, pk):
    record = get_object_or_404(TableImport.objects.visible_to(request.user), pk=pk)
    try:
        table_undo.undo(record=record, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("L’import est défait : tout est comme avant lui."))
    return redirect("workshops:import_detail", pk)


def told(record):
    """With `sentence`: what it did, in words."""
    record.sentence = telling.sentence(record.counts)
    return record
