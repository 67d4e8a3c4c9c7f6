"""What every answer carries, whatever the page."""

import logging

from django.conf import settings
from django.contrib import messages
from django.db import DataError
from django.db.models import BigIntegerField
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from config import offline
from partnerships import second_factor, sessions, throttle

LEAVES = ("_pdf", "_print", "_export", "feed_read")
log = logging.getLogger(__name__)
BIGGEST = BigIntegerField.MAX_BIGINT
NEVER_ASKED = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]


class ChosenLanguage:
    """The language somebody chose, never the one their browser was sold with.

    Before signing in, a cookie remembers it; after, the account does. What leaves the house
    (documents, spreadsheets) is in French, whoever asks: others read it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.LANGUAGE_CODE = chosen_language(request)
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.view_name.endswith(LEAVES):
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
            translation.activate(settings.LANGUAGE_CODE)


def chosen_language(request):
    if request.user.is_authenticated:
        return request.user.language
    asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class PrivateAnswers:
    """What was shown to somebody signed in is not kept by browsers and proxies.

    Shared computers are the rule in schools: after signing out, going back shows nothing.
    Files of static/ are answered before this by whitenoise, and may be kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", ", ".join(f"{feature}=()" for feature in NEVER_ASKED)
        )
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
            response.headers["Account-Day"] = offline.account_day(request.user)
        return response


class OpenSession:
    """Reading a page puts off the end of a session; what it says is in partnerships/sessions.py."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            sessions.keep_open(request)
        return response


class RealNumbers:
    """A number that no record can have is that of none: in an address, 404; in a form, refused."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if any(isinstance(each, int) and each > BIGGEST for each in kwargs.values()):
            raise Http404

    def process_exception(self, request, exception):
        """What the database cannot count to: SQLite says OverflowError, PostgreSQL DataError."""
        if isinstance(exception, OverflowError | DataError):
            log.warning("A number out of range was sent")
            return bad_request(request, exception)
        return None


class SecondFactor:
    """Until it is active, whoever must have one reaches the pages that activate it, and no other."""

    # Of allauth: the password asked again, the activation, signing out.
    ALLOWED = ("account_", "mfa_")
    ALLOWED_OF_OURS = {"partnerships:device_check"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        page = request.resolver_match.view_name
        is_free = page.startswith(self.ALLOWED) or page in self.ALLOWED_OF_OURS
        # A page that is open to everybody is open to them too.
        is_free = is_free or not getattr(view, "login_required", True)
        if is_free or not request.user.is_authenticated:
            return None
        if not second_factor.is_missing(request.user):
            return None
        messages.info(
            request,
            _(
                "Votre compte ouvre beaucoup de données personnelles : "
                "activez d’abord la double vérification."
            ),
        )
        return redirect("mfa_activate_totp")


class Pace:
    """Searches, exports and imports that come faster than anybody works wait for ten minutes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated and not throttle.may_go_on(request):
            return render(request, "429.html", status=429)
        return None
