"""Long work beside the web: the page somebody asked for is answered by a worker, and kept.

The worker runs the very view that was asked, for the same account: it opens the same doors at the
time it is done, writes the same lines in the journal, and no list of works has to be kept here.
Without a worker (settings.WORKER) the same happens at once, inside the request.
"""

import logging
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from partnerships import once, progress
from partnerships.actions import jobs as actions
from partnerships.documents import PdfError
from partnerships.models import Job
from partnerships.transactions import atomic_again

logger = logging.getLogger(__name__)
# Seconds: a step said more often would cost more than it tells.
EVERY = 1


class Asked(HttpRequest):
    """What somebody asked, asked again: same page, same account, nobody behind the screen."""

    def __init__(self, job):
        super().__init__()
        address = urlsplit(job.address)
        self.method = job.method
        self.path = self.path_info = address.path
        self.META["QUERY_STRING"] = address.query
        self.GET, self.POST = QueryDict(address.query), QueryDict(job.form)
        self.user = job.owner
        self.session, self.htmx = {}, False
        # It was checked when it came.
        self._dont_enforce_csrf_checks = True
        self._messages = Said(self)


class Said(BaseStorage):
    """What the page says, for the page of the job."""

    def _get(self, *args, **kwargs):
        return [], True


# -- Asking --------------------------------------------------------------------------------------


def later(request: HttpRequest, size: int, *, limit: int, title: str) -> HttpResponse | None:
    """Where one follows the work when its size passes the limit; None when it is to be done now.

    In a view, before what takes long: `if elsewhere := later(…): return elsewhere`.
    """
    if size <= limit or isinstance(request, Asked):
        return None
    form = request.POST.copy()
    for technical in (once.FIELD, "csrfmiddlewaretoken"):
        form.pop(technical, None)
    try:
        job = actions.start(
            title=title,
            address=request.get_full_path(),
            method="POST" if request.method == "POST" else "GET",
            form=form.urlencode(),
            by=request.user,
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("partnerships:job_list")
    queue(job)
    return redirect(job)


def queue(job: Job) -> None:
    """Once it stands: to the worker, or done at once where there is none."""
    transaction.on_commit(lambda: work.enqueue(job.pk))


# -- Doing ---------------------------------------------------------------------------------------


@task
def work(pk: int) -> None:
    """Once, however often it is asked."""
    if job := actions.take(pk=pk):
        with translation.override(language_of(job)), progress.heard_by(teller(job)):
            do(job)


def language_of(job):
    """What leaves the house is in French, whoever asks; what is told is told in one’s own."""
    return job.owner.language if job.method == "POST" else settings.LANGUAGE_CODE


def do(job):
    """Ends with an answer, or with a sentence that says why there is none."""
    try:
        if job.method == "POST":
            write(job=job)
        else:
            answer(job)
    except actions.GivenUp:
        return
    except (Http404, PermissionDenied):
        ended(job, _("Ce que vous aviez demandé n’existe plus, ou ne vous est plus ouvert."))
    except (ValidationError, PdfError) as refusal:
        ended(job, " ".join(getattr(refusal, "messages", map(str, refusal.args))))
    except Exception:
        # Whatever it is, whoever waits is told; the reason is for whoever keeps the machine.
        logger.exception("Job %s failed", job.pk)
        ended(job, _("Une erreur nous a empêchés de finir : recommencez, puis prévenez-nous."))


@atomic_again
def write(*, job):
    """What it writes and its end stand together, or neither: killed in between, it starts again."""
    answer(job)


def answer(job):
    if not job.owner.is_active:
        raise PermissionDenied
    request = Asked(job)
    match = request.resolver_match = resolve(request.path_info)
    response = match.func(request, *match.args, **match.kwargs)
    said = list(request._messages)
    sentence = " ".join(str(each.message) for each in said)
    is_refused = any(each.level >= messages.ERROR for each in said)
    if not is_refused and {"Location", "Content-Disposition"} & set(response.headers):
        actions.finish(job=job, response=response, sentence=sentence)
        return
    sentence = sentence or _("Cette page ne se prépare plus ainsi : demandez-la de nouveau.")
    actions.fail(job=job, sentence=sentence, next_address=response.get("Location", ""))


def ended(job, sentence):
    try:
        actions.fail(job=job, sentence=sentence)
    except actions.GivenUp:
        logger.info("Job %s was over", job.pk)


def teller(job):
    """Writes a step a second at most, and none where it would wait for the end to be seen."""
    last = 0

    def tell(done, total):
        nonlocal last
        if connection.in_atomic_block or time.monotonic() - last < EVERY:
            return
        last = time.monotonic()
        actions.step(job=job, done=done, total=total)

    return tell
