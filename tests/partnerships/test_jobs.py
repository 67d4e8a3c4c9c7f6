"""Long work: done by a worker or at once, the same answer, once."""

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from families import exports
from families.models import Parent
from partnerships import jobs, progress
from partnerships.actions import jobs as actions
from partnerships.models import AuditEvent, ImportFile, Job
from partnerships.spreadsheets import xlsx_bytes
from tests.factories import ProgrammeFactory, UserFactory
from tests.partnerships import working
from tests.partnerships.working import LONG_AGO, ended, job_of
from workshops.imports.results import Place
from workshops.models import TableImport

pytestmark = pytest.mark.django_db
boss, ask, worker = working.boss, working.ask, working.worker


# -- Asking and doing ----------------------------------------------------------------------------


def test_a_short_list_is_answered_at_once_as_before(boss, ask, settings):
    settings.LONG_ROWS = 3

    answer = ask()

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert Job.objects.count() == 0


def test_without_a_worker_a_long_list_is_ready_when_its_page_comes(boss, ask, client):
    answer = ask()

    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, job.get_absolute_url())
    assert (job.state, job.owner) == (Job.State.DONE, boss)
    file = client.get(reverse("partnerships:job_file", args=[job.pk]))
    assert file["Content-Disposition"] == 'attachment; filename="familles-une-ligne-par-parent.csv"'
    assert [line.split(";")[1] for line in file.content.decode().splitlines()[1:]] == [
        "Famille0",
        "Famille1",
        "Famille2",
    ]


def test_with_a_worker_it_waits_then_is_done(boss, ask, worker):
    ask()
    waiting = Job.objects.get().state

    worker()

    assert waiting == Job.State.QUEUED
    assert (Job.objects.get().state, Job.objects.get().size > 0) == (Job.State.DONE, True)


def test_what_goes_out_is_in_the_journal_when_made_and_when_fetched(boss, ask, client):
    ask()
    made = list(AuditEvent.objects.filter(verb="exported").values_list("object_type", flat=True))

    client.get(reverse("partnerships:job_file", args=[Job.objects.get().pk]))

    fetched = AuditEvent.objects.filter(object_type="partnerships.job").get()
    assert "partnerships.structure" in made
    assert (fetched.verb, fetched.actor, fetched.reason) == ("exported", boss, "Liste des familles")


def test_the_same_thing_asked_twice_is_one_work(boss, ask, worker):
    first, second = ask(), ask()

    assert first["Location"] == second["Location"]
    assert Job.objects.count() == 1


def test_a_sixth_work_waits_until_one_ends(boss, ask, worker):
    for number in range(5):
        job_of(boss, address=f"/{number}/")

    answer = ask()

    assert answer["Location"] == reverse("partnerships:job_list")
    assert Job.objects.count() == 5


def test_a_task_run_twice_does_its_work_once(boss, ask, worker):
    ask()
    jobs.work.enqueue(Job.objects.get().pk)

    worker()

    assert DBTaskResult.objects.count() == 2
    made = AuditEvent.objects.filter(object_type="partnerships.structure", verb="exported")
    assert made.count() == 1


def test_whoever_lost_the_right_gets_nothing(boss, ask, worker):
    ask()
    boss.memberships.update(ends_on=timezone.localdate() - dt.timedelta(days=1))

    worker()

    job = Job.objects.get()
    assert (job.state, job.size) == (Job.State.FAILED, 0)
    assert job.sentence.startswith("Ce que vous aviez demandé n’existe plus")


def test_an_account_that_was_closed_gets_nothing(boss, ask, worker):
    ask()
    boss.is_active = False
    boss.save()

    worker()

    assert Job.objects.get().state == Job.State.FAILED


def test_a_fault_of_ours_is_said_in_words_and_kept_out_of_the_table_of_tasks(
    boss, ask, worker, monkeypatch, caplog
):
    monkeypatch.setattr(exports, "HEADERS", None)
    ask()

    worker()

    job = Job.objects.get()
    assert (job.state, job.sentence[:29]) == (Job.State.FAILED, "Une erreur nous a empêchés de")
    assert set(DBTaskResult.objects.values_list("status", "traceback")) == {("SUCCESSFUL", "")}
    assert [record.message for record in caplog.records] == [f"Job {job.pk} failed"]


@pytest.mark.parametrize(
    ("address", "method"),
    [("/nulle-part/", "GET"), ("/familles/export/", "POST"), ("/familles/", "GET")],
    ids=["no such page", "a page that refuses", "a page that is no document"],
)
def test_what_gives_neither_a_document_nor_a_way_on_has_failed(boss, worker, address, method):
    job = job_of(boss, address=address, method=method)
    jobs.work.enqueue(job.pk)

    worker()

    job.refresh_from_db()
    assert (job.state, job.size, bool(job.sentence)) == (Job.State.FAILED, 0, True)


# -- Writing -------------------------------------------------------------------------------------


def deposited(boss, kilobytes=201):
    """A list of participants heavy enough, with the address where it is confirmed."""
    programme = ProgrammeFactory(lead=boss.memberships.get().structure)
    lines = "Prénom;Nom\nAda;Longuenote\n"
    data = lines.encode() + b"\n" * kilobytes * 1000
    address = reverse("workshops:programme_import_confirm", args=[programme.pk])
    kind = f"{Place(programme).key}-people"
    file = ImportFile.objects.create(owner=boss, kind=kind, name="liste.csv", content=data)
    return address, file.pk


def test_a_heavy_import_is_written_by_the_worker_and_leads_to_its_page(boss, ask, worker):
    address, ticket = deposited(boss)
    answer = ask(address, "post", ticket=ticket, once="c9b4b8a4-6a52-4d0c-8b3e-0d7a2f5b8f11")

    worker()

    job, record = Job.objects.get(), TableImport.objects.get()
    assert answer["Location"] == job.get_absolute_url()
    assert job.state == Job.State.DONE
    assert job.next_address == reverse("workshops:import_detail", args=[record.pk])
    assert job.sentence.startswith("C’est importé")
    assert Parent.objects.filter(last_name="Longuenote").count() == 1


def test_an_import_that_is_refused_says_why(boss, ask, worker):
    address, ticket = deposited(boss)
    ask(address, "post", ticket=ticket)
    ImportFile.objects.all().delete()

    worker()

    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert "rien n’a été importé" in job.sentence
    assert job.next_address


@pytest.mark.parametrize("address", ["/familles/export/", "/nulle-part/"])
def test_what_was_given_up_while_it_was_made_stays_given_up(boss, address):
    """Whether it then succeeds or fails."""
    job = job_of(boss, address=address)
    taken = actions.take(pk=job.pk)
    actions.cancel(job=job, by=boss)

    jobs.do(taken)

    job.refresh_from_db()
    assert (job.state, job.size, job.sentence) == (Job.State.GIVEN_UP, 0, "")


def test_what_was_given_up_while_it_was_written_is_not_written(boss, worker, monkeypatch):
    address, ticket = deposited(boss)
    job = job_of(boss, address=address, method="POST", form=f"ticket={ticket}")
    Job.objects.update(state="running")
    taken = Job.objects.get()
    actions.cancel(job=job, by=boss)

    with pytest.raises(actions.GivenUp):
        jobs.write(job=taken)

    assert TableImport.objects.count() == 0


# -- Steps ---------------------------------------------------------------------------------------


def test_a_step_is_kept_and_is_a_sign_of_life(boss):
    job = job_of(boss, state="running", seen_at=timezone.now() - LONG_AGO)

    actions.step(job=job, done=9, total=7)

    job.refresh_from_db()
    assert (job.done, job.total, job.is_silent) == (7, 7, False)


def test_a_step_of_what_was_given_up_stops_the_work(boss):
    job = ended(boss, state="given_up")

    with pytest.raises(actions.GivenUp):
        actions.step(job=job, done=1, total=7)


def test_a_document_and_a_workbook_say_how_far_they_are():
    said = []

    with progress.heard_by(lambda done, total: said.append((done, total))):
        xlsx_bytes([[number] for number in range(250)], ["Nombre"])
        progress.drawing.info("Step 5 - Creating layout - Page %i", 3)
        progress.drawing.info("Nothing of the kind")

    assert said == [(0, 250), (100, 250), (200, 250), (4, 7)]


@pytest.mark.django_db(transaction=True)
def test_a_step_is_written_once_a_second_and_never_inside_a_transaction():
    job = job_of(UserFactory(), state="running")
    tell = jobs.teller(job)

    with transaction.atomic():
        tell(1, 7)
    tell(2, 7)
    tell(3, 7)

    job.refresh_from_db()
    assert (job.done, job.total) == (2, 7)
