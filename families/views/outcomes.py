"""« Ce qui a changé »: added and taken back from the page of the family."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from families.actions import outcomes as actions
from families.forms.outcomes import OutcomeForm
from families.models import Outcome
from families.views.households import family_of
from partnerships.once import once
from partnerships.views.telling import say_warnings


@once
def outcome_create(request, pk):
    family = family_of(request, pk)
    parents = family.parents.visible_to(request.user).named().in_name_order()
    form = OutcomeForm(request.POST or None, parents=parents, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("C’est noté."))
        say_warnings(request, form)
        return redirect(family)
    return render(request, "families/outcome_create.html", {"form": form, "family": family})


@require_POST
def outcome_delete(request, pk):
    outcomes = Outcome.objects.visible_to(request.user)
    outcome = get_object_or_404(outcomes.select_related("parent__family__structure"), pk=pk)
    family = outcome.parent.family
    actions.remove(outcome=outcome, by=request.user)
    messages.success(request, _("Ce fait n’est plus noté."))
    return redirect(family)
