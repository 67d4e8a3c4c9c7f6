"""The front door: home, health, and what to say when a form came back too late."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config import administration
from config import home as home_page


@require_safe
def home(request):
    """Each account finds the page that is its daily work."""
    rights = request.user.rights
    if rights.works_in:
        day = home_page.day_of(request.user, timezone.localdate())
        return render(request, "config/home.html", {"day": day})
    if rights.partners:
        return redirect("evaluation:my_structure")
    if rights.observes:
        return redirect("evaluation:observatory")
    if request.user.is_staff:
        return render(request, "config/home_admin.html", administration.overview())
    return render(request, "config/home_empty.html")


@login_not_required
@never_cache
@require_safe
def health(request):
    """For whoever watches over the machine: does it answer, and does the database?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


def csrf_failure(request, reason=""):
    """The reason is for developers: it is in the log, and nowhere on the page."""
    return render(request, "403_csrf.html", status=403)
