"""The list of sessions, and what is written before a session takes place."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from workshops import exports
from workshops.forms import SessionFilter
from workshops.models import Session


@require_safe
def session_list(request):
    listing = SessionFilter(request.GET, user=request.user)
    found = listing.filter(Session.objects.visible_to(request.user))
    page = listing.page(found)
    context = {
        "filter": listing,
        "page": page,
        "sessions": page.of(found).for_lines(request.user).with_team(),
        "today": listing.today,
    }
    return render(request, "workshops/session_list.html", context)


@require_safe
def session_export(request):
    """The whole of what the list would show, with the same filters; no name of a parent."""
    listing = SessionFilter(request.GET, user=request.user)
    found = listing.filter(Session.objects.visible_to(request.user))
    return exports.sessions(found, format=request.GET.get("format"))
