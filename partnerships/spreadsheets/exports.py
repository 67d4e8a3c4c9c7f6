"""CSV and XLSX out: for Excel in French, without a cell that it could run."""

import csv
import io
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from partnerships.progress import step
from partnerships.spreadsheets.neutral import neutralise
from partnerships.spreadsheets.tables import column_letters
from partnerships.validators import fold

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"
WIDEST_COLUMN = 60
# The others are written in French, or could run.
AS_THEY_ARE = (int, type(None))
# Rows between two words of how far it is.
STEP = 100
# openpyxl reads more than a text behind these.
MISTAKEN = ("=", "#", "")
# Rows read before the answer starts: all those of a page, since more are asked of the worker.
AT_ONCE = 2000
DATE, DATE_AND_TIME = "DD/MM/YYYY", "DD/MM/YYYY HH:MM"


class Sheet(NamedTuple):
    """A page of a workbook; `head` is what stands above the titles."""

    title: str
    headers: list
    rows: Collection
    head: tuple = ()


def csv_response(rows, headers, filename):
    """So many rows are read before the answer starts: no cursor of theirs stays open meanwhile.

    What comes after is never held whole: a hundred thousand rows take the memory of a few.
    """
    rows = iter(rows)
    lines = csv_lines(chain(list(islice(rows, AT_ONCE)), rows), headers)
    return attachment(StreamingHttpResponse(lines, content_type=CSV_TYPE), filename, "csv")


def csv_bytes(rows, headers, *, head=()):
    return "".join(csv_lines(rows, headers, head)).encode()


def csv_lines(rows, headers, head=()):
    """UTF-8 with its mark, « ; », CRLF and decimal commas: what Excel expects in France.

    `head` is what stands above the titles: sentences, a line each, then a blank one.
    """
    writer = csv.writer(Echo(), delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    for row in chain(above(head), [headers], rows):
        yield writer.writerow([csv_cell(value) for value in row])


def above(head):
    return [[sentence] for sentence in [*head, ""]] if head else []


class Echo:
    """A file that gives back what is written to it, for a streamed answer."""

    def write(self, line):
        return line


def csv_cell(value):
    if type(value) in AS_THEY_ARE:
        return value
    value = plain(value)
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return value


def plain(value):
    """A value a spreadsheet knows: number, date or text that cannot run; nothing stays nothing."""
    if type(value) is str:
        return neutralise(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, int | float | Decimal | date):
        return value
    return neutralise(str(value) if isinstance(value, Promise) else f"{value}")


def xlsx_response(rows, headers, filename, *, title=""):
    return attachment(
        HttpResponse(xlsx_bytes(rows, headers, title=title), content_type=XLSX_TYPE),
        filename,
        "xlsx",
    )


def xlsx_bytes(rows, headers, *, title="", head=()):
    """One sheet whose texts are typed as text; titles in bold stay in sight, under their head."""
    return workbook_bytes([Sheet(title, headers, rows, head)])


def workbook_bytes(sheets):
    """A sheet each, in order; no formula, whatever is in them."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for sheet in sheets:
        fill(workbook.create_sheet(sheet_title(sheet.title)), sheet)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def fill(page, sheet):
    from openpyxl.styles import Font

    rows = ([plain(value) for value in row] for row in sheet.rows)
    # The first rows say how wide: holding them all would take a hundred times the file.
    first = list(islice(rows, AT_ONCE))
    headers = [plain(header) for header in sheet.headers]
    lines = above(sheet.head)
    page.freeze_panes = f"A{len(lines) + 2}"
    for column, width in enumerate(widths(headers, first), start=1):
        page.column_dimensions[column_letters(column)].width = width
    bold = Font(bold=True)
    for line in lines:
        page.append([xlsx_cell(page, plain(sentence)) for sentence in line])
    page.append([xlsx_cell(page, header, font=bold) for header in headers])
    write = writer(page)
    for place, row in enumerate(chain(first, rows)):
        page.append([write(value) for value in row])
        if place % STEP == 0:
            step(place, len(sheet.rows))


def writer(page):
    """What a row of plain values is written as; cells of openpyxl are slow, and made only for dates.

    A text that it would take for a formula was given an apostrophe (plain).
    """
    days = {}

    def write(value):
        if isinstance(value, str):
            return legal(value) if value[:1] not in MISTAKEN else xlsx_cell(page, value)
        if not isinstance(value, date):
            return value
        if value not in days:
            days[value] = xlsx_cell(page, value)
        return days[value]

    return write


@lru_cache(maxsize=4096)
def legal(text):
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", text)


def xlsx_cell(sheet, value, **style):
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = DATE_AND_TIME if isinstance(value, datetime) else DATE
        return cell
    cell = WriteOnlyCell(sheet, legal(value))
    # A text stays a text, even one that openpyxl would take for a formula or an error.
    cell.data_type = "s"
    for name, look in style.items():
        setattr(cell, name, look)
    return cell


def sheet_title(title):
    """31 characters, none of those Excel refuses."""
    kept = "".join(" " if char in "[]:*?/\\'" else char for char in str(title))
    return " ".join(kept.split())[:31] or _("Liste")


def widths(headers, rows):
    columns = zip(headers, *rows, strict=True)
    return [min(max(len(str(cell)) for cell in column) + 2, WIDEST_COLUMN) for column in columns]


def attachment(response, filename, extension):
    response["Content-Disposition"] = content_disposition_header(
        True, neutral_filename(filename, extension)
    )
    return response


def attachment_of(data, filename, extension):
    """A download of bytes made by csv_bytes or xlsx_bytes."""
    content_type = XLSX_TYPE if extension == "xlsx" else CSV_TYPE
    return attachment(HttpResponse(data, content_type=content_type), filename, extension)


def neutral_filename(filename, extension):
    """« Export des séances.csv » gives « export-des-seances.csv »: nothing to escape, no path."""
    stem = str(filename).removesuffix(f".{extension}")
    return f"{fold(stem).replace(' ', '-')[:80] or 'export'}.{extension}"
