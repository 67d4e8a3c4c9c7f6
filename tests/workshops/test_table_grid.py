"""A past attendance grid: looked at, then written whole; nothing is overwritten."""

import datetime as dt

import pytest
from pytest_django.asserts import assertContains, assertRedirects

from families.models import Parent
from partnerships.models import AuditEvent, ImportFile
from tests.factories import (
    AttendanceFactory,
    EnrolmentFactory,
    GuestFactory,
    HeldSessionFactory,
    PathwayFactory,
    SessionFactory,
    TeamMemberFactory,
    WorkshopFactory,
    coordinator,
)
from tests.workshops.tables import confirm, csv, deposit_grid, page_of, parent_of, remarks, xlsx
from workshops.imports import grids
from workshops.models import Attendance, Session, TableImport

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HELD = Session.Status.HELD


@pytest.fixture
def workshop():
    return WorkshopFactory(programme__starts_on="2025-09-01", programme__ends_on="2026-08-31")


@pytest.fixture
def user(client, workshop):
    user = coordinator(workshop.programme.lead)
    client.force_login(user)
    return user


def counted(workshop):
    rows = Attendance.objects.filter(workshop=workshop).order_by("date", "parent__first_name")
    return [
        (str(row.parent), row.date.isoformat(), row.status, row.counted_minutes) for row in rows
    ]


def test_a_grid_is_told_then_written(client, workshop, user):
    samira = parent_of(workshop, first_name="Samira", last_name="Benali")
    TeamMemberFactory(workshop=workshop, structure=workshop.programme.lead)
    file = xlsx(
        ["Nom et prénom", dt.date(2025, 11, 18), "mar. 25 nov.", "02/12/25 (minutes)", "Total"],
        ["BENALI Samira", "x", "A", 90, "2"],
        ["Awa Koné", "✓", "exc", "", "1"],
    )

    response = deposit_grid(client, workshop, file)
    preview = response.context["preview"]

    assert preview.sentence.replace("\u00a0", " ") == (
        "2 personnes, dont 1 déjà connue et 1 nouvelle ; 3 séances à créer ; 3 présences ; "
        "2 absences (excuses comprises)"
    )
    assert Attendance.objects.count() == 0

    response = confirm(client, workshop, response)

    record = TableImport.objects.get()
    assertRedirects(response, f"/imports/{record.pk}/")
    assert counted(workshop) == [
        ("Awa Koné", "2025-11-18", "present", 120),
        ("Samira Benali", "2025-11-18", "present", 120),
        ("Awa Koné", "2025-11-25", "excused", 120),
        ("Samira Benali", "2025-11-25", "absent", 120),
        ("Samira Benali", "2025-12-02", "present", 90),
    ]
    assert list(Parent.objects.exclude(pk=samira.pk).values_list("search_key", flat=True)) == [
        "awa kone"
    ]
    assert {
        (session.status, session.delivered_minutes, session.facilitations.count())
        for session in workshop.sessions.all()
    } == {(HELD, 120, 1)}
    assert ImportFile.objects.count() == 0
    assert (record.name, record.imported_by, record.counts["present"]) == ("tableau.xlsx", user, 3)


def test_a_known_person_is_noted_and_a_stranger_refused_when_one_asks(client, workshop, user):
    parent_of(workshop, first_name="Samira", last_name="Benali")
    file = csv("Participant;18/11", "Samira Benali;x", "Samira Benalli;x", "Zoé Petit;", "X Y;P")

    response = deposit_grid(client, workshop, file, creates_people=None)

    assert remarks(response) == [
        (
            "ligne 3, colonne « Participant » : Personne de connu ne s’appelle Samira Benalli. Le nom ressemble à "
            "Samira Benali. Corrigez le nom, ou cochez « Créer les personnes inconnues »."
        ),
        (
            "ligne 5, colonne « Participant » : Personne de connu ne s’appelle X Y. Corrigez le nom, ou cochez "
            "« Créer les personnes inconnues »."
        ),
    ]


def test_a_planned_session_of_that_day_is_filled_and_closed(client, workshop, user):
    awa = parent_of(workshop, first_name="Awa", last_name="Koné")
    zoe = parent_of(workshop, first_name="Zoé", last_name="Petit", gender="f")
    session = SessionFactory(
        workshop=workshop, date=dt.date(2026, 1, 20), starts_at="09:00", ends_at="10:30"
    )
    AttendanceFactory(session=session, parent=zoe, gender="", held=False, counted_minutes=0)
    file = csv("Participant;20/01", "Awa Koné;x", "Zoé Petit;P")

    response = deposit_grid(client, workshop, file)
    assertContains(response, "séance prévue, qui sera close")
    assertContains(response, "1 réponse est déjà sur sa feuille")
    confirm(client, workshop, response)

    session.refresh_from_db()
    assert (session.status, session.delivered_minutes, session.closed_by) == (HELD, 90, user)
    assert counted(workshop) == [
        ("Awa Koné", "2026-01-20", "present", 90),
        ("Zoé Petit", "2026-01-20", "present", 90),
    ]
    # What was learnt of her since she was noted is counted.
    assert zoe.attendances.get().gender == "f"
    assert AuditEvent.objects.get(object_type="workshops.session").verb == "closed"
    assert awa.attendances.get().recorded_by == user


def test_a_held_session_is_completed_and_never_overwritten(client, workshop, user):
    awa, zoe, rim = (
        parent_of(workshop, first_name=name, last_name="Petit") for name in ("Awa", "Zoé", "Rim")
    )
    session = HeldSessionFactory(workshop=workshop, date=dt.date(2026, 1, 20))
    AttendanceFactory(session=session, parent=awa, status="absent")
    AttendanceFactory(session=session, parent=rim, minutes=30)
    grid = ["Participant;20/01", "Awa Petit;x", "Zoé Petit;x", "Rim Petit;x"]

    refused = deposit_grid(client, workshop, csv(*grid))
    grid[1], grid[3] = "Awa Petit;abs", "Rim Petit;30 min"
    response = deposit_grid(client, workshop, csv(*grid))
    assertContains(response, "séance déjà close, complétée")
    confirm(client, workshop, response)

    assert remarks(refused) == [
        (
            "ligne 2, colonne « 20/01 » : la feuille du 20 janvier 2026 dit « absent » pour Awa Petit. "
            "Rien n’est remplacé : videz cette cellule, ou corrigez la feuille."
        ),
        (
            "ligne 4, colonne « 20/01 » : la feuille du 20 janvier 2026 dit « présent 30 min » pour "
            "Rim Petit. Rien n’est remplacé : videz cette cellule, ou corrigez la feuille."
        ),
    ]
    assert zoe.attendances.get().counted_minutes == session.delivered_minutes
    line = AuditEvent.objects.get(object_type="workshops.session")
    assert (line.verb, line.reason) == ("changed", "import d’une grille de présences")


def test_the_hour_tells_one_session_of_a_day_from_another(client, workshop, user):
    for hour in (9, 14):
        SessionFactory(
            workshop=workshop,
            date=dt.date(2026, 1, 20),
            starts_at=dt.time(hour),
            ends_at=dt.time(hour + 2),
        )

    refused = deposit_grid(client, workshop, csv("Participant;20/01", "Awa Koné;x"))
    told = csv("Participant;20/01 14h;20/01 18h30", "Awa Koné;x;x")
    confirm(client, workshop, deposit_grid(client, workshop, told))

    assert remarks(refused) == [
        (
            "titres, colonne « 20/01 » : il y a plusieurs séances ce jour-là (9 h et 14 h) : écrivez "
            "l’heure dans le titre, « 20/01 9 h »."
        )
    ]
    held = workshop.sessions.held().order_by("starts_at")
    assert [(session.starts_at, session.ends_at) for session in held] == [
        (dt.time(14), dt.time(16)),
        (dt.time(18, 30), dt.time(20, 30)),
    ]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("24/03/2026", "le 24 mars 2026 est à venir"),
        ("24/03/2020", "n’est pas dans la saison du programme"),
        ("31/02/2026", "n’est pas un jour qui existe"),
        ("20/01/2026", "la séance de ce jour est annulée"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_its_title(client, workshop, user, title, told):
    SessionFactory(
        workshop=workshop, date=dt.date(2026, 1, 20), status="cancelled", cancel_reason="Neige"
    )

    response = deposit_grid(client, workshop, csv(f"Participant;{title}", "Awa Koné;x"))

    assert remarks(response)[0].startswith(f"titres, colonne « {title} » : ")
    assert told in remarks(response)[0]


def test_two_columns_of_one_session_are_refused(client, workshop, user):
    file = csv("Participant;20/01;20/01/2026", "Awa Koné;x;x")

    response = deposit_grid(client, workshop, file)

    assert remarks(response) == [
        "titres, colonne « 20/01/2026 » : cette séance est déjà celle de la colonne « 20/01 »."
    ]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("Participant;Total", "Awa Koné;3"), "aucune colonne n’est une date"),
        (("Participant;20/01", "Awa Koné;"), "aucune présence n’est notée"),
        (("Participant;20/01", "Awa Koné;pr"), "« pr » n’est pas une réponse connue"),
        (("Participant;20/01", "Awa Koné;x", "kone awa;x"), "est déjà à la ligne 2"),
        (("Participant;20/01", ";x"), "il manque le nom"),
    ],
)
def test_a_grid_that_says_nothing_sure_is_refused(client, workshop, user, lines, told):
    response = deposit_grid(client, workshop, csv(*lines))

    assert told in " ".join(remarks(response))
    assert response.context["confirmation"] is None
    assert Session.objects.count() == 0


def test_an_empty_column_creates_no_session(client, workshop, user):
    file = csv("Participant;20/01;27/01", "Awa Koné;x;", "Zoé Petit;;")

    response = deposit_grid(client, workshop, file)
    confirm(client, workshop, response)

    assert response.context["preview"].ignored == [("27/01", "aucune réponse dans cette colonne")]
    # Whoever is noted nowhere is not created either.
    assert (Session.objects.count(), Parent.objects.count()) == (1, 1)


def test_what_the_sheets_say_already_is_not_imported(client, workshop, user):
    awa = parent_of(workshop, first_name="Awa", last_name="Koné")
    session = HeldSessionFactory(workshop=workshop, date=dt.date(2026, 1, 20))
    AttendanceFactory(session=session, parent=awa)

    response = deposit_grid(client, workshop, csv("Participant;20/01", "Awa Koné;x"))

    assertContains(response, "Rien à importer")


def test_in_a_group_that_keeps_a_list_whoever_came_is_on_it(client, workshop, user):
    EnrolmentFactory(workshop=workshop, parent=parent_of(workshop), enrolled_on="2025-09-01")
    guest = parent_of(workshop, first_name="Rim", last_name="Bah")
    catching_up = EnrolmentFactory(workshop__programme=workshop.programme, parent=guest)
    session = SessionFactory(workshop=workshop, date=dt.date(2026, 1, 20))
    GuestFactory(session=session, parent=guest, enrolment=catching_up)
    file = csv("Participant;13/01;20/01", "Awa Koné;A;x", "Zoé Petit;A;A", "Rim Bah;;x")

    confirm(client, workshop, deposit_grid(client, workshop, file))

    added = workshop.enrolments.exclude(enrolled_on=dt.date(2025, 9, 1))
    assert [(str(row.parent), row.enrolled_on) for row in added] == [
        ("Awa Koné", dt.date(2026, 1, 20))
    ]
    # Who caught up for another group counts there.
    assert guest.attendances.get().cohort == catching_up.workshop


def test_a_year_that_was_found_and_the_hours_are_told(client, workshop, user):
    response = deposit_grid(client, workshop, csv("Participant;mar. 20 janv.", "Awa Koné;1h30"))

    assertContains(response, "mardi 20\u00a0janvier 2026, séance à créer")
    assertContains(response, "L’année manquait dans 1 titre")
    assertContains(response, "de 14\u00a0h à 16\u00a0h, 2\u00a0h chacune")
    assertContains(
        response, "Awa Koné\u00a0: mardi 20\u00a0janvier 2026, présent (1\u00a0h\u00a030)"
    )


def test_sessions_of_a_cohort_are_created_without_module_and_it_is_said(client, user, workshop):
    cohort = WorkshopFactory(
        programme=workshop.programme, format="cohort", pathway=PathwayFactory()
    )

    response = deposit_grid(client, cohort, csv("Participant;20/01", "Awa Koné;x"))

    assertContains(response, "Elles n’ont pas de module")


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"starts_at": ""}, "Les séances à créer ont une heure de début et de fin."),
        ({"ends_at": "25:00"}, "heure"),
        ({"starts_at": "14:00", "ends_at": "14:00"}, "La séance doit durer"),
        ({"file": ""}, "Choisissez d’abord un fichier."),
    ],
)
def test_a_grid_needs_hours_and_a_file(client, workshop, user, answers, told):
    file = csv("Participant;20/01", "Awa Koné;x")

    response = deposit_grid(client, workshop, answers.pop("file", file), **answers)

    assertContains(response, told)


def test_the_last_session_proposes_its_hours(client, workshop, user):
    SessionFactory(workshop=workshop, starts_at="13:30", ends_at="15:30")

    response = client.get(page_of(workshop))

    assertContains(response, 'value="13:30"')


def test_too_many_answers_are_refused(client, workshop, user, monkeypatch):
    monkeypatch.setattr(grids, "MOST_ANSWERS", 1)

    response = deposit_grid(client, workshop, csv("Participant;20/01", "Awa Koné;x", "Zoé P;x"))

    assert remarks(response) == [
        "titres : plus de 100 000 réponses : importez ce tableau en plusieurs fois."
    ]


@pytest.mark.parametrize("rows", [2, 20])
def test_writing_a_grid_costs_the_same_however_many(
    client, workshop, user, django_assert_num_queries, rows
):
    TeamMemberFactory(workshop=workshop)
    EnrolmentFactory(workshop=workshop)
    SessionFactory(workshop=workshop, date=dt.date(2026, 1, 20))
    names = [f"Parent{chr(97 + row % 26)} Nom{chr(97 + row // 26)}" for row in range(rows)]
    file = csv("Participant;20/01;27/01", *(f"{name};x;A" for name in names))
    response = deposit_grid(client, workshop, file)

    with django_assert_num_queries(39):
        confirm(client, workshop, response)

    assert Attendance.objects.count() == 2 * rows
