"""XLSX out: the XML of each page, row after row.

openpyxl makes an object of every cell and takes ten times as long. Texts stand in their own cells,
and every cell says where it is, as openpyxl writes them: whatever reads a workbook reads these.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import chain, islice
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from partnerships.progress import step
from partnerships.spreadsheets.cells import Pen, plain
from partnerships.spreadsheets.tables import column_letters

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WIDEST_COLUMN = 60
# The first rows say how wide the columns are.
LOOKED_AT = 2000
# Rows written at a time, between two words of how far it is.
STEP = 100
# What no XML may hold, and the longest text of a cell.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_767
FIRST_DAY = date(1899, 12, 30).toordinal()
# Places of the formats of STYLES.
BOLD, DAY, INSTANT = 1, 2, 3
STYLES = f"""{DECLARATION}<styleSheet xmlns="{MAIN}">
<numFmts count="2"><numFmt numFmtId="164" formatCode="DD/MM/YYYY"/>
<numFmt numFmtId="165" formatCode="DD/MM/YYYY HH:MM"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>
<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>
<fills count="2"><fill><patternFill/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""


class Sheet(NamedTuple):
    """A page of a workbook; `head` is what stands above the titles."""

    title: str
    headers: list
    rows: Collection
    head: tuple = ()


def above(head):
    return [[sentence] for sentence in [*head, ""]] if head else []


# -- What stands around the pages ----------------------------------------------------------------


def parts(titles: list[str]) -> Iterator[tuple[str, str]]:
    """(path, XML) of everything but the pages, which stand at path_of(1), path_of(2)…"""
    numbers = range(1, len(titles) + 1)
    yield "[Content_Types].xml", content_types(numbers)
    yield "_rels/.rels", relations([("officeDocument", "xl/workbook.xml")])
    pages = [("worksheet", path_of(number).removeprefix("xl/")) for number in numbers]
    yield "xl/_rels/workbook.xml.rels", relations([*pages, ("styles", "styles.xml")])
    yield "xl/workbook.xml", workbook(titles)
    yield "xl/styles.xml", STYLES


def path_of(number):
    return f"xl/worksheets/sheet{number}.xml"


def content_types(numbers):
    overrides = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles"}
    overrides |= {path_of(number): "worksheet" for number in numbers}
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{rels}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/{path}" ContentType="{TYPE}.{kind}+xml"/>'
            for path, kind in overrides.items()
        )
        + "</Types>"
    )


def relations(targets):
    lines = (
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    written = "".join(lines)
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'


def workbook(titles):
    pages = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, start=1)
    )
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/>'
        f"</bookViews><sheets>{pages}</sheets></workbook>"
    )


def titles_of(sheets: list[Sheet]) -> list[str]:
    """31 characters, none of those Excel refuses, no title twice."""
    titles = []
    for sheet in sheets:
        kept = "".join(" " if char in "[]:*?/\\'" else char for char in legal(str(sheet.title)))
        title = kept = " ".join(kept.split())[:31].rstrip() or _("Liste")
        number = 1
        while title.casefold() in [other.casefold() for other in titles]:
            number += 1
            title = f"{kept[:28]} {number}"
        titles.append(title)
    return titles


# -- A page --------------------------------------------------------------------------------------


def page(sheet: Sheet) -> Iterator[str]:
    """The XML of a page, a few hundred rows at a time; its titles in bold stay in sight."""
    rows = iter(sheet.rows)
    # Holding them all would take a hundred times the file.
    first = list(islice(rows, LOOKED_AT))
    head = above(sheet.head)
    yield beginning(len(head) + 1, widths(sheet.headers, first))
    for line, cells in enumerate(head, start=1):
        yield row_at(line, map(written, cells))
    yield row_at(len(head) + 1, [styled(title, BOLD) for title in sheet.headers])
    yield from body(chain(first, rows), len(head) + 2, len(sheet.rows))
    yield "</sheetData></worksheet>"


def beginning(line, found):
    """`line` is that of the titles."""
    columns = "".join(
        f'<col min="{column}" max="{column}" width="{width}" customWidth="1"/>'
        for column, width in enumerate(found, start=1)
    )
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{line}" topLeftCell="A{line + 1}" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
    )


def widths(headers, rows):
    columns = zip(headers, *rows, strict=True)
    longest = (max(len(str(plain(cell))) for cell in column) for column in columns)
    return [min(length + 2, WIDEST_COLUMN) for length in longest]


def body(rows, line, total):
    pen, done = Pen(written), 0
    while some := list(islice(rows, STEP)):
        template = row_of(len(some[0]))
        yield "".join(
            [
                template.replace("#", str(number)) % cells
                for number, cells in enumerate(pen.rows(some), start=line + done)
            ]
        )
        step(done, total)
        done += len(some)


def row_at(line, cells):
    cells = tuple(cells)
    return row_of(len(cells)).replace("#", str(line)) % cells


def row_of(width):
    """A row whose number is #, with room for what `written` gives of each cell."""
    cells = "".join(f'<c r="{column_letters(column)}#"%s' for column in range(1, width + 1))
    return f'<row r="#">{cells}</row>'


# -- A cell --------------------------------------------------------------------------------------


def written(value) -> str:
    """The end of a cell, attributes first: a text stays a text, whatever a spreadsheet would make of it."""
    value = plain(value)
    if isinstance(value, str):
        return text_of(value)
    if isinstance(value, datetime):
        return f' s="{INSTANT}"><v>{days(value) + part_of_day(value)}</v></c>'
    if isinstance(value, date):
        return f' s="{DAY}"><v>{days(value)}</v></c>'
    return f"><v>{value}</v></c>"


def styled(text, style):
    return f' s="{style}"{text_of(plain(text))}'


def text_of(text):
    text = legal(text)[:LONGEST]
    if not text:
        return "/>"
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f' t="inlineStr"><is><t{kept}>{escape(text)}</t></is></c>'


def legal(text):
    return ILLEGAL.sub("", text)


def days(day):
    """Since the first day of Excel, whose calendar has a 29 February 1900."""
    return day.toordinal() - FIRST_DAY


def part_of_day(moment):
    return (60 * (60 * moment.hour + moment.minute) + moment.second) / 86_400
