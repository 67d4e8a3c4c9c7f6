"""The charter that goes with an agreement: read by whoever holds the letter, named on paper."""

import pytest
from django.core.files.storage import default_storage

from partnerships import convention
from partnerships.actions import asking
from partnerships.models import Agreement, AuditEvent
from tests.factories import DocumentFactory
from tests.partnerships.agreeing import around_a_table, written
from tests.partnerships.papers import PDF
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def table():
    return around_a_table()


@pytest.fixture
def agreement(table):
    return written(table)


@pytest.fixture
def letter(table, agreement):
    """The link to the school, and its address."""
    link, token = asking.send(
        text=agreement, structure=table.school, email="ecole@exemple.test", by=table.boss
    )
    return link, f"/accord/{token}/"


@pytest.fixture
def charter(table, agreement):
    return DocumentFactory(
        partnership=table.partnership,
        agreement=agreement,
        kind="charter",
        title="La charte",
        file__data=PDF,
    )


def test_the_charter_is_read_before_it_is_accepted(client, letter, charter, table):
    _link, url = letter

    page = text(client.get(url))
    answer = client.get(f"{url}documents/{charter.pk}/")

    assert f'href="{url}documents/{charter.pk}/">La charte</a>' in page
    assert "Charte, PDF, 1 Ko. Joint le 10 mars 2026." in page
    assert answer.content == PDF
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Content-Disposition"] == 'attachment; filename="charte-2026-03-10.pdf"'
    line = AuditEvent.objects.get(verb="read")
    assert (line.actor, line.structure, line.object_id) == (None, table.school, str(charter.pk))


def test_the_letter_opens_nothing_else(client, letter, agreement, table):
    _link, url = letter
    signed = DocumentFactory(partnership=table.partnership, agreement=agreement, kind="signed")
    loose = DocumentFactory(partnership=table.partnership)

    answers = [client.get(f"{url}documents/{each.pk}/").status_code for each in (signed, loose)]

    assert answers == [404, 404]
    assert signed.title not in text(client.get(url))


def test_a_letter_that_is_void_gives_no_document(client, letter, charter):
    link, url = letter
    asking.revoke(link=link, by=None)

    answer = client.get(f"{url}documents/{charter.pk}/")

    assert answer.status_code == 404
    assert "Ce lien a été annulé" in text(answer)


def test_a_document_whose_file_is_lost_is_not_there(client, letter, charter):
    _link, url = letter
    default_storage.delete(charter.file.name)

    assert client.get(f"{url}documents/{charter.pk}/").status_code == 404
    assert not AuditEvent.objects.filter(verb="read").exists()


def test_the_convention_and_the_page_name_what_goes_with_the_text(
    client, table, agreement, charter
):
    DocumentFactory(partnership=table.partnership, agreement=agreement, kind="signed")
    client.force_login(table.boss)

    page = text(client.get(agreement.get_absolute_url()))
    content = convention.content(Agreement.objects.with_story().get(pk=agreement.pk))

    assert "Documents joints" in page
    assert f'href="/documents/{charter.pk}/">La charte' in page
    assert f'href="/partenariats/{table.partnership.pk}/documents/nouveau/?accord=' in page
    assert list(content["attached"]) == [charter]
