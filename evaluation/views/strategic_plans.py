"""Plans of several years: the tree on one page, its axes and objectives, its table."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluation import strategic_plans as reading
from evaluation.actions import strategic_plans as actions
from evaluation.aims import years
from evaluation.forms.strategic_plans import AxisForm, ObjectiveForm, StrategicPlanForm
from evaluation.models import StrategicAxis, StrategicObjective, StrategicPlan
from evaluation.views.doors import coordinators_only
from partnerships import audit
from partnerships.once import once
from partnerships.spreadsheets import csv_response, xlsx_response
from partnerships.views.telling import say_refusal
from workshops.views.doors import get_allowed


def readable(user):
    return StrategicPlan.objects.visible_to(user).select_related("holder")


def writable(user, pk):
    """404 for whoever may not read it, 403 for whoever may only read it."""
    return get_allowed(readable(user), StrategicPlan.objects.writable_by(user), pk)


@once
def strategic_plan_create(request):
    coordinators_only(request.user)
    blank = StrategicPlan()
    form = StrategicPlanForm(request.POST or None, instance=blank, user=request.user)
    if form.is_valid() and (plan := form.save()):
        messages.success(request, _("Le plan est commencé : donnez-lui ses axes."))
        return redirect(plan)
    return render(request, "evaluation/strategic_plan_form.html", {"form": form})


@require_safe
def strategic_plan_detail(request, pk):
    plan = get_object_or_404(readable(request.user), pk=pk)
    lines = reading.consolidated(plan, request.user)
    context = {
        "plan": plan,
        "axes": reading.tree(plan, request.user),
        "lines": [line for line in lines if not line.is_words],
        "told": [line for line in lines if line.is_words],
        "years": [years(*period) for period in reading.years_of(plan)],
        "is_writer": plan.holder_id in request.user.rights.coordinates,
        "may_add": bool(request.user.rights.coordinates),
    }
    return render(request, "evaluation/strategic_plan_detail.html", context)


@require_safe
def strategic_plan_table(request, pk):
    """Axis, objective, sheet, action, deadline, result, indicator, target, obtained."""
    plan = get_object_or_404(readable(request.user), pk=pk)
    rows = list(reading.table(plan, request.user))
    as_csv = request.GET.get("format") == "csv"
    audit.record(
        audit.Verb.EXPORTED,
        plan,
        by=request.user,
        structure=plan.holder,
        fields=["csv" if as_csv else "xlsx"],
    )
    respond = csv_response if as_csv else xlsx_response
    return respond(rows, reading.HEADERS, _("plan %(title)s") % {"title": plan.title})


def strategic_plan_edit(request, pk):
    plan = writable(request.user, pk)
    form = StrategicPlanForm(request.POST or None, instance=plan, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Le plan est à jour."))
        return redirect(plan)
    theirs = get_object_or_404(readable(request.user), pk=pk)
    return render(request, "evaluation/strategic_plan_form.html", {"form": form, "plan": theirs})


def strategic_plan_delete(request, pk):
    plan = writable(request.user, pk)
    if request.method != "POST":
        return render(request, "evaluation/strategic_plan_delete.html", {"plan": plan})
    return cut(request, plan, lambda: actions.remove(plan=plan, by=request.user), is_plan=True)


# -- Axes and objectives ---------------------------------------------------------------------------


@once
def axis_create(request, pk):
    plan = writable(request.user, pk)
    form = AxisForm(request.POST or None, instance=StrategicAxis(plan=plan), user=request.user)
    return write(request, form, plan, _("Ajouter un axe"))


def axis_edit(request, pk, axis_pk):
    plan = writable(request.user, pk)
    axis = get_object_or_404(plan.axes.order_by("number"), pk=axis_pk)
    form = AxisForm(request.POST or None, instance=axis, user=request.user)
    return write(request, form, plan, _("Renommer l’axe"))


@require_POST
def axis_delete(request, pk, axis_pk):
    plan = writable(request.user, pk)
    axis = get_object_or_404(plan.axes.order_by("number"), pk=axis_pk)
    return cut(request, plan, lambda: actions.cut(branch=axis, by=request.user))


@once
def objective_create(request, pk, axis_pk):
    plan = writable(request.user, pk)
    axis = get_object_or_404(plan.axes.order_by("number"), pk=axis_pk)
    blank = StrategicObjective(axis=axis)
    form = ObjectiveForm(request.POST or None, instance=blank, user=request.user)
    return write(request, form, plan, _("Ajouter un objectif"), axis)


def objective_of(plan, pk):
    objectives = StrategicObjective.objects.select_related("axis__plan__holder")
    return get_object_or_404(objectives.filter(axis__plan=plan), pk=pk)


def objective_edit(request, pk, objective_pk):
    plan = writable(request.user, pk)
    objective = objective_of(plan, objective_pk)
    form = ObjectiveForm(request.POST or None, instance=objective, user=request.user)
    return write(request, form, plan, _("Renommer l’objectif"), objective.axis)


@require_POST
def objective_delete(request, pk, objective_pk):
    plan = writable(request.user, pk)
    objective = objective_of(plan, objective_pk)
    return cut(request, plan, lambda: actions.cut(branch=objective, by=request.user))


def write(request, form, plan, title, axis=None):
    if form.is_valid() and form.save():
        messages.success(request, _("L’arbre du plan est à jour."))
        return redirect(plan)
    context = {"form": form, "plan": plan, "title": title, "axis": axis}
    return render(request, "evaluation/strategic_branch_form.html", context)


def cut(request, plan, act, *, is_plan=False):
    """Do it and say so, or say why not."""
    try:
        act()
    except ValidationError as refusal:
        say_refusal(request, refusal)
        return redirect(plan)
    messages.success(request, _("C’est retiré."))
    return redirect("evaluation:action_sheet_list") if is_plan else redirect(plan)
