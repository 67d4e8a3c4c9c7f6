"""From the deposit of a table to its confirmation: once, by the same person, or not at all."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from families.models import Parent
from partnerships.models import AuditEvent, ImportFile
from partnerships.spreadsheets import read_table
from tests.factories import ParentFactory, SessionFactory, WorkshopFactory, coordinator
from tests.workshops.tables import (
    confirm,
    csv,
    deposit,
    deposit_grid,
    page_of,
    remarks,
)
from workshops.actions import table_imports
from workshops.imports import known
from workshops.models import Attendance, Session, TableImport

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def workshop():
    return WorkshopFactory(programme__starts_on="2025-09-01", programme__ends_on="2026-08-31")


@pytest.fixture
def user(client, workshop):
    user = coordinator(workshop.programme.lead)
    client.force_login(user)
    return user


def told(response):
    return [str(message).replace("\u00a0", " ") for message in response.context["messages"]]


USED = "Cet aperçu a déjà servi, a plus d’une heure ou n’est pas le vôtre : rien n’a été importé."
AWA = ("Participant;Tél", "Awa Koné;")


def test_the_page_says_what_it_takes(client, workshop, user):
    of_workshop = client.get(page_of(workshop))
    of_programme = client.get(page_of(workshop.programme))

    assertContains(of_workshop, "Des présences passées")
    assertContains(of_workshop, "Les titres reconnus")
    assert "Des présences passées" not in of_programme.content.decode()


def test_a_confirmation_says_what_was_done_and_leaves_its_line(client, workshop, user):
    response = deposit(client, workshop, csv(*AWA), kind="people")

    response = confirm(client, workshop, response)

    record = TableImport.objects.get()
    response = client.get(response.url)
    assert told(response) == ["C’est importé : 1 personne, toutes nouvelles ; 1 inscription."]
    line = AuditEvent.objects.get(verb="imported")
    assert (line.object_id, line.actor, line.structure, line.reason) == (
        *(str(record.pk), user, workshop.programme.lead),
        "new 1 enrolments 1",
    )


def test_a_ticket_is_good_once(client, workshop, user):
    response = deposit(client, workshop, csv(*AWA), kind="people")
    confirm(client, workshop, response)

    again = confirm(client, workshop, response)

    assertRedirects(again, page_of(workshop), fetch_redirect_response=False)
    assert told(client.get(again.url))[-1].startswith(USED)
    assert Parent.objects.count() == 1


def test_the_same_sending_twice_gives_the_same_answer(client, workshop, user):
    response = deposit(client, workshop, csv(*AWA), kind="people")
    key = {"once": "7f3f9c1e-3b5e-4c8e-9a51-0a4b6f3b2c11"}

    first, second = (confirm(client, workshop, response, **key) for _each in range(2))

    assert first.url == second.url
    assert TableImport.objects.count() == 1


def test_the_ticket_of_somebody_else_is_refused(client, workshop, user):
    response = deposit(client, workshop, csv(*AWA), kind="people")
    client.force_login(coordinator(workshop.programme.lead))

    answer = confirm(client, workshop, response)

    assert told(client.get(answer.url))[-1].startswith(USED)
    assert (Parent.objects.count(), ImportFile.objects.count()) == (0, 1)


def test_a_ticket_is_good_for_its_workshop_alone(client, workshop, user):
    other = WorkshopFactory(programme=workshop.programme)
    response = deposit(client, workshop, csv(*AWA), kind="people")

    answer = confirm(client, other, response)

    assert told(client.get(answer.url))[-1].startswith(USED)
    assert Parent.objects.count() == 0


def test_a_file_given_up_is_deleted(client, workshop, user):
    response = deposit(client, workshop, csv(*AWA), kind="people")

    answer = confirm(client, workshop, response, give_up="")

    assertRedirects(answer, workshop.get_absolute_url())
    assert (ImportFile.objects.count(), Parent.objects.count()) == (0, 0)


def test_what_changed_since_the_preview_refuses_the_whole(client, workshop, user):
    grid = csv("Participant;20/01;27/01", "Awa Koné;x;x")
    response = deposit_grid(client, workshop, grid)
    SessionFactory(workshop=workshop, date="2026-01-27", status="cancelled", cancel_reason="Neige")

    answer = confirm(client, workshop, response)

    assert told(client.get(answer.url))[-1].startswith("La liste a changé depuis l’aperçu")
    assert (Session.objects.count(), Attendance.objects.count()) == (1, 0)
    assert ImportFile.objects.count() == 0


def test_the_same_file_imported_meanwhile_is_refused(client, workshop, user):
    first, second = (deposit(client, workshop, csv(*AWA), kind="people") for _each in range(2))
    confirm(client, workshop, first)

    answer = confirm(client, workshop, second)

    assert told(client.get(answer.url))[-1].startswith("Ce fichier est déjà importé ici")
    assert Parent.objects.count() == 1


def test_somebody_forgotten_meanwhile_refuses_the_whole(client, workshop, user, monkeypatch):
    awa = ParentFactory(
        family__structure=workshop.programme.lead, first_name="Awa", last_name="Koné"
    )
    response = deposit(client, workshop, csv(*AWA), kind="people")
    read = table_imports.read

    def then_forgotten(*args, **kwargs):
        found = read(*args, **kwargs)
        Parent.objects.filter(pk=awa.pk).update(
            first_name="", last_name="", phone="", email="", erased_on="2026-03-10"
        )
        return found

    monkeypatch.setattr(table_imports, "read", then_forgotten)
    answer = confirm(client, workshop, response)

    assert told(client.get(answer.url))[-1].startswith("La liste a changé depuis l’aperçu")
    assert workshop.enrolments.count() == 0


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_list_of_mistakes_is_handed_out(client, workshop, user, format):
    file = csv("Participant;Tél;=1+1", "Awa Koné;12;", "Zoé Petit;0612345678;", ";34;")
    response = deposit(client, workshop, file, kind="people")
    ticket = response.context["preview"].ticket

    page = reverse("workshops:import_mistakes", args=[ticket])
    answer = client.get(page, {"format": format})

    table = read_table(b"".join(answer), name=f"liste.{format}")
    assert table.headers == ["Ligne", "Colonne", "Ce qui ne va pas"]
    assert [row[:2] for row in table.rows] == [["2", "Tél"], ["4", "Tél"], ["4", "Participant"]]
    assert answer["Content-Disposition"] == f'attachment; filename="erreurs-a-corriger.{format}"'


def test_a_mistake_of_the_titles_has_no_line_in_the_list(client, workshop, user):
    response = deposit_grid(client, workshop, csv("Participant;31/02/2026", "Awa Koné;x"))
    ticket = response.context["preview"].ticket

    answer = client.get(reverse("workshops:import_mistakes", args=[ticket]), {"format": "xlsx"})

    assert read_table(b"".join(answer), name="l.xlsx").rows[0][:2] == ["", "31/02/2026"]


def test_a_list_of_mistakes_is_its_owner_s_alone(client, workshop, user):
    response = deposit(client, workshop, csv("Participant;Tél", "Awa;12"), kind="people")
    page = reverse("workshops:import_mistakes", args=[response.context["preview"].ticket])
    client.force_login(coordinator(workshop.programme.lead))

    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("liste.pdf", b"%PDF-1.7", "seuls les fichiers .csv et .xlsx"),
        ("liste.xlsx", b"PK\x03\x04 abc", "est abîmé"),
        ("liste.csv", b"Participant;T\x00l\nAwa;", "UTF-16"),
        ("liste.csv", b"x" * (5 * 2**20 + 1), "dépasse 5 Mo"),
        ("liste.csv", b"Participant;Participant\nAwa;Awa", "portent le même titre"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(
    client, workshop, user, name, content, said
):
    file = csv(name=name)
    file.file.write(content)
    file.size = len(content)
    file.seek(0)

    response = deposit(client, workshop, file, kind="people")

    assertContains(response, said)
    assert ImportFile.objects.count() == 0


def test_what_a_cell_holds_runs_nowhere_on_the_page(client, workshop, user):
    file = csv("Participant;<b>Tél</b>;Mail", "<script>alert(1)</script> Koné;;<img src=x>")

    response = deposit(client, workshop, file, kind="people")

    content = response.content.decode()
    assert "<script>alert" not in content
    assert "<img src=x" not in content
    assert len(remarks(response)) == 1


def test_two_thousand_rows_with_forty_mistakes_are_each_named_then_imported_and_undone(
    client, workshop, user
):
    letters = [chr(97 + number) for number in range(26)]
    names = [f"{a}{b}{c}a Nom{b}{a}{c}" for a in letters for b in letters for c in "xyz"][:2000]
    bad = {50 * number for number in range(40)}
    rows = [f"{name};x;{'pr' if place in bad else 'A'}" for place, name in enumerate(names)]

    refused = deposit_grid(client, workshop, csv("Participant;20/01;27/01", *rows))

    assert remarks(refused) == [
        (
            f"ligne {place + 2}, colonne « 27/01 » : « pr » n’est pas une réponse connue. Écrivez "
            "x, A (absent), E (excusé) ou R (retard), ou laissez vide."
        )
        for place in sorted(bad)
    ]
    assert (Parent.objects.count(), Session.objects.count()) == (0, 0)

    corrected = [row.replace(";pr", ";P") for row in rows]
    response = deposit_grid(client, workshop, csv("Participant;20/01;27/01", *corrected))
    confirm(client, workshop, response)
    assert (Parent.objects.count(), Attendance.objects.count()) == (2000, 4000)

    client.post(reverse("workshops:import_undo", args=[TableImport.objects.get().pk]))
    assert [model.objects.count() for model in (Parent, Session, Attendance)] == [0, 0, 0]


def test_more_mistakes_than_anybody_reads_stop_the_reading(client, workshop, user):
    days = [f"{day:02}/{month:02}/2025" for month in (10, 11) for day in range(1, 29)]
    rows = [
        f"Parent{letter};{'?;' * len(days)}"[:-1] for letter in "abcdefghijklmnopqrstuvwxyz" * 2
    ]

    response = deposit_grid(client, workshop, csv(f"Participant;{';'.join(days)}", *rows))

    assertContains(response, "2\u202f000 erreurs ou plus")


def test_names_that_all_look_alike_are_compared_in_part_and_it_is_said(
    client, workshop, user, monkeypatch
):
    monkeypatch.setattr(known, "MOST_COMPARISONS", 1)
    file = csv("Participant;Tél", "Fatou Diallo;", "Fatou Dialo;", "Fatou Dialio;", "Fatou Diala;")

    response = deposit(client, workshop, file, kind="people")

    assertContains(response, "Trop de noms se ressemblent")
    assert len(response.context["preview"].warnings) == 1
