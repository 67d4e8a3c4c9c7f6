"""The observatory: what a federation, a funder or a town reads of the structures it observes."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evaluation.forms.network import NetworkForm
from evaluation.neighbourhoods import gaps, table_of
from evaluation.network import network
from evaluation.tables import asked, taken_away
from evaluation.views.doors import observers_only
from partnerships.calendar import school_year, school_year_after

# This school year and the two before.
YEARS = 3


@require_safe
def observatory(request):
    """Reports issued, and figures over what this observer may watch; never a name."""
    observers_only(request.user)
    current = school_year(timezone.localdate())
    years = [school_year_after(current, -back) for back in range(YEARS)]
    form = NetworkForm(request.GET, user=request.user, years=years)
    seen = network(request.user, form.asked)
    tables = list(seen.tables)
    if seen.current and seen.asked.is_whole:
        tables.append(table_of(gaps(seen)))
    if table := asked(tables, request.GET):
        return taken_away(table, seen.structures, format=request.GET["format"], by=request.user)
    context = {"filter": form, "network": seen, "tables": tables, "reports": seen.reports}
    return render(request, "evaluation/observatory.html", context)
