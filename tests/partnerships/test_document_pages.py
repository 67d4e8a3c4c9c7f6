"""What the parties keep together: who adds, reads and takes back; and no file without a row."""

import datetime as dt
import os

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError

from partnerships import files
from partnerships.actions import documents
from partnerships.models import AuditEvent, Document
from tests.factories import (
    AgreementFactory,
    DocumentFactory,
    PartnershipFactory,
    StructureFactory,
    coordinator,
)
from tests.partnerships.lived import table
from tests.partnerships.papers import HTML, PDF, SECRET, drawn, indiscreet, sent
from tests.reading import said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def here(client):
    here = table()
    client.force_login(here.boss)
    here.url = f"/partenariats/{here.partnership.pk}/documents/"
    return here


@pytest.fixture
def on_disk(media_root):
    """The names of the files in the storage."""
    return lambda: sorted(path.name for path in media_root.rglob("*") if path.is_file())


def add(client, here, content=PDF, **said_of_it):
    fields = {"paper": sent(content), "kind": "charter", "title": "", "agreement": ""}
    return client.post(f"{here.url}nouveau/", fields | said_of_it, follow=True)


def lines(document):
    found = AuditEvent.objects.filter(
        object_type="partnerships.document", object_id=str(document.pk)
    )
    return [(line.verb, line.actor, line.structure) for line in found.order_by("pk")]


# -- Adding ------------------------------------------------------------------------------------


def test_a_charter_is_added_and_read_by_all_parties(client, here, on_disk):
    answer = add(client, here)

    document = Document.objects.get()
    assert said(answer) == ["Le document est sur l’étagère : toutes les parties peuvent le lire."]
    assert (document.title, document.kind, document.added_by) == ("Charte", "charter", here.boss)
    assert (document.media_type, document.size) == ("application/pdf", len(PDF))
    assert document.sha256 == files.SafeFile(PDF, files.PDF).sha256
    assert [document.file.name] == [f"documents/{name}" for name in on_disk()]
    assert lines(document) == [("created", here.boss, here.centre)]
    client.force_login(here.teacher)
    page = text(client.get(here.url))
    assert "Charte, PDF, 1 Ko. Ajouté le 10 mars 2026 par Nadia Ostrowski." in page


def test_a_photograph_of_the_paper_is_kept_without_its_place(client, here):
    add(client, here, indiscreet(orientation=6), kind="other", title="Le tableau du groupe")

    document = Document.objects.get()
    with document.file.open() as file:
        content = file.read()
    assert document.title == "Le tableau du groupe"
    assert SECRET not in content
    assert drawn(files.SafeFile(content, document.media_type)).size == (30, 40)


@pytest.mark.parametrize(
    ("content", "fields", "sentence"),
    [
        (HTML, {}, "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG"),
        (b"", {}, "Ce fichier est vide : choisissez-en un autre."),
        (PDF, {"paper": ""}, "Choisissez un fichier."),
        (PDF, {"kind": "other"}, "Dites en quelques mots ce que c’est."),
        (PDF, {"kind": ""}, "Ce champ est obligatoire."),
    ],
)
def test_what_is_refused_is_said_beside_its_field(client, here, on_disk, content, fields, sentence):
    answer = add(client, here, content, **fields)

    assert sentence in text(answer)
    assert on_disk() == []


def test_the_same_file_twice_is_refused_and_leaves_one_file(client, here, on_disk):
    add(client, here)

    answer = add(client, here, title="Encore")

    assert "Ce fichier est déjà parmi les documents." in text(answer)
    assert Document.objects.count() == len(on_disk()) == 1


def test_a_row_that_is_not_saved_leaves_no_file(here, on_disk, monkeypatch):
    def fails(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(Document, "save", fails)
    document = Document(partnership=here.partnership, title="Charte", kind="charter")

    with pytest.raises(IntegrityError):
        documents.add(document=document, paper=files.SafeFile(PDF, files.PDF), by=here.boss)

    assert on_disk() == []


def test_the_agreement_is_one_of_this_partnership(client, here):
    own = AgreementFactory(partnership=here.partnership)
    foreign = AgreementFactory()

    page = text(client.get(f"{here.url}nouveau/?accord={own.pk}&nature=charter"))
    elsewhere = text(client.get(f"{here.url}nouveau/?accord={foreign.pk}&nature=rumeur"))
    refused = add(client, here, agreement=foreign.pk)
    add(client, here, agreement=own.pk)

    assert f'<option value="{own.pk}" selected>Accord 2026-2027</option>' in page
    assert '<option value="charter" selected>charte</option>' in page
    assert str(foreign) not in elsewhere.partition(str(own))[2]
    assert '<option value="other" selected>' in elsewhere
    assert "Sélectionnez un choix valide" in text(refused)
    assert Document.objects.get().agreement == own


def test_an_agreement_of_others_is_refused_by_the_action_too(here):
    document = Document(partnership=here.partnership, title="Charte", agreement=AgreementFactory())

    with pytest.raises(ValidationError) as refused:
        documents.add(document=document, paper=files.SafeFile(PDF, files.PDF), by=here.boss)

    assert refused.value.message_dict == {
        "agreement": ["Cet accord est celui d’un autre partenariat."]
    }


def test_the_page_asks_for_a_pdf_or_a_photograph(client, here):
    page = text(client.get(f"{here.url}nouveau/"))

    assert 'accept="application/pdf,image/jpeg,image/png"' in page
    assert 'enctype="multipart/form-data"' in page
    assert "Joint à l’accord" not in page


# -- Reading -----------------------------------------------------------------------------------


def test_the_file_is_given_to_keep_and_never_to_run(client, here):
    document = DocumentFactory(
        partnership=here.partnership, kind="signed", title="<Signée>", file__data=PDF
    )

    answer = client.get(document.get_absolute_url())

    assert answer.content == PDF
    wanted = {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="convention-signee-2026-03-10.pdf"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
    }
    assert {name: answer[name] for name in wanted} == wanted
    assert lines(document) == [("read", here.boss, here.centre)]


def test_a_stranger_reads_nothing_and_no_line_is_written(client, here):
    document = DocumentFactory(partnership=here.partnership)
    client.force_login(here.stranger)

    assert client.get(document.get_absolute_url()).status_code == 404
    assert lines(document) == []


def test_a_file_the_server_has_lost_is_said(client, here):
    document = DocumentFactory(partnership=here.partnership)
    default_storage.delete(document.file.name)

    answer = client.get(document.get_absolute_url(), follow=True)

    assert said(answer) == ["Ce fichier a disparu du serveur : ajoutez-le de nouveau."]
    assert lines(document) == []


def test_an_empty_shelf_says_what_to_put_on_it(client, here):
    assert "Rien encore sur l’étagère" in text(client.get(here.url))
    assert "Aucun encore : charte, diagnostic, convention signée." in text(
        client.get(here.partnership.get_absolute_url())
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_shelf_costs_the_same_however_much_it_holds(
    client, here, django_assert_num_queries, number
):
    for _ in range(number):
        agreement = AgreementFactory(partnership=here.partnership, school_year=2020 + _)
        DocumentFactory(
            partnership=here.partnership, agreement=agreement, added_by=coordinator(here.centre)
        )

    with django_assert_num_queries(9):
        response = client.get(here.url)

    assert len(response.context["documents"]) == number


def test_the_partnership_shows_the_latest_three(client, here):
    for number in range(4):
        DocumentFactory(partnership=here.partnership, title=f"Document {number}", added_by=None)

    page = text(client.get(here.partnership.get_absolute_url()))

    assert [f"Document {number}" in page for number in range(4)] == [False, True, True, True]
    assert "Voir l’étagère (4 documents)" in page
    assert "Ajouté le 10 mars 2026." in page


# -- Renaming, taking back ---------------------------------------------------------------------


def test_a_document_is_renamed_and_said_to_be_something_else(client, here):
    agreement = AgreementFactory(partnership=here.partnership)
    document = DocumentFactory(partnership=here.partnership, title="Scan 12")

    client.post(
        f"/documents/{document.pk}/modifier/",
        {"kind": "signed", "title": "", "agreement": agreement.pk},
    )

    document.refresh_from_db()
    assert (document.title, document.kind) == ("Convention signée", "signed")
    assert document.agreement == agreement
    assert lines(document) == [("changed", here.boss, here.centre)]
    assert "Joint à : Accord 2026-2027" in text(client.get(here.url))


def test_a_removed_document_leaves_no_file(
    client, here, on_disk, django_capture_on_commit_callbacks
):
    document = DocumentFactory(partnership=here.partnership)
    asked = text(client.get(f"/documents/{document.pk}/retirer/"))

    with django_capture_on_commit_callbacks() as after:
        answer = client.post(f"/documents/{document.pk}/retirer/", follow=True)

    assert "Son fichier est effacé pour tout le monde" in asked
    assert said(answer) == ["Le document est retiré, et son fichier effacé."]
    assert Document.objects.count() == 0
    # The file waits for the transaction: undone, it would be missed.
    assert len(on_disk()) == 1
    for act in after:
        act()
    assert on_disk() == []
    assert lines(document) == [("deleted", here.boss, here.centre)]


def test_a_partner_takes_back_only_its_own(client, here):
    other = DocumentFactory(partnership=here.partnership, added_by=here.boss)
    client.force_login(here.teacher)
    add(client, here)
    own = Document.objects.get(added_by=here.teacher)

    page = text(client.get(here.url))
    answers = [
        client.get(f"/documents/{document.pk}/{act}/").status_code
        for document in (own, other)
        for act in ("modifier", "retirer")
    ]

    assert f'href="/documents/{own.pk}/retirer/"' in page
    assert f'href="/documents/{other.pk}/retirer/"' not in page
    assert answers == [200, 200, 403, 403]


def test_the_document_of_others_does_not_exist(client, here):
    foreign = DocumentFactory(partnership=PartnershipFactory(parties=[StructureFactory()]))

    answers = [
        client.get(f"/documents/{foreign.pk}/{act}").status_code
        for act in ("", "modifier/", "retirer/")
    ]

    assert answers == [404, 404, 404]


# -- Sweeping ----------------------------------------------------------------------------------


def test_a_file_without_a_row_is_swept_an_hour_later(here, media_root, capsys):
    kept = DocumentFactory(partnership=here.partnership)
    (media_root / "logos").mkdir()
    old = dt.datetime(2026, 3, 10, 6, tzinfo=dt.UTC).timestamp()
    for path, age in [("documents/lost", old), ("documents/arriving", None), ("logos/lost", old)]:
        (media_root / path).write_bytes(PDF)
        if age:
            os.utime(media_root / path, (age, age))
    os.utime(media_root / kept.file.name, (old, old))

    call_command("purge_uploads")

    left = {str(path.relative_to(media_root)) for path in media_root.rglob("*") if path.is_file()}
    assert left == {kept.file.name, "documents/arriving"}
    assert "2 fichiers orphelins effacés." in capsys.readouterr().out


def test_there_is_nothing_to_sweep_before_the_first_file(media_root):
    assert documents.sweep() == 0
