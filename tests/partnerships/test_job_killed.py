"""A worker killed -9 in the middle of a document: found dead, started again, made once."""

import subprocess
import sys
import time

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships import jobs
from partnerships.models import Job
from tests.factories import StructureFactory, TenureFactory, coordinator
from tests.partnerships.working import LONG_AGO, QUEUED, job_of
from tests.serving import PATIENCE, environment

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]


def worker(*options):
    command = (sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--no-reload")
    return subprocess.Popen([*command, *options], env=environment(WORKER=1, DEBUG=1))


def test_a_worker_killed_in_the_middle_leaves_a_work_that_starts_again(client, settings):
    settings.TASKS = QUEUED
    centre = StructureFactory()
    boss = coordinator(centre)
    TenureFactory(structure=centre)
    job = job_of(boss, address=reverse("partnerships:contact_export") + "?format=pdf")
    jobs.queue(job)

    first = worker()
    last = time.monotonic() + PATIENCE
    # It reads the library that draws: there is time.
    while Job.objects.get().state == Job.State.QUEUED:
        assert time.monotonic() < last
    first.kill()
    first.wait()
    died = Job.objects.get().state

    Job.objects.update(seen_at=timezone.now() - LONG_AGO)
    client.force_login(boss)
    client.post(reverse("partnerships:job_again", args=[job.pk]))
    second = worker("--batch")

    assert (died, second.wait(PATIENCE)) == (Job.State.RUNNING, 0)
    done = Job.objects.get()
    assert (done.state, bytes(done.content)[:5]) == (Job.State.DONE, b"%PDF-")
