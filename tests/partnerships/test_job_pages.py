"""Long work, left and found again; its page says where it is, to whoever asked and nobody else."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from partnerships.models import AuditEvent, Job
from tests.factories import UserFactory
from tests.partnerships import working
from tests.partnerships.working import LONG_AGO, ended, job_of

pytestmark = pytest.mark.django_db
boss, ask, worker = working.boss, working.ask, working.worker


def test_its_page_says_how_far_it_is_and_asks_again_until_it_ends(boss, client):
    job = job_of(boss, state="running", done=3, total=7)

    page = client.get(job.get_absolute_url()).content.decode()

    assert '<progress aria-label="Liste" value="3" max="7">' in page
    assert f'hx-get="{job.get_absolute_url()}?vu=running-3-7-0"' in page


def test_nothing_is_sent_again_while_nothing_changes(boss, client):
    job = job_of(boss, state="running", done=3, total=7)
    asked = {"headers": {"HX-Request": "true"}}

    same = client.get(f"{job.get_absolute_url()}?vu=running-3-7-0", **asked)
    changed = client.get(f"{job.get_absolute_url()}?vu=running-2-7-0", **asked)

    assert (same.status_code, changed.status_code) == (204, 200)
    assert changed.content.decode().strip().startswith('<div class="job"')


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "queued"}, "Votre demande attend son tour."),
        ({"state": "queued", "seen_at": LONG_AGO}, "Personne ne s’en occupe."),
        ({"state": "running", "seen_at": LONG_AGO}, "Le travail s’est arrêté en chemin."),
        ({"state": "failed", "sentence": "Plus de place."}, "Plus de place."),
        ({"state": "given_up"}, "Vous l’avez abandonné."),
        ({"state": "done"}, "C’est prêt."),
        ({"state": "done", "next_address": "/programmes/"}, "Voir le résultat"),
    ],
)
def test_each_state_is_said_in_words(boss, client, values, said):
    if "seen_at" in values:
        values = values | {"seen_at": timezone.now() - values["seen_at"]}
    is_over = values["state"] not in ("queued", "running")
    job = job_of(boss, **values, ended_at=timezone.now() if is_over else None)

    assert said in client.get(job.get_absolute_url()).content.decode()
    assert client.get(reverse("partnerships:job_list")).status_code == 200


def test_behind_the_work_of_others_one_is_told_to_wait(boss, client):
    job_of(UserFactory(), state="running")
    job = job_of(boss, seen_at=timezone.now() - LONG_AGO)

    page = client.get(job.get_absolute_url()).content.decode()

    assert "D’autres travaux passent avant le vôtre." in page


def test_what_nobody_takes_is_done_at_once_when_one_asks(boss, ask, client, worker):
    ask()
    Job.objects.update(seen_at=timezone.now() - LONG_AGO)
    job = Job.objects.get()

    client.post(reverse("partnerships:job_again", args=[job.pk]), {"now": "1"})
    worker()

    assert Job.objects.get().state == Job.State.DONE
    made = AuditEvent.objects.filter(object_type="partnerships.structure", verb="exported")
    assert made.count() == 1


def test_what_died_in_the_middle_starts_again(boss, ask, client, worker):
    """A worker killed -9: its task stays « running » for ever, its work is found dead."""
    ask()
    DBTaskResult.objects.update(status="RUNNING")
    Job.objects.update(state="running", seen_at=timezone.now() - LONG_AGO)
    job = Job.objects.get()

    ask(reverse("partnerships:job_again", args=[job.pk]), "post")
    worker()

    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.parametrize("state", ["queued", "running", "done"])
def test_what_is_being_done_or_done_does_not_start_again(boss, client, state):
    job = job_of(boss, state=state, ended_at=timezone.now() if state == "done" else None)

    client.post(reverse("partnerships:job_again", args=[job.pk]))

    assert Job.objects.get().state == state


def test_one_gives_up_what_one_no_longer_wants(boss, ask, client, worker):
    ask()
    job = Job.objects.get()

    answer = client.post(reverse("partnerships:job_cancel", args=[job.pk]))
    worker()

    assert answer["Location"] == reverse("partnerships:job_list")
    assert (Job.objects.get().state, Job.objects.get().size) == (Job.State.GIVEN_UP, 0)


def test_what_is_over_is_not_given_up(boss, client):
    job = ended(boss)

    answer = client.post(reverse("partnerships:job_cancel", args=[job.pk]))

    assert answer["Location"] == job.get_absolute_url()
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.parametrize("page", ["job_detail", "job_file", "job_again", "job_cancel"])
def test_the_work_of_somebody_else_does_not_exist(boss, client, page):
    job = ended(UserFactory(), content=b"x", size=1)
    address = reverse(f"partnerships:{page}", args=[job.pk])
    method = client.post if page in ("job_again", "job_cancel") else client.get

    assert method(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(boss, client, django_assert_num_queries, count):
    for _each in range(count):
        ended(boss)

    with django_assert_num_queries(4):
        client.get(reverse("partnerships:job_list"))


def test_after_a_day_nothing_is_left(boss, client, capsys):
    job = ended(boss, content=b"x", size=1, asked_at=timezone.now() - dt.timedelta(hours=24))
    kept = ended(boss, asked_at=timezone.now() - dt.timedelta(hours=23))
    seen = client.get(job.get_absolute_url()).status_code

    call_command("purge_jobs")

    assert seen == 404
    assert Job.objects.get() == kept
    assert capsys.readouterr().out == "1 travail de plus d’un jour effacé.\n"
