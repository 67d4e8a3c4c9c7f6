import datetime as dt
import io
from decimal import Decimal

from django.urls import reverse
from openpyxl import load_workbook

from evaluation.annexes import euros, sheets
from evaluation.reports import compute, frozen
from partnerships import french
from partnerships.models import AuditEvent
from partnerships.spreadsheets import workbook_bytes
from tests.evaluation.issuing import fresh, issue
from tests.evaluation.test_reports import held, promise
from tests.factories import BudgetLineFactory, HeadCountFactory, SchoolFactory, WorkshopFactory

DAY = dt.date(2026, 10, 6)


def book(data):
    return load_workbook(io.BytesIO(data))


def rows(page):
    return [
        [cell.date() if isinstance(cell, dt.datetime) else cell for cell in row]
        for row in page.values
    ]


def test_the_annex_has_every_table_of_the_report_with_typed_cells(draft, grant, programme):
    promise(grant, "hours_delivered", 120, title="Heures")
    workshop = WorkshopFactory(programme=programme, title="Café")
    session = held(
        programme, came=5, date=DAY, school=SchoolFactory(structure__name="École du Port")
    )
    session.workshop, session.delivered_minutes = workshop, 90
    session.save()
    HeadCountFactory(session=session, number=7)

    pages = {
        page.title: rows(page)
        for page in book(workbook_bytes(sheets(compute(draft), is_issued=False)))
    }

    assert [*pages] == [
        *("Le rapport", "Prévu et réalisé", "Mois après mois", "Écoles", "Qui est venu"),
        *("Séances", "Montants"),
    ]
    assert pages["Prévu et réalisé"][1][:6] == [
        "Heures",
        "min",
        120,
        90,
        "−30\u00a0min",
        "−25\u00a0%",
    ]
    assert pages["Séances"][1] == [DAY, "Café", "École du Port", 90, 7]
    assert pages["Écoles"][1] == ["École du Port", 1, 90, 7]
    assert pages["Montants"][1] == ["Accordé", 9000]
    october = next(row for row in pages["Mois après mois"] if row[0] == DAY.replace(day=1))
    assert october[1:] == [1, 90, 7, 5]


def test_the_annex_of_an_issued_report_says_what_its_document_says(
    client, draft, grant, programme, boss
):
    promise(grant, "unique_parents", 10, title="=1+1")
    held(programme, came=6)
    report = issue(draft, boss)
    held(programme, came=3)
    client.force_login(boss)

    answer = client.get(reverse("evaluation:report_annex", args=[report.pk]))

    workbook = book(answer.content)
    line = rows(workbook["Prévu et réalisé"])[1]
    cells = [cell for page in workbook for row in page.iter_rows() for cell in row]
    assert (line[0], line[3]) == ("'=1+1", 6)
    assert line[6] == fresh(report).figures["indicators"][0]["text"]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    assert "annexe-du-rapport-version-1.xlsx" in answer["Content-Disposition"]
    assert rows(workbook["Le rapport"])[-1][0] == "Empreinte du contenu"
    last = AuditEvent.objects.order_by("pk").last()
    assert (last.verb, last.fields) == ("exported", ["xlsx"])


def test_small_numbers_are_hidden_in_the_annex_as_in_the_document(draft, programme):
    held(programme, came=3)

    people = next(
        page for page in sheets(compute(draft), is_issued=False) if page.title == "Qui est venu"
    )

    assert {row[2] for row in people.rows} <= {"masqué", 0}


def test_the_annex_of_a_compte_rendu_has_its_budget(draft, grant):
    BudgetLineFactory(grant=grant, account="60", forecast=Decimal(1200), actual=Decimal(1000))
    BudgetLineFactory(grant=grant, account="74", forecast=Decimal(1200), actual=Decimal(1000))
    draft.form = "cerfa"
    draft.save()

    pages = {
        page.title: page.rows for page in sheets(frozen(compute(fresh(draft))), is_issued=False)
    }

    totals = [row for row in pages["Budget"] if row[1] == "Total"]
    assert [row[2:4] for row in totals] == [[1200, 1000], [1200, 1000]]
    assert [row[0] for row in totals] == ["Charges", "Produits"]
    assert pages["Écarts"]


def test_euros_are_read_back_from_what_is_printed():
    assert [euros(text) for text in ("1\u202f200", f"{french.MINUS}50", "", "–")] == [
        *(1200, -50, None, None),
    ]
