"""The front door: home, health, and what to say when a form came back too late."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from config import administration
from config import health as machine
from config import home as home_page
from config.failures import FULL, failure_of
from config.first_steps import progress as first_steps
from partnerships.actions import accounts
from partnerships.models import Structure


@require_safe
def home(request):
    """Each account finds the page that is its daily work."""
    rights = request.user.rights
    remaining = first_steps.remaining(request.user)
    if rights.works_in:
        day = home_page.day_of(request.user, timezone.localdate())
        return render(request, "config/home.html", {"day": day, "remaining": remaining})
    if rights.partners:
        return redirect("evaluation:my_structure")
    if rights.observes:
        return redirect("evaluation:observatory")
    if request.user.is_staff:
        if not Structure.objects.visible_to(request.user).exists():
            return redirect("first_steps")
        context = administration.overview() | {"remaining": remaining}
        return render(request, "config/home_admin.html", context)
    return render(request, "config/home_empty.html")


@login_not_required
@never_cache
@require_safe
def health(request):
    """For whoever watches over the machine: does it answer, and does the database?"""
    if not machine.answers():
        return JsonResponse({"status": "database"}, status=503)
    if machine.may_know(request):
        return JsonResponse(machine.report())
    return JsonResponse({"status": "ok"})


@login_not_required
@require_POST
def language_choose(request):
    """The cookie of this browser and, of somebody signed in, their account; back to the page."""
    if "\x00" in request.POST.get("next", ""):
        return redirect("home")
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        accounts.speak(user=request.user, language=chosen)
    return set_language(request)


def server_error(request):
    """Called while the error is at hand; on the page, what to do next and not why."""
    failure = failure_of(sys.exception())
    return told(failure) if failure else defaults.server_error(request)


def too_many(request):
    """Attempts are counted in the database: when it cannot count them, that is what is wrong."""
    if not machine.writes():
        return told(FULL)
    return render(request, "429.html", status=429)


def told(failure):
    headers = {"Retry-After": str(failure.retry_after), "Cache-Control": "no-store"}
    page = render_to_string(failure.template)
    return HttpResponse(page, status=failure.status, headers=headers)


def csrf_failure(request, reason=""):
    """The reason is for developers: it is in the log, and nowhere on the page."""
    return render(request, "403_csrf.html", status=403)
