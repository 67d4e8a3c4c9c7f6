"""Exports by what one line is: a session, a presence, a parent, an animation."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains

from partnerships.models import AuditEvent
from tests.factories import (
    AttendanceFactory,
    FacilitationFactory,
    GuestFactory,
    HeldSessionFactory,
    ModuleFactory,
    ParentFactory,
    PathwayFactory,
    ReferralFactory,
    SchoolingFactory,
    SessionFactory,
    StructureFactory,
    WorkshopFactory,
    coordinator,
    facilitator,
    observer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PERIOD = {"first": "2025-09-01", "last": "2026-08-31"}


@pytest.fixture
def workshop():
    pathway = PathwayFactory()
    return WorkshopFactory(
        title="Parcours d’hiver",
        format="cohort",
        pathway=pathway,
        programme__title="Numérique",
        programme__lead__name="Centre Horizon",
        programme__starts_on="2025-09-01",
        programme__ends_on="2026-08-31",
    )


@pytest.fixture
def session(workshop):
    module = ModuleFactory(pathway=workshop.pathway, title="Les bases", order=1)
    return HeldSessionFactory(
        workshop=workshop,
        module=module,
        date=dt.date(2026, 1, 20),
        starts_at="14:00",
        ends_at="16:00",
        delivered_minutes=90,
    )


def samira(workshop, **fields):
    names = {"first_name": "Samira", "last_name": "Benali", "gender": "f"}
    return ParentFactory(family__structure=workshop.programme.lead, **names | fields)


def exported(client, place, grain, format="csv", **period):
    kind = place._meta.model_name
    told = {"grain": grain, "format": format} | PERIOD | period
    response = client.get(reverse(f"workshops:{kind}_export", args=[place.pk]), told)
    return response, b"".join(response)


def lines(content):
    """The table under its head, as texts."""
    _head, _blank, table = content.decode("utf-8-sig").partition('""\r\n')
    return [line.split(";") for line in table.strip().split("\r\n")]


def told(content):
    header, *rows = lines(content)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_presence_says_who_followed_what_and_how_long(client, workshop, session):
    user = coordinator(workshop.programme.lead)
    client.force_login(user)
    parent = samira(workshop)
    SchoolingFactory(family=parent.family, school__structure__name="École Jules-Verne")
    ReferralFactory(
        sender=StructureFactory(name="Mission locale"),
        receiver=workshop.programme.lead,
        received_as=parent,
        status="came",
    )
    AttendanceFactory(session=session, parent=parent, minutes=60, counted_minutes=60, role="helps")
    AttendanceFactory(session=session, parent=samira(workshop, first_name="Awa"), status="absent")
    AttendanceFactory(session=SessionFactory(workshop=workshop), parent=parent)

    response, content = exported(client, workshop.programme, "presences")
    rows = told(content)

    assert [
        (row["Prénom"], row["Présence"], row["Durée suivie (min)"], row["Module"]) for row in rows
    ] == [("Awa", "absent", "0", "Les bases"), ("Samira", "présent", "60", "Les bases")]
    assert (rows[1]["Orientée par"], rows[1]["Écoles des enfants"], rows[1]["Rôle"]) == (
        "Mission locale",
        "École Jules-Verne",
        "a aidé, préparé",
    )
    assert response["Content-Disposition"] == (
        'attachment; filename="numerique-une-ligne-par-presence.csv"'
    )


def test_a_presence_says_who_was_invited_and_who_caught_up(client, workshop, session):
    client.force_login(coordinator(workshop.programme.lead))
    other = WorkshopFactory(programme=workshop.programme, title="Parcours d’automne")
    invited, late = samira(workshop), samira(workshop, first_name="Zina")
    GuestFactory(session=session, parent=invited)
    AttendanceFactory(session=session, parent=invited)
    AttendanceFactory(session=session, parent=late, cohort=other)

    _response, content = exported(client, workshop, "presences")

    assert [row["Venue comme"] for row in told(content)] == [
        "personne invitée",
        "rattrapage pour Parcours d’automne",
    ]


def test_a_parent_says_sessions_hours_and_modules(client, workshop, session):
    client.force_login(coordinator(workshop.programme.lead))
    parent = samira(workshop)
    twice = HeldSessionFactory(workshop=workshop, date=dt.date(2026, 2, 3), delivered_minutes=120)
    missed = HeldSessionFactory(workshop=workshop, date=dt.date(2026, 2, 10))
    AttendanceFactory(session=session, parent=parent, counted_minutes=90)
    AttendanceFactory(session=twice, parent=parent, counted_minutes=120, status="late")
    AttendanceFactory(session=missed, parent=parent, status="excused")
    AttendanceFactory(session=missed, parent=samira(workshop, first_name="Awa"), status="absent")

    _response, content = exported(client, workshop.programme, "parents")

    rows = [list(row.values())[:10] for row in told(content)]
    assert rows == [
        ["Awa", "Benali", "0", "0,00", "", "", "1", "0", "", ""],
        [
            *("Samira", "Benali", "2", "3,50", "Les bases", "Parcours d’hiver"),
            *("0", "1", "20/01/2026", "03/02/2026"),
        ],
    ]


def test_an_animation_says_who_ran_what_for_whom_and_how_long(client, workshop, session):
    client.force_login(coordinator(workshop.programme.lead))
    town = StructureFactory(name="Ville")
    FacilitationFactory(session=session, user=None, name="Karim", structure=town, minutes=None)
    FacilitationFactory(
        session=session, user=None, name="Léa", structure=town, minutes=30, is_volunteer=True
    )
    FacilitationFactory(session=session, user=None, name="Élu", structure=town, part="speaks")
    FacilitationFactory(session=SessionFactory(workshop=workshop), structure=town)

    _response, content = exported(client, workshop, "facilitations")

    assert [tuple(row.values())[6:] for row in told(content)] == [
        ("Karim", "Ville", "anime", "non", "90"),
        ("Léa", "Ville", "anime", "oui", "30"),
        ("Élu", "Ville", "prend la parole", "non", ""),
    ]


def test_a_session_names_nobody(client, workshop, session):
    client.force_login(coordinator(workshop.programme.lead))
    AttendanceFactory(session=session, parent=samira(workshop))

    _response, content = exported(client, workshop.programme, "sessions")

    assert [(row["Module"], row["Parents présents"]) for row in told(content)] == [
        ("Les bases", "1")
    ]
    assert "Samira" not in content.decode()
    assert AuditEvent.objects.get(verb="exported").family is None


def test_the_head_says_grain_place_period_and_author(client, workshop, session):
    user = coordinator(workshop.programme.lead, first_name="Inès", last_name="Roche")
    client.force_login(user)
    AttendanceFactory(session=session, parent=samira(workshop))

    _response, content = exported(client, workshop, "parents", first="2026-01-01")

    head = content.decode("utf-8-sig").replace("\u00a0", " ").split("\r\n")[:5]
    assert head == [
        "Export : une ligne par parent",
        "Parcours d’hiver (Numérique, Centre Horizon)",
        "Du 1er janvier au 31 août 2026",
        "Exporté le 10 mars 2026 par Inès Roche, 1 ligne.",
        '""',
    ]


def test_the_period_keeps_its_sessions(client, workshop, session):
    client.force_login(coordinator(workshop.programme.lead))
    AttendanceFactory(session=session, parent=samira(workshop))

    _response, content = exported(client, workshop, "presences", last="2026-01-19")

    assert told(content) == []


def test_a_name_is_no_formula_in_either_format(client, workshop, session):
    client.force_login(coordinator(workshop.programme.lead))
    AttendanceFactory(session=session, parent=samira(workshop, first_name="=1+1"))

    _response, content = exported(client, workshop, "presences")
    _response, book = exported(client, workshop, "parents", format="xlsx")

    assert told(content)[0]["Prénom"] == "'=1+1"
    sheet = load_workbook(io.BytesIO(book)).active
    assert [sheet.cell(7, 1).value, sheet.cell(7, 1).data_type] == ["'=1+1", "s"]
    assert (sheet.cell(6, 1).value, sheet.freeze_panes) == ("Prénom", "A7")


def test_every_household_named_has_its_line(client, workshop, session):
    user = coordinator(workshop.programme.lead)
    client.force_login(user)
    rows = [AttendanceFactory(session=session, parent=samira(workshop)) for _number in range(2)]

    exported(client, workshop, "presences")

    lines = AuditEvent.objects.filter(verb="exported", actor=user).order_by("pk")
    assert [line.family for line in lines] == [None, *(row.parent.family_id for row in rows)]
    assert lines[0].fields == ["presences", "2025-09-01", "2026-08-31"]


def test_an_export_costs_the_same_however_many_people(client, workshop, session):
    client.force_login(coordinator(workshop.programme.lead))
    costs = []
    for number in (1, 3):
        for _person in range(number):
            AttendanceFactory(session=session, parent=samira(workshop))
        with CaptureQueriesContext(connection) as asked:
            exported(client, workshop, "presences")
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_the_page_proposes_the_season_so_far(client, workshop):
    client.force_login(coordinator(workshop.programme.lead))

    response = client.get(reverse("workshops:programme_export", args=[workshop.programme.pk]))

    assertContains(response, 'value="2025-09-01"')
    assertContains(response, 'value="2026-03-10"')
    assertContains(response, "Une ligne par présence")


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"first": "2026-02-01", "last": "2026-01-01"}, "La fin vient après le début."),
        ({"grain": "people"}, "n’en fait pas partie"),
        ({"first": "hier"}, "date"),
    ],
)
def test_what_makes_no_sense_is_refused(client, workshop, told, refusal):
    client.force_login(coordinator(workshop.programme.lead))
    asked = {"grain": "parents", "format": "csv"} | PERIOD | told

    response = client.get(reverse("workshops:workshop_export", args=[workshop.pk]), asked)

    assertContains(response, refusal)


def test_whoever_keeps_the_sheets_exports_them_and_the_lead_alone_the_programme(client, workshop):
    lead, stranger = workshop.programme.lead, StructureFactory()
    pages = [
        reverse("workshops:workshop_export", args=[workshop.pk]),
        reverse("workshops:programme_export", args=[workshop.programme.pk]),
    ]
    answers = []
    for user in (facilitator(lead, workshop), coordinator(stranger), observer(stranger)):
        client.force_login(user)
        answers.append([client.get(page).status_code for page in pages])

    assert answers == [[200, 403], [404, 404], [404, 404]]
