"""What stands behind a figure: as many rows as it says, for those who may read names."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from evaluation.evidence import evidence_of
from evaluation.figures import Figures, Scope
from evaluation.measures import MEASURES
from partnerships.models import AuditEvent
from tests import factories as make
from tests.evaluation.pages import get, text_of
from tests.evaluation.season import note

pytestmark = pytest.mark.django_db

START, END = dt.date(2026, 9, 1), dt.date(2027, 8, 31)


@pytest.mark.parametrize("name", MEASURES)
def test_the_evidence_of_a_figure_has_as_many_rows_as_it_says(client, season, name):
    user = make.coordinator(season.programme.lead)
    asked = {"starts_on": "2026-09-01", "ends_on": "2026-12-31"}

    page = get(client, user, "evidence", season.programme.pk, name, **asked)
    workbook = get(
        client, user, "evidence", season.programme.pk, name, **asked, format="xlsx"
    ).content

    figure, rows = page.context["figure"], list(load_workbook(io.BytesIO(workbook)).active)[1:]
    if figure.unit in ("minutes", "percent", "children"):
        amounts = [row[-1].value for row in rows]
        expected = {"attendance_rate": 12, "hours_delivered": 375, "participant_hours": 1005}
        expected |= {"support_hours": 75, "children": 6, "children_concerned": 2}
        assert sum(amounts) == expected.get(name, 0)
    else:
        assert len(rows) == figure.value
    assert len(page.context["page"].object_list) == len(rows)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("unique_parents", ["{ana}", "mardi 15 septembre", "jeudi 5 novembre", "4"]),
        ("families", ["{ana}, {bob}", "2"]),
        ("cohorts_started", ["{path}", "jeudi 1er octobre"]),
        ("pathways_completed", ["{ana}", "{path}", "jeudi 5 novembre"]),
        ("hours_delivered", ["mardi 15 septembre", "{talk}", "{north}", "2 h"]),
        ("attendance_rate", ["mardi 15 septembre", "{talk}", "2", "3"]),
    ],
)
@pytest.mark.usefixtures("in_november")
def test_the_rows_of_evidence_are_readable(client, season, name, row):
    response = get(
        client, make.coordinator(season.programme.lead), "evidence", season.programme.pk, name
    )

    found = [
        [cell.text.replace("\u00a0", " ") for _column, cell in line]
        for line in response.context["page"].object_list
    ]
    assert [cell.format(**vars(season)) for cell in row] in found


def test_unnamed_people_are_rows_without_a_name(client, season):
    response = get(
        client,
        make.coordinator(season.programme.lead),
        "evidence",
        season.programme.pk,
        "participations",
    )

    assert text_of(response).count("parent sans nom") == 6


def test_a_school_of_evidence_says_how_it_is_reached(client, season):
    response = get(
        client,
        make.coordinator(season.programme.lead),
        "evidence",
        season.programme.pk,
        "schools_reached",
    )

    rows = {row[0][1].text: [cell.text for _c, cell in row[1:]] for row in response.context["page"]}
    assert rows == {str(season.north): ["oui", "1"], str(season.south): ["oui", "0"]}


def test_the_export_is_a_table_and_leaves_a_line_in_the_journal(client, season):
    user = make.coordinator(season.programme.lead)

    response = get(client, user, "evidence", season.programme.pk, "sessions_held", format="csv")

    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Jour;Atelier;École;Durée (min)"
    assert len(lines) == 1 + 5
    line = AuditEvent.objects.get()
    assert (line.verb, line.actor, line.structure, line.fields, line.object_type) == (
        "exported",
        user,
        season.programme.lead,
        ["sessions_held"],
        "workshops.programme",
    )


def test_a_grant_shows_and_exports_its_evidence_too(client, season):
    grant = make.GrantFactory(holder=season.programme.lead)
    grant.programmes.add(season.programme)
    user = make.coordinator(season.programme.lead)

    page = get(client, user, "grant_evidence", grant.pk, "unique_parents")
    get(client, user, "grant_evidence", grant.pk, "unique_parents", format="xlsx")

    assert page.context["figure"].value == 4
    assert page.context["back"] == grant.get_absolute_url()
    assert AuditEvent.objects.get().object_type == "evaluation.grant"


def test_somebody_s_name_stays_with_the_structure_that_knows_them(season):
    """A figure opens on names through visible_to only, whoever asks for the rows."""
    figures = Figures.of(Scope((season.programme,), START, END))
    stranger = make.coordinator(make.StructureFactory())

    evidence = evidence_of(figures.measure("unique_parents"), figures, stranger)

    assert {row[0].text for row in evidence.rows} == {"personne d’une autre structure"}


def test_no_evidence_is_said(client):
    programme = make.ProgrammeFactory()

    response = get(client, make.coordinator(programme.lead), "evidence", programme.pk, "families")

    assert "Rien n’est compté sur cette période." in text_of(response)


def test_a_measure_that_does_not_exist_is_not_found(client, season):
    user = make.coordinator(season.programme.lead)

    assert get(client, user, "evidence", season.programme.pk, "bonheur").status_code == 404


@pytest.mark.parametrize("role", [make.facilitator, make.partner, make.observer])
def test_evidence_does_not_exist_for_whoever_may_not_read_names(client, season, role):
    user = role(season.programme.lead)

    statuses = [
        get(client, user, "evidence", season.programme.pk, name).status_code for name in MEASURES
    ]

    assert set(statuses) == {404}


@pytest.mark.parametrize("count", [1, 3])
def test_evidence_costs_the_same_however_many_rows(client, django_assert_num_queries, count):
    session = make.HeldSessionFactory()
    programme = session.workshop.programme
    for _number in range(count):
        note(session, make.ParentFactory(family__structure=programme.lead))
    client.force_login(make.coordinator(programme.lead))

    with django_assert_num_queries(11):
        response = client.get(reverse("evaluation:evidence", args=[programme.pk, "participations"]))

    assert len(response.context["page"].object_list) == count
