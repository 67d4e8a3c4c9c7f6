import datetime as dt
import tempfile
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from partnerships import imports
from partnerships.models import (
    AuditEvent,
    ImportFile,
    School,
    Structure,
    Territory,
)
from partnerships.resources import SchoolResource
from tests.factories import SchoolFactory, StaffFactory, uai
from tests.partnerships.hostile import ordinary
from tests.partnerships.taking import DATA
from tests.together import at_once

pytestmark = pytest.mark.django_db

GOOD = f"UAI;Nom;Commune\n{uai(590001)};École Jules-Verne;Lille\n{uai(590002)};Collège;Lille\n"
BAD = f"UAI;Nom\n{uai(590001)};École\n0590001Z;Fausse\n"


@pytest.fixture(autouse=True)
def _nothing_stays_in_the_temporary_folder(tmp_path, monkeypatch):
    """Every test of this file ends with the folder as it was."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


@pytest.fixture
def staff(client):
    user = StaffFactory()
    client.force_login(user)
    return user


def address(page, model=School):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def upload(client, content, name="écoles.csv", model=School):
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, data)
    return client.post(address("import", model), {"file": file})


def confirm(client, ticket, model=School, **fields):
    return client.post(address("process_import", model), {"ticket": ticket, **fields}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def kept():
    return School.objects.count(), Structure.objects.count(), ImportFile.objects.count()


# -- What the page says before anything is written -------------------------------------------------


def test_a_preview_says_how_the_file_was_understood_and_writes_nothing(client, staff):
    response = upload(client, GOOD)

    assert "Fichier CSV, encodage UTF-8, séparateur point-virgule." in response.text
    assert f"<li>École Jules-Verne ({uai(590001)}), autre établissement" in response.text
    assert "2 lignes à ajouter, 0 à modifier, 0 déjà à jour" in response.text
    assert kept() == (0, 0, 1)


@pytest.mark.parametrize(
    ("encoding", "separator", "words"),
    [
        ("utf-8-sig", ";", "encodage UTF-8, séparateur point-virgule"),
        ("cp1252", ";", "encodage Windows-1252, séparateur point-virgule"),
        ("utf-8", ",", "encodage UTF-8, séparateur virgule"),
        ("utf-8", "\t", "encodage UTF-8, séparateur tabulation"),
    ],
)
def test_encoding_and_separator_are_recognised_and_announced(
    client, staff, encoding, separator, words
):
    response = upload(client, GOOD.replace(";", separator).encode(encoding))

    assert words in response.text
    assert "École Jules-Verne" in response.text


@pytest.mark.parametrize(
    "name",
    ["annuaire-education_2026-05.csv", "geolocalisation_2024-12.csv", "ecoles_ips_2022-2023.csv"],
)
def test_a_published_file_is_imported_once_and_then_there_is_nothing_to_change(client, staff, name):
    content = (DATA / name).read_bytes()

    first = confirm(client, upload(client, content, name).context["preview"].ticket)
    second = upload(client, content, name)

    assert said(first) == [f"« {name} » : 40 lignes ajoutées, 0 modifiée, 0 déjà à jour."]
    assert "Rien à changer : 40 lignes déjà à jour." in second.text
    assert "Confirmer" not in second.text
    assert kept() == (40, 40, 0)


def test_what_changes_is_shown_before_and_after(client, staff):
    SchoolFactory(uai=uai(590001), structure__name="École J. Verne")

    response = upload(client, GOOD)

    assert "<del>École J. Verne</del> → <ins>École Jules-Verne</ins>" in response.text


def test_a_refused_file_lists_its_lines_and_is_not_kept(client, staff):
    response = upload(client, BAD)

    assert "1 ligne refusée : rien n’a été importé." in response.text
    assert "Ligne</span> 3</td>" in response.text
    assert "« 0590001Z » n’est pas un UAI" in response.text
    assert kept() == (0, 0, 0)


def test_fifty_refused_lines_are_shown_and_the_others_counted(client, staff):
    response = upload(client, "UAI;Nom\n" + "".join(f"faux{n};École\n" for n in range(60)))

    assert response.text.count("n’est pas un UAI") == 50
    assert "Seules les 50 premières sont montrées ; il y en a 60." in response.text


def test_markup_in_a_cell_stays_text(client, staff):
    response = upload(client, f"UAI;Nom\n{uai(590001)};<script>alert(1)</script>\n")

    assert "<script>alert" not in response.text
    assert "&lt;script&gt;alert" in response.text


# -- Files that cannot be read as a list ---------------------------------------------------------


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = Path(tempfile.gettempdir()) / "livre.xlsx"
    book.save(path)
    content = path.read_bytes()
    path.unlink()
    return content


FORMULA = [["UAI", "Nom"], [uai(590001), '=HYPERLINK("http://exemple.test")']]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", f"UAI|Nom\n{uai(590001)}|École\n", "le séparateur n’a pas été reconnu"),
        ("a.csv", f"UAI;Ville\n{uai(590001)};Lille\n", "Il manque la colonne « Nom »"),
        ("a.csv", f"UAI;Nom;Nom\n{uai(590001)};A;B\n", "deux colonnes portent le même titre"),
        ("a.csv", "UAI;Nom\n", "aucune ligne sous les titres"),
        ("a.ods", GOOD, "seuls les fichiers .csv et .xlsx sont acceptés"),
        ("a.xlsx", GOOD, "n’est pas un vrai fichier .xlsx"),
        ("a.xlsx", FORMULA, "la cellule B2 contient une formule"),
        ("a.csv", "UAI;Nom\n" + "a;b\n" * 5001, "compte plus de 5000 lignes"),
        ("a.csv", b"UAI;Nom\n" + b"a" * (5 * 2**20), "dépasse 5 Mo"),
    ],
)
def test_each_file_that_cannot_be_read_gets_its_own_sentence(
    client, staff, name, content, sentence
):
    content = workbook(*content) if isinstance(content, list) else content

    response = upload(client, content, name)

    assert response.status_code == 200
    assert sentence in response.text.replace("&#x27;", "'")
    assert kept() == (0, 0, 0)


@pytest.mark.parametrize("file", list(ordinary()), ids=lambda file: file.label)
def test_a_hostile_file_leaves_nothing_behind(client, staff, file):
    response = upload(client, file.data, file.name)

    assert response.status_code == 200
    assert "Confirmer" not in response.text
    assert kept() == (0, 0, 0)


def test_a_workbook_without_formula_is_imported(client, staff):
    content = workbook(["UAI", "Nom"], [uai(590001), "École Jules-Verne"])

    response = confirm(client, upload(client, content, "écoles.xlsx").context["preview"].ticket)

    assert said(response) == ["« écoles.xlsx » : 1 ligne ajoutée, 0 modifiée, 0 déjà à jour."]
    assert kept() == (1, 1, 0)


def test_no_file_at_all_is_asked_for(client, staff):
    response = client.post(address("import"))

    assert "Choisissez d’abord un fichier." in response.text


# -- Confirmation: theirs, once, within the hour ---------------------------------------------------


def test_confirming_writes_everything_with_its_lines_of_the_journal(client, staff):
    ticket = upload(client, GOOD).context["preview"].ticket

    confirm(client, ticket)

    lines = AuditEvent.objects.filter(verb="imported", actor=staff).order_by("pk")
    assert [line.object_type for line in lines] == [
        "partnerships.school",
        "partnerships.school",
        "partnerships.importfile",
    ]
    assert lines[2].reason.startswith("partnerships.school : +2 ~0 =0")
    assert kept() == (2, 2, 0)


REFUSED = (
    "Cet aperçu a déjà servi, a plus d’une heure ou n’est pas le vôtre : rien n’a été importé. "
    "Déposez le fichier à nouveau."
)


def test_a_preview_is_confirmed_once(client, staff):
    ticket = upload(client, GOOD).context["preview"].ticket
    confirm(client, ticket)

    again = confirm(client, ticket)

    assert said(again) == [REFUSED]
    assert kept() == (2, 2, 0)


def test_somebody_else_does_not_confirm_it(client, staff):
    ticket = upload(client, GOOD).context["preview"].ticket
    client.force_login(StaffFactory())

    response = confirm(client, ticket)

    assert said(response) == [REFUSED]
    assert kept() == (0, 0, 1)


@pytest.mark.parametrize("ticket", ["", "inconnu", "../../etc/passwd"])
def test_an_unknown_preview_gets_the_same_answer(client, staff, ticket):
    assert said(confirm(client, ticket)) == [REFUSED]


def test_the_preview_of_one_list_does_not_serve_another(client, staff):
    ticket = upload(client, GOOD).context["preview"].ticket

    response = confirm(client, ticket, model=Territory)

    assert said(response) == [REFUSED]
    assert kept() == (0, 0, 0)


def test_a_preview_of_more_than_an_hour_is_worth_nothing(client, staff):
    start = dt.datetime(2026, 3, 10, 9, 30, tzinfo=dt.UTC)
    with time_machine.travel(start):
        client.force_login(staff)
        ticket = upload(client, GOOD).context["preview"].ticket

    with time_machine.travel(start + dt.timedelta(minutes=61)):
        client.force_login(staff)
        response = confirm(client, ticket)

    assert said(response) == [REFUSED]
    assert kept() == (0, 0, 0)


def test_giving_up_deletes_the_file(client, staff):
    ticket = upload(client, GOOD).context["preview"].ticket

    response = confirm(client, ticket, give_up="1")

    assert said(response) == ["Import abandonné : rien n’a changé, le fichier est effacé."]
    assert kept() == (0, 0, 0)


def test_the_next_upload_deletes_what_was_forgotten(client, staff):
    upload(client, GOOD)
    ImportFile.objects.update(created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    upload(client, GOOD, "autres.csv")

    assert ImportFile.objects.get().name == "autres.csv"


def test_a_command_deletes_what_was_forgotten(client, staff, capsys):
    upload(client, GOOD)
    ImportFile.objects.update(created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    call_command("purge_uploads")

    assert capsys.readouterr().out == "1 fichier oublié effacé.\n0 fichier orphelin effacé.\n"
    assert ImportFile.objects.count() == 0


def test_a_file_the_list_no_longer_takes_is_refused_whole(client, staff, monkeypatch):
    ticket = upload(client, GOOD).context["preview"].ticket
    # The rule became stricter between the two pages, as if somebody had changed the list.
    monkeypatch.setattr(SchoolResource.fields["name"].widget, "read", refuse)

    response = confirm(client, ticket)

    assert "ne peut plus recevoir ce fichier" in said(response)[0]
    assert kept() == (0, 0, 0)


def refuse(value):
    raise imports.outrun()


def test_a_failure_half_way_leaves_nothing(client, staff, monkeypatch):
    ticket = upload(client, GOOD).context["preview"].ticket
    written = AuditEvent.objects.count()
    monkeypatch.setattr(imports, "note", fall)

    with pytest.raises(MemoryError):
        confirm(client, ticket)

    assert kept() == (0, 0, 1)
    assert AuditEvent.objects.count() == written


def fall(*args, **options):
    raise MemoryError


def test_another_import_that_came_first_is_said(client, staff, monkeypatch):
    ticket = upload(client, GOOD).context["preview"].ticket
    # What the other wrote is not seen, as it is not yet committed when the list is read.
    SchoolFactory(uai=uai(590001))
    monkeypatch.setattr(SchoolResource, "fetch", lambda resource, keys: {})

    response = confirm(client, ticket)

    assert "La liste a changé depuis l’aperçu" in said(response)[0]
    assert kept() == (1, 1, 0)


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_import_once(client):
    staff = StaffFactory()
    client.force_login(staff)
    ticket = upload(client, GOOD).context["preview"].ticket

    answers = at_once([lambda: confirm_apart(staff, ticket)] * 2)

    assert sorted(answers) == [address("changelist"), address("import")]
    assert kept() == (2, 2, 0)


def confirm_apart(user, ticket):
    """Where this browser is sent: to the list when it was done, back to the form when refused."""
    browser = Client()
    browser.force_login(user)
    return browser.post(address("process_import"), {"ticket": ticket}).url
