"""Where one is signed in: the list of one’s open sessions, and how to close them."""

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.totp.views import activate_totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships import sessions
from partnerships.devices import device_of


@dataclass(frozen=True)
class Device:
    """An open session as its owner reads it: no address, no name of a program."""

    pk: int
    name: str
    since: dt.datetime
    seen: dt.datetime
    is_this_one: bool


@require_safe
def device_list(request):
    found = sessions.sessions_of(request.user)
    key = request.session.session_key
    devices = [
        Device(
            pk=each.pk,
            name=device_of(each.user_agent),
            since=timezone.localtime(each.created_at),
            seen=timezone.localtime(each.last_seen_at),
            is_this_one=each.session_key == key,
        )
        for each in found
    ]
    devices.sort(key=lambda device: not device.is_this_one)
    limits = {
        "idle_minutes": settings.SESSION_IDLE // 60,
        "hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, "partnerships/device_list.html", {"devices": devices} | limits)


@require_POST
def device_close(request, pk):
    session = get_object_or_404(sessions.others_of(request), pk=pk)
    get_adapter().end_sessions([session])
    messages.success(
        request,
        _("C’est fermé : %(device)s ne montre plus rien de votre compte.")
        % {"device": device_of(session.user_agent)},
    )
    return redirect("partnerships:device_list")


@require_POST
def device_close_others(request):
    close_others(request)
    return redirect("partnerships:device_list")


def close_others(request):
    get_adapter().end_sessions(sessions.others_of(request))
    messages.success(request, _("C’est fermé partout ailleurs : seul cet appareil reste connecté."))


def second_factor_activate(request):
    """Whoever came in elsewhere with the password alone comes in again, with a code."""
    answer = activate_totp(request)
    if request.method == "POST" and is_mfa_enabled(request.user):
        close_others(request)
    return answer


@require_safe
def device_check(request):
    """Asked by a page where somebody types: being answered keeps the session open."""
    return HttpResponse(status=204)
