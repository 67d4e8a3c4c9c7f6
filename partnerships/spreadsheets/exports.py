"""CSV and XLSX out: for Excel in French, without a cell that it could run."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from partnerships.spreadsheets.cells import Pen, plain
from partnerships.spreadsheets.pages import Sheet, above, page, parts, path_of, titles_of
from partnerships.validators import fold

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"
# The others are written in French, or could run.
AS_THEY_ARE = (int, type(None))
# Rows read before the answer starts: all those of a page, since more are asked of the worker.
AT_ONCE = 2000
# Rows written at a time.
SOME = 200
# The file is a tenth larger than at the usual level, and takes half as long.
COMPRESSION = 3


def csv_response(rows, headers, filename):
    """So many rows are read before the answer starts: no cursor of theirs stays open meanwhile.

    What comes after is never held whole: a hundred thousand rows take the memory of a few.
    """
    rows = iter(rows)
    texts = csv_texts(chain(list(islice(rows, AT_ONCE)), rows), headers)
    return attachment(StreamingHttpResponse(texts, content_type=CSV_TYPE), filename, "csv")


def csv_bytes(rows, headers, *, head=()):
    return "".join(csv_texts(rows, headers, head)).encode()


def csv_texts(rows, headers, head=()) -> Iterator[str]:
    """UTF-8 with its mark, « ; », CRLF and decimal commas: what Excel expects in France.

    `head` is what stands above the titles: sentences, a line each, then a blank one.
    """
    rows, pen = iter(rows), Pen(csv_cell)
    yield BYTE_ORDER_MARK + csv_text(map(pen.column, [*above(head), headers]))
    while some := list(islice(rows, SOME)):
        yield csv_text(pen.rows(some))


def csv_text(rows):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerows(rows)
    return text.getvalue()


def csv_cell(value):
    if type(value) in AS_THEY_ARE:
        return value
    value = plain(value)
    if isinstance(value, str):
        return value
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return value


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
    sheets = list(sheets)
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        for path, part in parts(titles_of(sheets)):
            archive.writestr(path, part)
        for number, sheet in enumerate(sheets, start=1):
            with archive.open(path_of(number), "w") as file:
                for some in page(sheet):
                    file.write(some.encode())
    return buffer.getvalue()


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
