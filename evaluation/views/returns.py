"""The tables of yearly surveys, ready to copy: for the coordinator of the structure, in full."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluation import returns
from evaluation.forms.returns import ReturnForm
from evaluation.tables import asked, taken_away
from evaluation.views.doors import coordinators_only
from partnerships.calendar import school_year, school_year_after, school_year_bounds

YEARS = 3


@require_safe
def senacs(request):
    """A civil year: the survey comes in spring, about the year before."""
    coordinators_only(request.user)
    last = timezone.localdate().year
    years = [last - back for back in range(YEARS)]
    form = ReturnForm(request.GET, user=request.user, years=years)
    found = returns.senacs(form.whose, int(form.when))
    return answer(request, found, form, _("SENACS"))


@require_safe
def clas(request):
    """A school year, as the contract; the parents’ French lessons at school come after it."""
    coordinators_only(request.user)
    current = school_year(timezone.localdate())
    years = [school_year_after(current, -back) for back in range(YEARS)]
    form = ReturnForm(request.GET, user=request.user, years=years)
    period = school_year_bounds(form.when)
    found = returns.clas(form.whose, period)
    lessons = returns.oepre(form.whose, period)
    return answer(request, found, form, _("CLAS"), more=[lessons] if lessons.rows else [])


def answer(request, found, form, title, more=()):
    tables = [*found.tables, *more]
    if table := asked(tables, request.GET):
        format = request.GET["format"]
        return taken_away(table, [found.structure], format=format, by=request.user)
    context = {"filter": form, "return": found, "tables": tables, "title": title, "year": form.when}
    return render(request, "evaluation/return.html", context)
