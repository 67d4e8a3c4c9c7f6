"""Action sheets: found, read, written heading by heading, printed, copied."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from evaluation import sheet_document
from evaluation.actions import sheets as actions
from evaluation.forms.sheets import (
    ActionSheetForm,
    CopyForm,
    NewSectionForm,
    ResultForm,
    SheetFinder,
    SheetItemForm,
    SheetSectionForm,
)
from evaluation.models import ActionSheet, ExpectedResult, SheetItem, SheetSection, StrategicPlan
from evaluation.sheets import Reader, missing
from evaluation.views.doors import coordinators_only
from partnerships.once import once
from partnerships.views.telling import say_refusal, say_warnings
from workshops.views.doors import get_allowed

PER_PAGE = 30


def readable(user):
    seen = ActionSheet.objects.visible_to(user)
    return seen.select_related("holder", "objective__axis__plan")


def writable(user, pk):
    """404 for whoever may not read it, 403 for whoever may only read it."""
    return get_allowed(readable(user), ActionSheet.objects.writable_by(user), pk)


@require_safe
def action_sheet_list(request):
    finder = SheetFinder(request.GET, user=request.user)
    found = finder.filter(readable(request.user)).order_by("-starts_on", "code", "title", "pk")
    context = {
        "filter": finder,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "plans": StrategicPlan.objects.visible_to(request.user).select_related("holder"),
        "may_write": bool(request.user.rights.coordinates),
    }
    return render(request, "evaluation/action_sheet_list.html", context)


@once
def action_sheet_create(request):
    coordinators_only(request.user)
    blank = ActionSheet()
    wanted = request.GET.get("objectif", "")
    initial = {"objective": wanted} if wanted.isdecimal() else {}
    form = ActionSheetForm(request.POST or None, instance=blank, initial=initial, user=request.user)
    if form.is_valid() and (sheet := form.save()):
        messages.success(request, _("La fiche est commencée : ses rubriques vous attendent."))
        return redirect(sheet)
    return render(request, "evaluation/action_sheet_form.html", {"form": form})


@require_safe
def action_sheet_detail(request, pk):
    sheet = get_object_or_404(readable(request.user), pk=pk)
    reader = Reader(sheet, request.user)
    context = {
        "sheet": sheet,
        "reader": reader,
        "is_writer": sheet.holder_id in request.user.rights.coordinates,
        "missing": missing(sheet, reader.sections),
        "sees_plan": sees_plan(request.user, sheet),
    }
    return render(request, "evaluation/action_sheet_detail.html", context)


def sees_plan(user, sheet):
    """Its partners read the sheet, and not the whole plan it answers to."""
    plans = StrategicPlan.objects.visible_to(user)
    return bool(sheet.objective) and plans.filter(pk=sheet.objective.axis.plan_id).exists()


@require_safe
def action_sheet_pdf(request, pk):
    """As anybody may read it: no amount, no small count of people."""
    sheet = get_object_or_404(readable(request.user), pk=pk)
    return sheet_document.answer(sheet, by=request.user)


def action_sheet_edit(request, pk):
    sheet = writable(request.user, pk)
    form = ActionSheetForm(request.POST or None, instance=sheet, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("La fiche est à jour."))
        return redirect(sheet)
    theirs = get_object_or_404(readable(request.user), pk=pk)
    return render(request, "evaluation/action_sheet_form.html", {"form": form, "sheet": theirs})


@once
def action_sheet_copy(request, pk):
    sheet = writable(request.user, pk)
    form = CopyForm(request.POST or None, sheet=sheet, user=request.user)
    if form.is_valid() and (twin := form.save()):
        messages.success(
            request, _("La fiche de la période suivante reprend vos textes : relisez-les.")
        )
        return redirect(twin)
    return render(request, "evaluation/action_sheet_copy.html", {"form": form, "sheet": sheet})


def action_sheet_delete(request, pk):
    sheet = writable(request.user, pk)
    if request.method != "POST":
        return render(request, "evaluation/action_sheet_delete.html", {"sheet": sheet})
    actions.remove_sheet(sheet=sheet, by=request.user)
    messages.success(request, _("La fiche est supprimée."))
    return redirect("evaluation:action_sheet_list")


# -- Its parts -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """A kind of part: its rows, how one is written, how a new one is, and its words."""

    model: type
    form: type
    new_form: type
    new: str
    edit: str
    added: str


KINDS = {
    "rubriques": Kind(
        SheetSection,
        SheetSectionForm,
        NewSectionForm,
        gettext_lazy("Ajouter une rubrique"),
        gettext_lazy("Écrire la rubrique"),
        gettext_lazy("La rubrique est ajoutée, à la fin."),
    ),
    "actions": Kind(
        SheetItem,
        SheetItemForm,
        SheetItemForm,
        gettext_lazy("Ajouter une action"),
        gettext_lazy("Modifier l’action"),
        gettext_lazy("L’action est ajoutée."),
    ),
    "resultats": Kind(
        ExpectedResult,
        ResultForm,
        ResultForm,
        gettext_lazy("Ajouter un résultat attendu"),
        gettext_lazy("Modifier le résultat attendu"),
        gettext_lazy("Le résultat attendu est ajouté."),
    ),
}


def kind_of(name):
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def part_of(request, pk, name, part_pk):
    """The kind of a part, and the part itself, to change it."""
    kind, sheet = kind_of(name), writable(request.user, pk)
    rows = kind.model.objects.visible_to(request.user).filter(sheet=sheet)
    return kind, get_object_or_404(rows.select_related("sheet__holder"), pk=part_pk)


@once
def sheet_part_add(request, pk, kind):
    kind, sheet = kind_of(kind), writable(request.user, pk)
    blank = kind.model(sheet=sheet)
    form = kind.new_form(request.POST or None, instance=blank, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, kind.added)
        say_warnings(request, form)
        return redirect(sheet)
    return show_part(request, form, sheet, kind.new)


def sheet_part_edit(request, pk, kind, part_pk):
    kind, part = part_of(request, pk, kind, part_pk)
    form = kind.form(request.POST or None, instance=part, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("C’est enregistré."))
        say_warnings(request, form)
        return redirect(part.sheet)
    _kind, theirs = part_of(request, pk, request.resolver_match.kwargs["kind"], part_pk)
    return show_part(request, form, part.sheet, kind.edit, theirs)


def show_part(request, form, sheet, title, theirs=None):
    reader = Reader(sheet, request.user)
    passage = next((each for each in reader.passages if each.section == theirs), None)
    context = {"form": form, "sheet": sheet, "title": title, "theirs": theirs, "passage": passage}
    return render(request, "evaluation/sheet_part_form.html", context)


@require_POST
def sheet_part_move(request, pk, kind, part_pk):
    _kind, part = part_of(request, pk, kind, part_pk)
    actions.move(part=part, is_up="up" in request.POST, by=request.user)
    return redirect(part.sheet)


@require_POST
def sheet_part_remove(request, pk, kind, part_pk):
    _kind, part = part_of(request, pk, kind, part_pk)
    try:
        actions.remove(part=part, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("C’est retiré de la fiche."))
    return redirect(part.sheet)
