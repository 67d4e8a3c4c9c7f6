from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluation.boards import Board, due_of, grant_evidence, request_of
from evaluation.budgets import Budget, ledger
from evaluation.disclosure import as_seen_by
from evaluation.figures import Figures, Scope
from evaluation.forms.grants import GrantForm
from evaluation.forms.periods import PeriodForm
from evaluation.models import Grant, Indicator
from evaluation.pledges import promises_of
from evaluation.views.doors import coordinators_only
from partnerships.once import once
from workshops.models import Programme


@require_safe
def grant_list(request):
    coordinators_only(request.user)
    today = timezone.localdate()
    grants = Grant.objects.visible_to(request.user).select_related("funder", "scheme")
    grants = grants.prefetch_related("programmes")
    lines = [line_of(grant, today) for grant in grants]
    context = {
        "current": [line for line in lines if line["grant"].ends_on >= today],
        "past": [line for line in lines if line["grant"].ends_on < today],
    }
    return render(request, "evaluation/grant_list.html", context)


def line_of(grant, today):
    """One grant: amounts of several are of different funders and years, and are never summed."""
    return {"grant": grant, "due": due_of(grant, today), "awaited": request_of(grant, today)}


@require_safe
def grant_detail(request, pk):
    grants = Grant.objects.visible_to(request.user).with_draft()
    grant = get_object_or_404(grants.select_related("funder", "holder", "scheme"), pk=pk)
    programmes = tuple(Programme.objects.counted_for(request.user).filter(grants=grant))
    form = PeriodForm(request.GET, starts_on=grant.starts_on, ends_on=grant.ends_on)
    figures = Figures.of(Scope(programmes, *form.period))
    today = timezone.localdate()
    board = Board(
        as_seen_by(request.user, figures),
        promises_of(Indicator.objects.visible_to(request.user).filter(grants=grant)),
        today,
        partial(grant_evidence, grant),
    )
    context = {"grant": grant, "programmes": programmes, "board": board, "period_form": form}
    context |= line_of(grant, today) | money_of(grant)
    context["beside"] = beside(request.user, grant, programmes, today)
    return render(request, "evaluation/grant_detail.html", context)


def money_of(grant):
    budget = Budget.of(grant)
    share = budget.share_sentence(grant.awarded)
    return {"ledger": ledger(grant), "budget": budget, "share": share}


def beside(user, grant, programmes, today):
    """The other grants that pay for the same programmes, side by side."""
    others = Grant.objects.visible_to(user).filter(programmes__in=programmes).exclude(pk=grant.pk)
    others = others.select_related("funder", "scheme").prefetch_related("programmes").distinct()
    return [line_of(other, today) for other in others]


@require_http_methods(["GET", "HEAD", "POST"])
@once
def grant_create(request):
    coordinators_only(request.user)
    last = Grant.objects.visible_to(request.user).filter(pk=number_of(request.GET.get("apres")))
    initial = GrantForm.next_to(last[0]) if last else {}
    form = GrantForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and (grant := form.save()):
        messages.success(request, _("La subvention est enregistrée."))
        return redirect(grant)
    return render(request, "evaluation/grant_form.html", {"form": form})


def number_of(text):
    return int(text) if text and text.isdecimal() else 0


@require_http_methods(["GET", "HEAD", "POST"])
def grant_update(request, pk):
    grant = get_object_or_404(Grant.objects.visible_to(request.user), pk=pk)
    form = GrantForm(request.POST or None, instance=grant, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("La subvention est à jour."))
        return redirect(grant)
    # What was typed is in the form; the page goes on naming what is kept.
    title = Grant.objects.visible_to(request.user).get(pk=pk).title if form.errors else grant.title
    return render(request, "evaluation/grant_form.html", {"form": form, "title": title, "pk": pk})
