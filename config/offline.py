"""What a phone needs to open a sheet without a network: the worker, its files, an honest page.

static/js/worker.js says how it works, docs/sheet.md what is kept where and for how long.
"""

import datetime as dt
import hashlib
import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PAGE = "config/offline.html"
# All that a sheet and the offline page ask for (a test reads them and says what is missing).
FILES = [
    *(f"css/{name}.css" for name in ("tokens", "app", "guide", "people", "printed")),
    *(f"fonts/atkinson-{name}.woff2" for name in (400, "400-italic", 600, 700)),
    *(f"fonts/atkinson-ext-{name}.woff2" for name in (400, 600, 700)),
    *(f"fonts/naskh-{name}.woff2" for name in (400, 700)),
    *("img/icons.svg", "img/icon.svg", "img/icon-32.png"),
    "img/icon-180.png",
    "img/manifest.webmanifest",
    *(
        f"js/{name}.js"
        for name in (
            *("arrivals", "conflicts", "device", "disclosures", "kept", "keys", "narrow"),
            *("offline", "pending", "roster", "search", "session", "sheet", "status", "token"),
            "words",
        )
    ),
]


@login_not_required
@never_cache
@require_safe
def service_worker(request):
    """At the root, so that it answers for the whole site; a new version of a file is a new worker."""
    said = json.dumps(told(), ensure_ascii=True)
    text = f"const SAID = {said};\nimportScripts({json.dumps(static('js/worker.js'))});\n"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


def told():
    """What the worker cannot know by itself; the names of files change with their content."""
    files = [static(name) for name in FILES]
    page = render_to_string(PAGE)
    return {
        "version": hashlib.sha256("\n".join([*files, page]).encode()).hexdigest()[:12],
        "files": files,
        "page": reverse("offline"),
        "static": settings.STATIC_URL,
        # While one works on the files, their names do not change: the network first.
        "fresh": settings.DEBUG,
    }


@login_not_required
@never_cache
@require_safe
def offline(request):
    """Shown by the worker instead of a page the network did not bring: it names nobody."""
    return render(request, PAGE)


def account_day(user):
    """« 12 2026-03-10 52200 »: who is signed in, which day it is here, how many seconds are left.

    A phone’s date may be wrong; by this it counts how long it may keep a page, and knows whose.
    """
    now = timezone.localtime()
    tomorrow = timezone.make_aware(dt.datetime.combine(now.date() + dt.timedelta(1), dt.time.min))
    return f"{user.pk} {now.date().isoformat()} {int(tomorrow.timestamp() - now.timestamp())}"
