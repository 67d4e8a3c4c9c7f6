import csv
import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from partnerships.formats import SafeCSV, SafeXLSX
from partnerships.spreadsheets import (
    Sheet,
    csv_bytes,
    csv_response,
    neutral_filename,
    neutralise,
    read_table,
    restore,
    workbook_bytes,
    xlsx_bytes,
    xlsx_response,
)

MIDNIGHT = datetime.fromisoformat("2026-03-05")
HALF_PAST_NINE = datetime.fromisoformat("2026-03-05T09:30")
PAYLOADS = [
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "|x", "%x", "==1+1"),
    *("\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\u202f=1+1", "\ufeff=1+1"),
    *("\u200b=1+1", "\x00=1+1", "\x1f=1+1", "\x7f=1+1", "\u2060@x", "\u3164=1+1"),
    *("＝1+1", "＋1", "－1", "＠x", "﹢1", "'=1+1", "''=1+1", "=cmd|' /C calc'!A0"),
]
EXECUTABLE = re.compile(r"^[\ufeff\u200b\x00-\x20\x7f\u00a0]*[=+\-@|%＝＋－＠\t\r]")
HARMLESS = [
    "",
    "Lille",
    "l’école",
    "'quoted'",
    "-12",
    "-12,5",
    "12.5",
    " ",
    "1=1",
    "a@b.test",
    "état",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_text_that_a_spreadsheet_might_run_gets_an_apostrophe(payload):
    assert neutralise(payload) == f"'{payload}"


@pytest.mark.parametrize("value", [*HARMLESS, -12, 1.5, None, date(2026, 3, 5)])
def test_numbers_blanks_and_plain_texts_are_untouched(value):
    assert neutralise(value) is value
    assert restore(value) is value


RISKY_TEXT = st.text(st.sampled_from("'=+-@|%\t\r\n \u00a0\ufeff\u200b\uff1da1.,"))


@given(RISKY_TEXT | st.text())
def test_what_was_neutralised_comes_back_as_it_was(text):
    assert restore(neutralise(text)) == text


@given(RISKY_TEXT | st.text())
def test_no_neutralised_text_is_executable(text):
    safe = neutralise(text)

    assert not EXECUTABLE.match(safe) or re.fullmatch(r"-?\d+([.,]\d+)?", safe) or not safe.strip()


def test_a_csv_is_what_excel_expects_in_france():
    rows = [["Élo", 12, 1.5, Decimal("2.50"), None, True, date(2026, 3, 5), gettext_lazy("oui")]]

    data = csv_bytes(rows, ["a", "b", "c", "d", "e", "f", "g", "h"])

    assert data.decode("utf-8") == (
        "\ufeffa;b;c;d;e;f;g;h\r\nÉlo;12;1,5;2,50;;oui;05/03/2026;oui\r\n"
    )


def test_an_instant_is_written_in_the_time_of_the_installation():
    instant = datetime(2026, 3, 5, 23, 30, tzinfo=ZoneInfo("UTC"))

    rows = list(
        csv.reader(io.StringIO(csv_bytes([[instant, False]], ["a", "b"]).decode()), delimiter=";")
    )

    assert rows[1] == ["06/03/2026 00:30", "non"]


def test_no_cell_of_a_csv_runs():
    rows = [[payload, f'a;"{payload}'] for payload in PAYLOADS]
    text = csv_bytes(rows, ["=titre", "b"]).decode("utf-8-sig")

    cells = [
        cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row
    ]

    assert [cell for cell in cells if EXECUTABLE.match(cell)] == []


def test_no_cell_of_a_workbook_is_a_formula():
    rows = [[payload, payload] for payload in PAYLOADS]

    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(rows, ["=titre", "b"])))

    assert {cell.data_type for row in book.active for cell in row} == {"s"}


def test_a_workbook_keeps_numbers_dates_and_the_title_of_its_sheet():
    rows = [["Élo\x07", 12, 1.5, Decimal("2.50"), None, date(2026, 3, 5), HALF_PAST_NINE]]

    data = xlsx_bytes(rows, list("abcdefg"), title="Séances [2025/2026]")
    first = openpyxl.load_workbook(io.BytesIO(data)).active

    assert first.title == "Séances 2025 2026"
    assert [cell.value for cell in first[2]] == [
        "Élo",
        12,
        1.5,
        2.5,
        None,
        MIDNIGHT,
        HALF_PAST_NINE,
    ]
    assert [cell.number_format for cell in first[2]][-2:] == ["DD/MM/YYYY", "DD/MM/YYYY HH:MM"]
    assert (first.freeze_panes, first["A1"].font.bold) == ("A2", True)


@pytest.mark.parametrize(("write", "name"), [(csv_bytes, "a.csv"), (xlsx_bytes, "a.xlsx")])
def test_an_export_comes_back_as_it_was(write, name):
    texts = [text for text in PAYLOADS if text == text.strip() and text.isprintable()]
    rows = [
        [text, f"{number}"] for number, text in enumerate([*texts, "l’été", "a;b", 'a"b', "a\nb"])
    ]

    assert read_table(write(rows, ["texte", "numéro"]), name=name).rows == rows


def test_answers_are_attachments_with_a_neutral_name():
    rows = ([n, n] for n in range(2))

    answer = csv_response(rows, ["a", "b"], "Séances de l’été.csv")
    book = xlsx_response([[1, 2]], ["a", "b"], "../../Séances", title="Séances")

    assert answer["Content-Disposition"] == 'attachment; filename="seances-de-l-ete.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(answer).decode("utf-8-sig") == "a;b\r\n0;0\r\n1;1\r\n"
    assert book["Content-Disposition"] == 'attachment; filename="seances.xlsx"'
    assert zipfile.is_zipfile(io.BytesIO(book.content))


def test_a_csv_reads_its_rows_before_it_is_sent():
    read_rows = []
    rows = (read_rows.append(n) or [n] for n in range(3))

    answer = csv_response(rows, ["a"], "liste")

    assert answer.streaming
    assert read_rows == [0, 1, 2]


def test_a_file_without_name_is_an_export():
    assert neutral_filename("…", "csv") == "export.csv"


def test_values_that_are_equal_without_being_alike_are_not_written_alike():
    rows = [[1, True, 1.0, Decimal("1.0")], [True, 1, Decimal("1.00"), 1.0], [None, 1, 2.5, 1]]

    text = csv_bytes(rows, list("abcd")).decode("utf-8-sig")

    assert text.splitlines()[1:] == ["1;oui;1,0;1,0", "oui;1;1,00;1,0", ";1;2,5;1"]


def test_rows_of_a_csv_may_differ_in_length():
    assert csv_bytes([["a"], ["b", 2], []], ["x"]).decode("utf-8-sig").splitlines() == [
        *("x", "a", "b;2", "")
    ]


def test_pages_of_a_workbook_never_bear_the_same_title():
    titles = ["Séances", "séances", "É" * 40, "É" * 40, "A & « B »", ""]

    data = workbook_bytes(Sheet(title, ["a"], [["b"]]) for title in titles)

    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == [
        *("Séances", "séances 2", "É" * 31, f"{'É' * 28} 2", "A & « B »", "Liste")
    ]


def test_texts_of_a_workbook_come_back_to_the_letter():
    texts = [" a ", '<b> & "c"', "100 %", "#REF!", "l’été\nà deux", "]]>"]

    first = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([texts], texts, head=["20 % #"]))).active

    assert [[cell.value for cell in row] for row in first.iter_rows(min_row=3)] == [texts, texts]
    assert (first["A1"].value, first.freeze_panes) == ("20 % #", "A4")


def test_a_list_longer_than_what_is_written_at_once_keeps_every_row():
    rows = [[number, f"{number}"] for number in range(1001)]

    first = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(rows, ["a", "b"]))).active

    assert [[cell.value for cell in row] for row in first.iter_rows(min_row=2)] == rows
    assert len(csv_bytes(rows, ["a", "b"]).splitlines()) == 1002


# -- django-import-export ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", [SafeCSV, SafeXLSX])
def test_a_format_gives_back_what_it_wrote(kind):
    form = kind()
    dataset = form.create_dataset(form.export_data(kind().create_dataset(csv_or_xlsx(kind))))

    assert dataset.headers == ["Nom", "Ville"]
    assert list(dataset) == [("=Nadia", "Lille")]
    assert dataset.lines == [2]
    assert str(form.announced).startswith(("Fichier CSV", "Classeur Excel"))


def csv_or_xlsx(kind):
    write = csv_bytes if kind is SafeCSV else xlsx_bytes
    return write([["=Nadia", "Lille"]], ["Nom", "Ville"])


def test_a_format_refuses_with_the_name_of_the_file_when_it_knows_it():
    form = SafeCSV()
    form.file_name = "annuaire.csv"

    with pytest.raises(ValidationError, match="annuaire.csv est vide."):
        form.create_dataset(b"")
    with pytest.raises(ValidationError, match="le fichier.csv est vide."):
        SafeCSV().create_dataset(b"")


def test_formats_are_binary_so_that_nobody_else_guesses_the_encoding():
    assert [(kind().is_binary(), kind().get_read_mode()) for kind in (SafeCSV, SafeXLSX)] == [
        (True, "rb"),
        (True, "rb"),
    ]
    assert [kind().get_title() for kind in (SafeCSV, SafeXLSX)] == [
        "CSV (point-virgule, pour Excel)",
        "Excel (.xlsx)",
    ]
