import datetime as dt
import io
import json
import os
import subprocess
import sys

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from evaluation import checks, documents
from evaluation.actions import report_sections as sections
from evaluation.actions import reports as actions
from evaluation.annexes import sheets
from evaluation.reports import canonical, compute, content_of, fingerprint, in_groups
from families.actions import erasure
from families.models import Erasure
from partnerships import files, french
from partnerships.models import AuditEvent
from partnerships.spreadsheets import workbook_bytes
from tests.evaluation.issuing import fresh, issue, kept
from tests.evaluation.test_reports import held, promise
from tests.factories import (
    ConsentFactory,
    ParentFactory,
    QuoteFactory,
    SchoolFactory,
    WorkshopFactory,
)
from tests.partnerships.papers import picture, sent
from tests.partnerships.test_documents import WATCH, attachments
from workshops.actions.attendance import Mark, SheetChanges, save_sheet
from workshops.models import Attendance

DAY = dt.date(2026, 10, 6)
CANARY = ("Canarielle", "Serinette")


@pytest.fixture
def season_told(draft, grant, programme, boss):
    """Sessions, a promise, and the words of somebody whose name must never be printed."""
    promise(grant, "unique_parents", 10, title="Parents")
    workshop = WorkshopFactory(programme=programme, title="Café des parents")
    draft.workshops.add(workshop)
    parent = ParentFactory(
        family__structure=grant.holder, first_name=CANARY[0], last_name=CANARY[1]
    )
    ConsentFactory(parent=parent)
    session = held(programme, came=5, date=DAY, school=SchoolFactory())
    quote = QuoteFactory(
        session=session, parent=parent, words="On m’écoute.", label="une maman de CP"
    )
    session.workshop = workshop
    session.save()
    row = session.attendances.order_by("pk")[0]
    row.parent = parent
    row.save()
    sections.choose_quotes(report=draft, quotes=[quote], by=boss)
    return session


def plain(text):
    """With ordinary spaces, on one line."""
    return " ".join(text.split())


def text_of(pdf):
    return plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def cells(content, *, is_issued=True):
    book = load_workbook(io.BytesIO(workbook_bytes(sheets(content, is_issued=is_issued))))
    return {page.title: [list(row) for row in page.values] for page in book}


# -- Shows 5 --------------------------------------------------------------------------------------


def test_an_issued_report_stays_when_sheets_are_corrected_a_family_forgotten_a_workshop_renamed(
    client, draft, season_told, boss, programme, settings, tmp_path
):
    settings.ERASURES_FILE = tmp_path / "erasures"
    report = issue(draft, boss)
    client.force_login(boss)
    pages = [reverse(f"evaluation:report_{name}", args=[report.pk]) for name in ("preview", "pdf")]

    def answers():
        contents = [client.get(page) for page in pages]
        return [contents[0].content, b"".join(contents[1].streaming_content)]

    before = (*answers(), cells(content_of(fresh(report))))
    row = season_told.attendances.order_by("pk")[1]
    save_sheet(
        session=season_told,
        changes=SheetChanges(
            marks={row.parent_id: Mark(Attendance.Status.ABSENT, row.version)}, reason="Erreur."
        ),
        by=boss,
    )
    quoted = report.quotes.get().parent
    erasure.erase(parent=quoted, reason=Erasure.Reason.ASKED, by=boss)
    workshop = season_told.workshop
    workshop.title = "Café du mardi"
    workshop.save()
    after = (*answers(), cells(content_of(fresh(report))))
    live = client.get(reverse("evaluation:report_since", args=[report.pk]))
    second = issue(actions.next_version(report=report, by=boss), boss)

    assert after == before
    assert live.context["changed"]["figures"][0]["gap"] == "−1"
    assert live.context["withdrawn"] == 1
    changes = second.figures["changes"]
    assert (changes["since"], changes["sections"]) == (1, ["Paroles citées"])
    assert changes["figures"][0] == {
        "title": "Parents",
        "before": "5",
        "after": "4",
        "gap": "−1",
        "is_personal": False,
        "table": "Parents",
    }
    assert "Ce qui a changé depuis la version 1" in text_of(kept(second))
    assert [each["title"] for each in second.figures["workshops"]] == ["Café du mardi"]


# -- Bit for bit ----------------------------------------------------------------------------------

AGAIN = """
import hashlib, json, sys
import django
django.setup()
from evaluation import documents
from evaluation.models import Grant, Report
content = json.load(sys.stdin)
pdf = documents.pdf_of_report(Report(pk=content.pop("pk")), content, is_issued=True)
print(hashlib.sha256(pdf).hexdigest())
"""


def test_the_document_is_made_again_bit_for_bit_another_day_in_another_process(
    draft, season_told, boss
):
    report = issue(draft, boss)

    with time_machine.travel(dt.datetime(2031, 5, 4, 12, tzinfo=dt.UTC)):
        later = documents.pdf_of_report(fresh(report), fresh(report).figures, is_issued=True)
    elsewhere = subprocess.run(
        [sys.executable, "-c", AGAIN],
        input=json.dumps({**fresh(report).figures, "pk": report.pk}),
        env={**os.environ, "PYTHONHASHSEED": "7", "DEBUG": "1", "TZ": "Asia/Tokyo"}
        | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert later == kept(report)
    assert elsewhere.stdout.strip() == report.sha256


def test_the_fingerprint_is_of_the_content_whatever_the_order_of_its_keys(draft):
    content = json.loads(canonical(compute(draft)))

    assert fingerprint(dict(reversed(content.items()))) == fingerprint(content)
    assert fingerprint({**content, "title": "Autre"}) != fingerprint(content)


def test_what_is_frozen_is_what_was_read(draft, season_told):
    content = compute(draft)

    assert documents.page_of_report(draft, content, is_issued=False) == documents.page_of_report(
        draft, json.loads(canonical(content)), is_issued=False
    )


def test_the_document_bears_its_date_its_version_and_its_fingerprint(draft, season_told, boss):
    report = issue(draft, boss)

    text = text_of(kept(report))

    digest = in_groups(fingerprint(report.figures))
    assert digest in text
    day = french.day(timezone.localdate(report.issued_at), "year")
    assert f"version 1 · chiffres arrêtés le {plain(day)} · empreinte {digest[:19]}" in text
    event = AuditEvent.objects.get(verb="issued")
    assert event.reason == report.sha256


# -- Kept for years, read by everybody ------------------------------------------------------------


def test_the_file_is_tagged_for_readers_and_whole_for_archives(draft, season_told, boss):
    report = issue(draft, boss)

    with WATCH as watch:
        documents.pdf_of_report(report, report.figures, is_issued=True)
    reader = PdfReader(io.BytesIO(kept(report)))

    root = reader.trailer["/Root"]
    described = root["/Metadata"].get_object().get_data()
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("fr", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == report.title
    assert b'pdfaid:part="2" pdfaid:conformance="A"' in described
    assert b'pdfuaid:part="1"' in described
    assert described.count(b"</rdf:RDF>") == 1
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert [str(page["/Tabs"]) for page in reader.pages] == ["/S"] * len(reader.pages)
    assert all(b"BDC" in page.get_contents().get_data() for page in reader.pages)
    assert "/StructTreeRoot" in root
    assert attachments(reader) == []
    assert watch.foreign == []


def test_pictures_of_an_archive_are_not_smoothed(draft, grant, boss):
    grant.holder.logo.save("", ContentFile(files.read_logo(sent(picture("PNG"))).content))
    report = issue(fresh(draft), boss)

    drawn = [
        image.get_object()
        for page in PdfReader(io.BytesIO(kept(report))).pages
        for image in page["/Resources"].get("/XObject", {}).values()
    ]
    assert [image["/Interpolate"].value for image in drawn if "/Interpolate" in image] == [
        False
    ] * len(PdfReader(io.BytesIO(kept(report))).pages)


def test_no_name_is_anywhere_without_consent(client, draft, season_told, boss):
    report = issue(draft, boss)
    client.force_login(boss)
    annex = client.get(reverse("evaluation:report_annex", args=[report.pk]))
    pdf = kept(report)
    reader = PdfReader(io.BytesIO(pdf))

    everywhere = [
        text_of(pdf),
        str(reader.metadata),
        reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode(),
        canonical(report.figures),
        str(cells(report.figures)),
        report.pdf.name,
        annex["Content-Disposition"],
        client.get(reverse("evaluation:report_detail", args=[report.pk])).text,
    ]

    assert "On m’écoute." in everywhere[0]
    assert "Une maman de CP" in everywhere[0]
    assert [text for text in everywhere for name in CANARY if name in text] == []


# -- Checked --------------------------------------------------------------------------------------


def test_an_issued_report_is_checked_from_its_page_and_by_a_command(
    client, draft, season_told, boss, capsys
):
    report = issue(draft, boss)
    client.force_login(boss)

    page = client.get(reverse("evaluation:report_check", args=[report.pk]))
    call_command("report_check")

    assert [each.is_right for each in page.context["checks"]] == [True, True, True]
    assert "1 rapport émis est tel qu’il était." in capsys.readouterr().out


def test_a_changed_file_and_changed_figures_are_found(draft, boss, capsys):
    report = issue(draft, boss)
    report.figures["title"] = "Autre"
    report.save()
    with report.pdf.storage.open(report.pdf.name, "wb") as file:
        file.write(b"%PDF-1.7 autre")

    with pytest.raises(CommandError, match=f"rapport {report.pk}"):
        call_command("report_check", report.pk)

    assert [each.is_right for each in checks.check(fresh(report))] == [False, True, False]
    assert "Il a été modifié." in capsys.readouterr().out


def test_another_press_another_journal_or_no_file_are_said(draft, boss):
    report = issue(draft, boss)
    report.figures["press"] = "une autre"
    report.sha256 = "0" * 64
    report.save()

    assert [each.is_right for each in checks.check(fresh(report))] == [False, False, None]
    AuditEvent.objects.empty_reasons()
    assert checks.check(fresh(report))[1].is_right is None
    report.pdf.storage.delete(report.pdf.name)
    assert [each.is_right for each in checks.check(fresh(report))] == [False]


def test_nothing_changed_since_is_said_too(client, draft, season_told, boss):
    report = issue(draft, boss)
    client.force_login(boss)

    page = client.get(reverse("evaluation:report_since", args=[report.pk]))
    second = issue(actions.next_version(report=report, by=boss), boss)

    assert "Rien n’a changé" in page.text
    assert "Ni les chiffres, ni les textes" in text_of(kept(second))


def test_people_by_something_personal_are_never_told_one_more_or_less(
    draft, grant, programme, boss
):
    promise(grant, "new_parents", title="Nouveaux")
    held(programme, came=7)
    first = issue(draft, boss)
    held(programme, came=1, date=dt.date(2026, 10, 7))
    second = issue(actions.next_version(report=first, by=boss), boss)
    held(programme, came=6, date=dt.date(2026, 10, 8))
    third = issue(actions.next_version(report=second, by=boss), boss)

    changes = second.figures["changes"]
    assert changes["revised"][0] == "Nouveaux"
    assert {"Sexe", "Âge"} < set(changes["revised"])
    assert [line for line in changes["figures"] if line["is_personal"]] == []
    told = [
        {part["text"] for table in report.figures["people"] for part in table["parts"]}
        for report in (first, second, third)
    ]
    assert told == [{"0", "7"}, {"masqué"}, {"0", "14"}]


def test_workshops_and_parts_that_came_or_went_are_told(draft, programme, boss):
    gone, come = WorkshopFactory.create_batch(2, programme=programme)
    draft.workshops.set([gone])
    report = issue(draft, boss)
    second = actions.next_version(report=report, by=boss)
    second.workshops.set([come])
    section = sections.add_section(report=second, title="Bénévoles", by=boss)
    sections.write(section=section, title="Bénévoles", body="Dix.", version=1, by=boss)

    changes = issue(second, boss).figures["changes"]

    assert (changes["added"], changes["removed"]) == ([come.title], [gone.title])
    assert changes["sections"] == ["Bénévoles"]
