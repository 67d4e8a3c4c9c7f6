"""« Aide », and the visit of somebody new."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from config import context, welcome
from config.guide import HELP
from partnerships.actions import team
from partnerships.models import User


@require_safe
def help_page(request):
    """What each place is for, the words, the keys, and who to ask."""
    rights = request.user.rights
    rooms = [
        (entry, HELP[place.page])
        for entry in context.entries(request)
        for place in context.PLACES
        if place.label == entry.label and place.page in HELP
    ]
    return render(
        request,
        "config/help.html",
        {
            "visit": welcome.visit_of(request.user),
            "rooms": rooms,
            "coordinators": User.objects.coordinating(rights.belongs_to | rights.observes),
            "version": version(),
        },
    )


@cache
def version():
    """What one says when asking for help."""
    project = Path(settings.BASE_DIR, "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(project)["project"]["version"]


@require_POST
def welcomed(request):
    """« J’ai compris »: the welcome leaves the first page; the help keeps it."""
    team.welcome(user=request.user, on=timezone.localdate())
    return redirect("home")
