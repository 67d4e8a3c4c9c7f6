"""The home of those who look from outside: school staff and other partners."""

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evaluation.models import Report
from evaluation.outside import overview
from evaluation.views.doors import partners_only
from partnerships import registry
from partnerships.models import Partnership, Structure
from workshops.models import Programme, Session

# Two months ahead, the next ones in sight.
AHEAD = timedelta(days=60)


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
