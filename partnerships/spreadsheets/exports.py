"""CSV and XLSX out: for Excel in French, without a cell that it could run."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from partnerships.spreadsheets.neutral import neutralise
from partnerships.spreadsheets.tables import column_letters
from partnerships.validators import fold

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"
WIDEST_COLUMN = 60
DATE, DATE_AND_TIME = "DD/MM/YYYY", "DD/MM/YYYY HH:MM"


def csv_response(rows, headers, filename):
    """Rows are read before the answer starts, so that no cursor stays open while it is sent."""
    lines = csv_lines(list(rows), headers)
    return attachment(StreamingHttpResponse(lines, content_type=CSV_TYPE), filename, "csv")


def csv_bytes(rows, headers):
    return "".join(csv_lines(rows, headers)).encode()


def csv_lines(rows, headers):
    """UTF-8 with its mark, « ; », CRLF and decimal commas: what Excel expects in France."""
    writer = csv.writer(Echo(), delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    for row in chain([headers], rows):
        yield writer.writerow([csv_cell(value) for value in row])


class Echo:
    """A file that gives back what is written to it, for a streamed answer."""

    def write(self, line):
        return line


def csv_cell(value):
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


def xlsx_bytes(rows, headers, *, title=""):
    """One sheet whose texts are typed as text; titles in bold stay in sight."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    rows = [[plain(value) for value in row] for row in rows]
    headers = [plain(header) for header in headers]
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(sheet_title(title))
    sheet.freeze_panes = "A2"
    for column, width in enumerate(widths(headers, rows), start=1):
        sheet.column_dimensions[column_letters(column)].width = width
    bold = Font(bold=True)
    sheet.append([xlsx_cell(sheet, header, font=bold) for header in headers])
    for row in rows:
        sheet.append([xlsx_cell(sheet, value) for value in row])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def xlsx_cell(sheet, value, **style):
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = DATE_AND_TIME if isinstance(value, datetime) else DATE
        return cell
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    # A text stays a text, even one that openpyxl would take for a formula.
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


def neutral_filename(filename, extension):
    """« Export des séances.csv » gives « export-des-seances.csv »: nothing to escape, no path."""
    stem = str(filename).removesuffix(f".{extension}")
    return f"{fold(stem).replace(' ', '-')[:80] or 'export'}.{extension}"
