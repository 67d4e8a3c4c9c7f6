"""An import is taken back whole, or not at all when somebody has built on it."""

import datetime as dt

import pytest
from django.apps import apps
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from families.actions.households import change_parent
from families.models import Parent
from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    ConsentFactory,
    EnrolmentFactory,
    GuestFactory,
    HeldSessionFactory,
    SchoolFactory,
    SessionFactory,
    TableImportFactory,
    TeamMemberFactory,
    WaitingFactory,
    WorkshopFactory,
    coordinator,
)
from tests.workshops.tables import confirm, csv, deposit, deposit_grid, parent_of
from workshops.actions import attendance, sessions, table_undo
from workshops.actions.attendance import Mark, SheetChanges
from workshops.models import Attendance, Session, TableImport, Waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DAY = dt.date(2026, 1, 20)
# What tells of the import itself, of the forms that were sent, and that figures changed.
TELLING = {
    *("partnerships.auditevent", "partnerships.submission", "workshops.tableimport"),
    "evaluation.rollupmark",
}
OURS = ("partnerships", "families", "workshops", "evaluation")


def counts():
    """How many rows in each table of ours, those of relations included."""
    return {
        model._meta.label_lower: model._base_manager.count()
        for app in OURS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model._meta.label_lower not in TELLING
    }


@pytest.fixture
def workshop():
    return WorkshopFactory(
        programme__starts_on="2025-09-01",
        programme__ends_on="2026-08-31",
        programme__lead__commune="Ville-Neuve",
    )


@pytest.fixture
def user(client, workshop):
    user = coordinator(workshop.programme.lead)
    client.force_login(user)
    return user


def people(client, workshop, *lines):
    file = csv("Participant;Langue;École;Classe", *lines)
    confirm(client, workshop, deposit(client, workshop, file, kind="people"))
    return TableImport.objects.latest("pk")


def grid(client, workshop, *lines):
    response = deposit_grid(client, workshop, csv("Participant;20/01;27/01", *lines))
    confirm(client, workshop, response)
    return TableImport.objects.latest("pk")


def undo(client, record):
    return client.post(reverse("workshops:import_undo", args=[record.pk]))


def why(client, record):
    """What the page of the import says stands in the way."""
    response = client.get(reverse("workshops:import_detail", args=[record.pk]))
    return [
        f"{each.what} : {each.why}".replace("\u00a0", " ") for each in response.context["touched"]
    ]


def test_people_are_taken_back_table_by_table(client, workshop, user):
    school = SchoolFactory(structure__name="École Hugo", structure__commune="Ville-Neuve")
    WaitingFactory(
        workshop=workshop,
        parent=parent_of(workshop, first_name="Zoé", last_name="Petit"),
        asked_on="2026-01-05",
    )
    before = counts()
    record = people(client, workshop, f"Awa Koné;Arabe;{school.uai};CP", "Zoé Petit;;;", "Rim;;;")
    assert counts() != before

    response = undo(client, record)

    assertRedirects(response, reverse("workshops:import_detail", args=[record.pk]))
    assert counts() == before
    assert Waiting.objects.get().asked_on == dt.date(2026, 1, 5)
    record.refresh_from_db()
    assert (record.undone_by, record.undone_at is not None) == (user, True)
    lines = AuditEvent.objects.filter(verb="deleted", object_type="families.family")
    assert None not in {line.family for line in lines}
    assert lines.count() == 2


def test_a_grid_is_taken_back_and_its_sheets_are_as_before(client, workshop, user):
    TeamMemberFactory(workshop=workshop)
    awa = parent_of(workshop, first_name="Awa", last_name="Koné")
    EnrolmentFactory(workshop=workshop, parent=awa)
    planned = SessionFactory(workshop=workshop, date=DAY, starts_at="14:00", ends_at="16:00")
    noted = AttendanceFactory(session=planned, parent=awa, held=False, counted_minutes=0)
    held = HeldSessionFactory(workshop=workshop, date=dt.date(2026, 1, 27))
    before, rows = counts(), list(Session.objects.order_by("pk").values("status", "closed_at"))
    record = grid(client, workshop, "Awa Koné;x;A", "Zoé Petit;x;x")
    assert planned.attendances.get(parent=awa).held

    undo(client, record)

    assert counts() == before
    assert list(Session.objects.order_by("pk").values("status", "closed_at")) == rows
    noted.refresh_from_db()
    assert (noted.held, noted.counted_minutes) == (False, 0)
    told = AuditEvent.objects.filter(object_type="workshops.session").order_by("pk")
    assert [(line.verb, line.object_id) for line in told] == [
        ("closed", str(planned.pk)),
        ("changed", str(held.pk)),
        ("reopened", str(planned.pk)),
        ("changed", str(held.pk)),
    ]


def test_the_same_file_is_imported_once_and_again_when_undone(client, workshop, user):
    record = people(client, workshop, "Awa Koné;;;")
    file = csv("Participant;Langue;École;Classe", "Awa Koné;;;")

    twice = deposit(client, workshop, file, kind="people")
    undo(client, record)
    file.seek(0)
    again = deposit(client, workshop, file, kind="people")

    assertContains(twice, "Ce fichier est déjà importé ici, le 10\u00a0mars.")
    assert again.context["preview"].ticket


def test_an_import_is_undone_once(client, workshop, user):
    record = people(client, workshop, "Awa Koné;;;")
    undo(client, record)

    response = client.post(reverse("workshops:import_undo", args=[record.pk]), follow=True)

    assertContains(response, "Cet import est déjà défait.")
    assertContains(response, "Défait le 10\u00a0mars par")


# -- What stands in the way ----------------------------------------------------------------------


def test_a_record_that_somebody_completed_is_kept_with_the_rest(client, workshop, user):
    record = people(client, workshop, "Awa Koné;;;", "Zoé Petit;;;")
    awa = Parent.objects.get(first_name="Awa")
    change_parent(parent=awa, values={"phone": "0612345678"}, by=user)
    before = counts()

    response = client.post(reverse("workshops:import_undo", args=[record.pk]), follow=True)

    assertContains(response, "il ne se défait plus")
    assertContains(response, awa.get_absolute_url())
    assertNotContains(response, "Défaire l’import")
    assert why(client, record) == ["Awa Koné : fiche complétée le 10 mars"]
    assert counts() == before


def test_what_points_to_somebody_created_stands_in_the_way(client, workshop, user):
    record = people(client, workshop, "Awa Koné;;;")
    awa = Parent.objects.get()
    ConsentFactory(parent=awa)
    AttendanceFactory(session=HeldSessionFactory(workshop=workshop), parent=awa)
    GuestFactory(session=SessionFactory(workshop=workshop), enrolment=awa.enrolments.get())

    assert set(why(client, record)) == {
        "Awa Koné : consentement",
        "Awa Koné : présence",
        f"Awa Koné, {workshop} : personne attendue à une séance",
    }


def test_who_left_since_stands_in_the_way(client, workshop, user):
    record = people(client, workshop, "Awa Koné;;;")
    Parent.objects.get().enrolments.update(left_on=dt.date(2026, 3, 10))

    assert why(client, record) == [f"Awa Koné, {workshop} : départ noté depuis"]


def test_a_sheet_that_somebody_corrected_stands_in_the_way(client, workshop, user):
    record = grid(client, workshop, "Awa Koné;x;A")
    session, awa = Session.objects.earliest("date"), Parent.objects.get()
    attendance.save_sheet(
        session=session,
        changes=SheetChanges(marks={awa.pk: Mark("late", 1)}, reason="erreur"),
        by=user,
    )

    undo(client, record)

    assert why(client, record) == [
        f"{session}, 20 janvier 2026 : feuille corrigée le 10 mars",
        "Awa Koné, en retard : réponse corrigée",
    ]
    assert Attendance.objects.count() == 2


def test_a_session_reopened_since_stands_in_the_way(client, workshop, user):
    SessionFactory(workshop=workshop, date=DAY)
    record = grid(client, workshop, "Awa Koné;x;")
    sessions.reopen(session=Session.objects.get(), reason="erreur", by=user)

    found = why(client, record)

    assert found[0].endswith("20 janvier 2026 : feuille corrigée le 10 mars")


def test_somebody_noted_since_on_a_sheet_it_created_stands_in_the_way(client, workshop, user):
    record = grid(client, workshop, "Awa Koné;x;")
    AttendanceFactory(session=Session.objects.get(), parent=parent_of(workshop))

    assert why(client, record) == [f"{Session.objects.get()} : présence"]


def test_what_was_deleted_since_stands_in_the_way(client, workshop, user):
    SessionFactory(workshop=workshop, date=dt.date(2026, 1, 27))
    record = grid(client, workshop, "Awa Koné;x;x")
    Attendance.objects.earliest("pk").delete()
    Session.objects.filter(date=dt.date(2026, 1, 27)).update(version=7)

    assert why(client, record) == [
        "présences : 1 : supprimé depuis",
        f"{workshop} : feuille corrigée",
    ]


def test_an_import_that_another_built_on_is_undone_after_it(client, workshop, user):
    before = counts()
    first = people(client, workshop, "Awa Koné;;;")
    second = grid(client, workshop, "Awa Koné;x;")

    undo(client, first)
    assert why(client, first) == ["Awa Koné : présence"]
    undo(client, second)
    undo(client, first)

    assert counts() == before


# -- Pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many_imports(
    client, workshop, user, django_assert_num_queries, number
):
    for _each in range(number):
        TableImportFactory(
            programme=workshop.programme,
            workshop=workshop,
            counts={"known": 1, "new": 2},
            imported_by=user,
        )

    with django_assert_num_queries(6):
        response = client.get(reverse("workshops:import_list", args=[workshop.programme.pk]))

    assert len(response.context["imports"]) == number
    assertContains(response, "3 personnes, dont 1 déjà connue et 2 nouvelles")


def test_the_list_says_what_to_do_first(client, workshop, user):
    response = client.get(reverse("workshops:import_list", args=[workshop.programme.pk]))

    assertContains(response, "Aucun tableau importé.")


def test_a_touched_list_is_cut(client, workshop, user, monkeypatch):
    monkeypatch.setattr(table_undo, "MOST", 1)
    record = people(client, workshop, "Awa Koné;;;", "Zoé Petit;;;")
    for parent in Parent.objects.all():
        change_parent(parent=parent, values={"phone": "0612345678"}, by=user)

    assert len(why(client, record)) == 1
