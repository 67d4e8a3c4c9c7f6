"""The sheet people signed: joined from a phone, opened by those who keep it, taken back."""

import datetime as dt
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from partnerships.actions import documents
from partnerships.models import AuditEvent
from tests import factories as make
from tests.partnerships.papers import HTML, PDF, SECRET, indiscreet, sent
from tests.reading import said, text
from workshops.actions import schedule
from workshops.models import SignedSheet

pytestmark = pytest.mark.django_db


def url(name, thing):
    return reverse(f"workshops:{name}", args=[thing.pk])


def join(client, session, content=PDF):
    paper = "" if content is None else sent(content, "feuille.jpg", "image/jpeg")
    return client.post(url("signed_sheet_list", session), {"paper": paper}, follow=True)


def lines():
    found = AuditEvent.objects.filter(object_type="workshops.signedsheet")
    return [
        (line.verb, line.actor, line.structure, line.family, line.fields)
        for line in found.order_by("pk")
    ]


@pytest.fixture
def joined(session):
    return make.SignedSheetFactory(session=session)


@pytest.fixture
def on_disk(media_root):
    return lambda: [path.name for path in media_root.rglob("*") if path.is_file()]


# -- Joining -------------------------------------------------------------------------------------


def test_a_photograph_is_joined_without_the_place_it_was_taken(client, nadia, session):
    answer = join(client, session, indiscreet())

    sheet = SignedSheet.objects.get()
    with sheet.file.open() as file:
        content = file.read()
    assert said(answer) == ["La feuille signée est jointe à la séance."]
    assert (sheet.session, sheet.media_type, sheet.added_by) == (session, "image/jpeg", nadia)
    assert sheet.size == len(content)
    assert SECRET not in content
    assert "Page 1" in text(answer)
    assert "Jointe le 10 mars par Nadia Ouali." in text(answer)
    lead = session.workshop.programme.lead
    assert lines() == [("created", nadia, lead, None, [])]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (HTML, "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG"),
        (b"", "Ce fichier est vide : choisissez-en un autre."),
        (None, "Choisissez un fichier."),
    ],
)
def test_what_is_not_a_sheet_is_refused_in_words(
    client, nadia, session, on_disk, content, sentence
):
    answer = join(client, session, content)

    assert sentence in text(answer)
    assert (SignedSheet.objects.count(), on_disk()) == (0, [])


def test_the_same_file_twice_is_refused_and_leaves_one(client, nadia, session, on_disk):
    join(client, session)

    answer = join(client, session)

    assert "Cette feuille est déjà jointe à la séance." in text(answer)
    assert SignedSheet.objects.count() == len(on_disk()) == 1


def test_a_session_to_come_and_one_cancelled_have_no_signed_sheet(client, nadia, session):
    later = make.SessionFactory(workshop=session.workshop, date=session.date + dt.timedelta(1))
    cancelled = make.SessionFactory(
        workshop=session.workshop, date=session.date, status="cancelled", cancel_reason="Grève"
    )

    answers = [text(join(client, each)) for each in (later, cancelled)]

    assert "Cette séance n’a pas encore eu lieu : joignez sa feuille après." in answers[0]
    assert "Cette séance est annulée : personne n’y a signé." in answers[1]
    assert SignedSheet.objects.count() == 0


# -- Opening and taking back ---------------------------------------------------------------------


def test_who_opens_it_is_noted_and_its_name_tells_nothing(client, nadia, joined):
    answer = client.get(url("signed_sheet_file", joined))

    assert answer.content == b"%PDF-1.7 "
    assert answer["Content-Disposition"] == 'attachment; filename="feuille-signee-2026-03-10.pdf"'
    assert answer["Cache-Control"] == "no-store, private"
    lead = joined.session.workshop.programme.lead
    assert lines() == [("read", nadia, lead, None, ["file"])]


def test_a_file_that_is_lost_is_said_and_nobody_read_it(client, nadia, joined):
    default_storage.delete(joined.file.name)

    answer = client.get(url("signed_sheet_file", joined), follow=True)

    assert said(answer) == ["Ce fichier a disparu du serveur : joignez-le de nouveau."]
    assert lines() == []


def test_it_is_taken_back_once_confirmed_with_its_file(
    client, nadia, joined, on_disk, django_capture_on_commit_callbacks
):
    asked = client.get(url("signed_sheet_delete", joined))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("signed_sheet_delete", joined), follow=True)

    assert "Retirer cette feuille signée ?" in text(asked)
    assert said(answer) == ["La feuille signée est retirée, et son fichier effacé."]
    assert (SignedSheet.objects.count(), on_disk()) == (0, [])
    lead = joined.session.workshop.programme.lead
    assert lines() == [("deleted", nadia, lead, None, [])]


def test_somebody_of_another_workshop_finds_nothing(client, joined):
    lead = joined.session.workshop.programme.lead
    client.force_login(make.facilitator(lead, make.WorkshopFactory(programme__lead=lead)))

    names = ["signed_sheet_file", "signed_sheet_delete"]
    codes = [client.get(url(name, joined)).status_code for name in names]

    assert codes == [404, 404]
    assert client.get(url("signed_sheet_list", joined.session)).status_code == 404


# -- Around --------------------------------------------------------------------------------------


def test_the_page_of_the_session_says_that_its_sheet_is_joined(client, nadia, joined):
    with_one = text(client.get(joined.session.get_absolute_url()))
    joined.delete()
    without = text(client.get(joined.session.get_absolute_url()))

    assert "Feuille signée jointe" in with_one
    assert "Feuille signée jointe" not in without
    assert "Joindre la feuille signée" in without


def test_a_session_with_a_signed_sheet_is_not_deleted(joined):
    assert not schedule.is_deletable(joined.session)


def test_the_sweep_keeps_what_a_row_knows_and_clears_the_rest(joined):
    lost = default_storage.save("feuilles/perdue", ContentFile(b"perdue"))
    for name in (lost, joined.file.name):
        os.utime(default_storage.path(name), (0, 0))

    assert documents.sweep() == 1
    assert default_storage.exists(joined.file.name)
    assert not default_storage.exists(lost)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(
    client, nadia, session, django_assert_num_queries, count
):
    make.SignedSheetFactory.create_batch(count, session=session, added_by=nadia)

    with django_assert_num_queries(5):
        answer = client.get(url("signed_sheet_list", session))

    assert len(answer.context["sheets"]) == count
