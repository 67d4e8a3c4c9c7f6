"""The budget of a grant: its grid, the lines one adds, and the spreadsheet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluation.actions import budgets as actions
from evaluation.budget_tables import budget_response
from evaluation.budgets import Budget, value_of_hours, volunteer_minutes
from evaluation.forms.budgets import Grid, GridForm, LineForm, SourceForm
from evaluation.models import Grant
from partnerships import french
from partnerships.once import once


def budget_of(user, pk):
    """The coordinators of the holder write it; for anybody else it is not there."""
    grants = Grant.objects.visible_to(user).select_related("funder", "holder")
    return get_object_or_404(grants, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def budget_edit(request, pk):
    grant = budget_of(request.user, pk)
    if request.method != "POST":
        return page(request, grant)
    form = GridForm(request.POST, grant=grant, user=request.user)
    written = form.save()
    if form.warns_of_a_number():
        messages.warning(
            request,
            _("Une explication semble contenir un numéro de sécurité sociale : retirez-le."),
        )
    if form.errors:
        return page(request, grant, typed=form.typed, errors=form.errors, written=written)
    messages.success(request, sentence_of(written))
    return redirect("evaluation:budget_edit", pk)


def sentence_of(written):
    if not written:
        return _("Rien n’a changé.")
    return ngettext(
        "%(count)s case est enregistrée.", "%(count)s cases sont enregistrées.", written
    ) % {"count": french.number(written)}


@require_POST
@once
def budget_line_add(request, pk):
    grant = budget_of(request.user, pk)
    form = LineForm(request.POST, grant=grant, user=request.user)
    if form.is_valid() and (line := form.save()):
        messages.success(request, _("« %(label)s » est dans le budget.") % {"label": line.label})
        return redirect("evaluation:budget_edit", pk)
    return page(request, grant, line_form=form)


@require_POST
def budget_line_remove(request, pk, line_pk):
    grant = budget_of(request.user, pk)
    line = get_object_or_404(grant.budget_lines.in_order(), pk=line_pk)
    return act(
        request,
        grant,
        lambda: actions.remove_line(line=line, by=request.user),
        _("La ligne vide est retirée."),
    )


@require_POST
@once
def budget_copy(request, pk):
    grant = budget_of(request.user, pk)
    form = SourceForm(request.POST, grant=grant, user=request.user)
    if not form.is_valid():
        messages.error(request, _("Choisissez une subvention de la liste."))
        return redirect("evaluation:budget_edit", pk)
    return act(
        request,
        grant,
        lambda: actions.copy_forecast(
            grant=grant, source=form.cleaned_data["source"], by=request.user
        ),
        _("Le prévu est repris : relisez-le, il est celui d’une autre période."),
    )


@require_POST
def budget_volunteers(request, pk):
    grant = budget_of(request.user, pk)
    return act(
        request,
        grant,
        lambda: actions.value_volunteers(grant=grant, by=request.user),
        _("Les heures bénévoles sont au réalisé des comptes 864 et 870."),
    )


@require_safe
def budget_export(request, pk):
    """XLSX when asked, else CSV."""
    grant = budget_of(request.user, pk)
    return budget_response(grant, format=request.GET.get("format", ""), by=request.user)


def act(request, grant, action, done):
    """Do it and say so, or say why not; back to the budget either way."""
    try:
        action()
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, done)
    return redirect("evaluation:budget_edit", grant.pk)


def page(request, grant, *, typed=(), errors=(), written=0, line_form=None):
    """The grid as it is kept, with what was typed where it could not be."""
    budget = Budget.of(grant)
    minutes = volunteer_minutes(grant)
    context = {
        "grant": grant,
        "budget": budget,
        "grid": Grid(budget, typed, errors),
        "written": sentence_of(written),
        "share": budget.share_sentence(grant.awarded),
        "line_form": line_form or LineForm(grant=grant, user=request.user),
        "source_form": SourceForm(grant=grant, user=request.user),
        "volunteer_minutes": minutes,
        "volunteer_value": minutes
        and grant.volunteer_rate is not None
        and value_of_hours(minutes, grant.volunteer_rate),
    }
    return render(request, "evaluation/budget_edit.html", context)
