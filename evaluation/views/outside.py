"""Homes of those who look from outside: school staff and other partners, funders, federations."""

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evaluation.forms.periods import SchoolYearForm
from evaluation.models import Report
from evaluation.outside import overview
from evaluation.views.doors import observers_only, partners_only
from partnerships import registry
from partnerships.calendar import school_year, school_year_after
from partnerships.models import Partnership, Structure
from workshops.models import Programme, Session

# Two months ahead, the next ones in sight.
AHEAD = timedelta(days=60)
# This school year and the two before.
YEARS = 3


@require_safe
def my_structure(request):
    """Ten minutes between two classes: what is coming, what can be read, what was done."""
    partners_only(request.user)
    today = timezone.localdate()
    user, mine = request.user, request.user.rights.partners
    coming = Session.objects.visible_to(user).planned().between(today, today + AHEAD)
    coming = list(coming.select_related("workshop__host", "module", "school__structure"))
    seen = Programme.objects.visible_to(user).filter(ends_on__gte=today).select_related("lead")
    done = overview(seen, user)
    context = {
        "today": today,
        "due": registry.waiting(user, today),
        "structures": Structure.objects.visible_to(user).filter(pk__in=mine),
        "ours": [session for session in coming if concerns(session, mine)],
        "others": [session for session in coming if not concerns(session, mine)],
        "reports": Report.objects.visible_to(user).issued().select_related("grant__holder"),
        "overview": done,
        "here": done.at(mine),
        "partnerships": Partnership.objects.visible_to(user).prefetch_related("structures"),
    }
    return render(request, "evaluation/my_structure.html", context)


def concerns(session, structures):
    """Held for this school, or welcomed by this structure."""
    return session.school_id in structures or session.workshop.host_id in structures


@require_safe
def observatory(request):
    """Reports issued and aggregates over what this observer may watch; never a name."""
    observers_only(request.user)
    current = school_year(timezone.localdate())
    years = [school_year_after(current, -back) for back in range(YEARS)]
    form = SchoolYearForm(request.GET, years=years, current=current)
    starts_on, ends_on = form.period
    watched = request.user.rights.watches | request.user.rights.observes
    programmes = Programme.objects.counted_for(request.user).filter(
        lead__in=watched, starts_on__lte=ends_on, ends_on__gte=starts_on
    )
    reports = Report.objects.visible_to(request.user).issued()
    context = {
        "year_form": form,
        "year": form.asked,
        "reports": reports.select_related("grant__funder", "grant__holder"),
        "overview": overview(programmes.select_related("lead"), request.user, form.period),
    }
    return render(request, "evaluation/observatory.html", context)
