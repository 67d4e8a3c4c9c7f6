"""Every measure of a season worked out by hand, wherever it is read: see hand_computed/README.md."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from evaluation.measures import MEASURES
from evaluation.models import ReportSection
from tests import factories as make
from tests.evaluation import hand_computed
from tests.evaluation.hand_computed import table
from tests.evaluation.pages import get

pytestmark = pytest.mark.django_db

EXPECTED = {row["measure"]: row["read"] for row in table("expected")}


@pytest.fixture
def world(today_after):
    return hand_computed.tell()


@pytest.fixture
def today_after(time_machine):
    """Once everything has happened."""
    time_machine.move_to("2027-07-15T09:00:00+02:00")


def plain(text):
    return str(text).replace("\u00a0", " ").replace("\u202f", " ")


def titles():
    return {str(measure.title): name for name, measure in MEASURES.items()}


def test_the_hand_has_worked_out_every_measure():
    assert sorted(EXPECTED) == sorted(MEASURES)
    assert [row["measure"] for row in table("expected") if not row["why"]] == []


def test_the_page_says_what_the_hand_found(client, world):
    response = get(client, world.boss, "programme_dashboard", world.programme.pk)

    lines = response.context["board"].lines
    assert {line.figure.name: plain(line.figure.text) for line in lines} == EXPECTED
    page = plain(response.content.decode())
    assert [
        name for name, read in EXPECTED.items() if f'<td class="num">{read}</td>' not in page
    ] == []


def exported(client, world, format):
    response = get(client, world.boss, "dashboard_export", world.programme.pk, format=format)
    if format == "xlsx":
        rows = load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
    else:
        text = response.content.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text), delimiter=";")
    rows = [list(row) for row in rows]
    start = next(place for place, row in enumerate(rows) if row[0] == "Partie")
    return rows[:start], rows[start + 1 :]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_one_takes_away_says_what_the_hand_found(client, world, format):
    head, rows = exported(client, world, format)

    parts = ("Ce qui a été fait", "Ce que cela donne")
    found = {titles()[row[1]]: plain(row[4]) for row in rows if row[0] in parts}
    assert found == EXPECTED
    assert plain(head[1][0]) == "Tous les ateliers, du 1er septembre 2026 au 31 août 2027"
    assert [row[1] for row in rows if row[0] in parts and not row[9]] == []


def test_the_numbers_of_a_spreadsheet_are_numbers(client, world):
    _head, rows = exported(client, world, "xlsx")

    numbers = {titles().get(row[1]): row[5] for row in rows if row[0].startswith("Ce ")}
    assert (numbers["hours_delivered"], numbers["attendance_rate"]) == (555, 70)
    assert numbers["unique_parents"] == 6


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_breakdowns_are_those_of_the_hand(client, world, format):
    _head, rows = exported(client, world, format)

    expected = {(row["table"], row["line"]): figures_in(row["values"]) for row in table("lines")}
    tables, found = {name for name, _line in expected}, {}
    for part, line, *_days, _read, number in (row[:6] for row in rows):
        if part in tables:
            found.setdefault((part, line), []).append(int(number))
    assert {key: numbers for key, numbers in found.items() if any(numbers)} == expected


def figures_in(text):
    return [int(word) for word in text.split() if word.isdigit()]


def test_each_year_and_both_recounted_are_those_of_the_hand(client, world):
    response = get(client, world.boss, "programme_dashboard", world.programme.pk)

    found = [
        [year.name, *(figure.value for figure in year.figures)]
        for year in response.context["board"].years
    ]
    expected = [
        [year, *map(int, numbers)] for year, *numbers in (row.values() for row in table("years"))
    ]
    assert found == expected


def test_the_pdf_of_a_report_says_what_the_hand_found(client, world, settings):
    """To a funder, whose small numbers would be hidden: shown here, but for what stays inside."""
    settings.SMALL_CELL = 1
    grant = world.grants["R3"]
    grant.programmes.add(world.programme)
    for name, measure in MEASURES.items():
        indicator = make.IndicatorFactory(
            programme=world.programme, measure=name, title=f"{measure.title} ({name})"
        )
        grant.indicators.add(indicator)
    draft = grant.reports.get()
    draft.starts_on, draft.ends_on = world.programme.starts_on, world.programme.ends_on
    draft.save()
    ReportSection.objects.create(report=draft, order=1, kind="indicators", title="Prévu, réalisé")
    client.force_login(world.boss)

    response = client.get(reverse("evaluation:report_pdf", args=[draft.pk]))

    pages = PdfReader(io.BytesIO(b"".join(response))).pages
    words = " ".join(plain("\n".join(page.extract_text() for page in pages)).split())
    inside = {name: "masqué" for name, measure in MEASURES.items() if measure.is_internal}
    wanted = {name: f"({name}) – {read} –" for name, read in (EXPECTED | inside).items()}
    assert {name: text for name, text in wanted.items() if text not in words} == {}


@pytest.mark.parametrize("name", MEASURES)
def test_every_figure_opens_on_its_rows(client, world, name):
    response = get(client, world.boss, "evidence", world.programme.pk, name)

    rows, figure = response.context["evidence"].rows, response.context["figure"]
    assert plain(figure.text) == EXPECTED[name]
    if figure.unit == "percent":
        done, total = (sum(row[place].value for row in rows) for place in (-2, -1))
        assert round(100 * done / total, 1) == float(figure.value)
    elif figure.unit in ("minutes", "children"):
        assert sum(row[-1].value for row in rows) == figure.value
    else:
        assert len(rows) == figure.value
