"""The life of a long work: asked, taken, its steps, its end; each step stands whoever repeats it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.models import Job, User

State = Job.State
# Of one person at once: nobody’s turn waits behind a hundred of somebody else’s.
MOST = 5


class GivenUp(Exception):
    """It was given up, or erased, while it was being done: nothing of it stays."""


@transaction.atomic
def start(*, title: str, address: str, by: User, method: str = "GET", form: str = "") -> Job:
    """The same work already asked and not ended is the one answered: nothing is done twice.

    Refuses (ValidationError) the sixth that waits at once.
    """
    # Its row is what two clicks wait for.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    mine = Job.objects.visible_to(by).active().light()
    if same := mine.filter(address=address, method=method, form=form).first():
        return same
    if mine.count() >= MOST:
        raise ValidationError(
            _(
                "Vous avez déjà %(count)d travaux en cours : attendez que l’un finisse, ou "
                "abandonnez-en un."
            ),
            code="most",
            params={"count": MOST},
        )
    return Job.objects.create(
        owner=by, title=title[:200], address=address, method=method, form=form
    )


def take(*, pk: int) -> Job | None:
    """For whoever is going to do it; None when it is taken, ended or erased."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=pk, state=State.QUEUED)
    if not waiting.update(state=State.RUNNING, started_at=now, seen_at=now, done=0, total=0):
        return None
    return Job.objects.select_related("owner").get(pk=pk)


def step(*, job: Job, done: int, total: int) -> None:
    """Refuses (GivenUp) to go on with what nobody waits for any more."""
    running = Job.objects.filter(pk=job.pk, state=State.RUNNING)
    if not running.update(done=min(done, total), total=total, seen_at=timezone.now()):
        raise GivenUp


def finish(*, job: Job, response: HttpResponse, sentence: str) -> None:
    """With a file to fetch, or the page where one goes next. Refuses (GivenUp) when it is over."""
    content = b"" if response.get("Location") else b"".join(response)
    end(
        job,
        State.DONE,
        sentence=sentence,
        content=content,
        size=len(content),
        media_type=response.get("Content-Type", ""),
        disposition=response.get("Content-Disposition", ""),
        next_address=response.get("Location", ""),
    )


def fail(*, job: Job, sentence: str, next_address: str = "") -> None:
    """Why, in words. Refuses (GivenUp) when it is over."""
    end(job, State.FAILED, sentence=sentence, next_address=next_address)


def end(job, state, **values):
    """Another may have taken it for dead, and done it: the first to end says the end."""
    going = Job.objects.filter(pk=job.pk, state__in=[State.QUEUED, State.RUNNING, State.FAILED])
    if not going.update(state=state, ended_at=timezone.now(), **values):
        raise GivenUp


def cancel(*, job: Job, by: User) -> None:
    """Refuses (ValidationError) what is over already."""
    going = Job.objects.visible_to(by).active().filter(pk=job.pk)
    if not going.update(state=State.GIVEN_UP, ended_at=timezone.now()):
        raise ValidationError(_("Ce travail est déjà fini."), code="over")


def again(*, job: Job, by: User) -> None:
    """Back in the queue: what failed, was given up, or fell silent.

    Refuses (ValidationError) what is done, or still being done.
    """
    waiting = Job.objects.visible_to(by).filter(pk=job.pk).exclude(state=State.DONE)
    if not job.is_silent:
        waiting = waiting.exclude(state__in=waiting.ACTIVE)
    values = {"started_at": None, "ended_at": None, "sentence": "", "next_address": ""}
    if not waiting.update(state=State.QUEUED, seen_at=timezone.now(), **values):
        raise ValidationError(_("Ce travail est fait, ou se fait en ce moment."), code="going")


def note_download(*, job: Job, by: User) -> None:
    """Who took the file away; what is in it was written down when it was made."""
    audit.record(audit.Verb.EXPORTED, job, by=by, fields=["content"], reason=job.title)


def purge() -> int:
    """Deletes what was asked for a day ago, with its files; returns how many."""
    deleted, _rows = Job.objects.order_by().out_of_date().delete()
    return deleted
