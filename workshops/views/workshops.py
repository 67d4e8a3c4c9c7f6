from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workshops import progress
from workshops.forms import WorkshopFilter
from workshops.models import Enrolment, Workshop


@require_safe
def workshop_list(request):
    listing = WorkshopFilter(request.GET, user=request.user)
    found = listing.filter(Workshop.objects.visible_to(request.user))
    page = Paginator(found.for_lines(listing.today), 25).get_page(request.GET.get("page"))
    return render(request, "workshops/workshop_list.html", {"filter": listing, "page": page})


@require_safe
def workshop_detail(request, pk):
    today = timezone.localdate()
    seen = Workshop.objects.visible_to(request.user).single().with_access_of(request.user)
    workshop = get_object_or_404(seen.for_page(), pk=pk)
    sessions = list(workshop.sessions.for_lines(request.user).order_by("date", "starts_at", "pk"))
    context = {
        "workshop": workshop,
        "today": today,
        "progress": progress.of_workshop(workshop, sessions),
        "steps": progress.steps(workshop, sessions),
        "enrolments": enrolments_of(workshop, request.user),
        "enrolled": workshop.enrolments.on(today).count(),
    }
    return render(request, "workshops/workshop_detail.html", context)


def enrolments_of(workshop, user):
    """Those expected, then those who left; nobody for who does not keep the sheets."""
    seen = Enrolment.objects.visible_to(user).filter(workshop=workshop).select_related("parent")
    order = (F("left_on").asc(nulls_first=True), "parent__first_name", "parent__last_name", "pk")
    return seen.with_attendance().order_by(*order)
