"""A table as it is read on a page, copied in one piece, or taken away as a spreadsheet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from evaluation.measures import Figure, Unit
from partnerships import audit, french
from partnerships.models import Structure, User
from partnerships.spreadsheets import csv_response, xlsx_response

FORMATS = {"csv": csv_response, "xlsx": xlsx_response}


class Hours(Decimal):
    """What a spreadsheet adds up and a page says otherwise: 15,5 there, « 15 h 30 » here."""

    @property
    def in_words(self) -> str:
        return french.hours(round(self * 60))


class Shown(NamedTuple):
    """One cell of a line, with the title of its column for a phone."""

    label: str
    text: str
    is_number: bool


@dataclass(frozen=True)
class Table:
    """Plain values; the first cell of a row names it, None is left for a hand to fill.

    numbers are the places of the columns aligned as numbers; total, a last row, or nothing.
    """

    key: str
    title: str
    headers: list[str]
    rows: list[list]
    numbers: frozenset[int] = frozenset()
    total: list | None = None
    notes: list[str] = field(default_factory=list)
    empty: str = ""

    @property
    def lines(self) -> list[list[Shown]]:
        return [self.line(row) for row in self.rows]

    @property
    def last_line(self) -> list[Shown]:
        return self.line(self.total) if self.total else []

    @property
    def columns(self) -> list[Shown]:
        return [
            Shown(header, header, place in self.numbers)
            for place, header in enumerate(self.headers)
        ]

    def line(self, row: list) -> list[Shown]:
        return [
            Shown(header, written(value), place in self.numbers)
            for place, (header, value) in enumerate(zip(self.headers, row, strict=True))
        ]

    @property
    def all_rows(self) -> list[list]:
        return [*self.rows, self.total] if self.total else self.rows

    @property
    def tabbed(self) -> str:
        """Pasted into any spreadsheet, it falls into its cells."""
        lines = [self.headers, *([pasted(value) for value in row] for row in self.all_rows)]
        return "\n".join("\t".join(line) for line in lines)


def written(value) -> str:
    """As one reads it; what is left to fill is empty."""
    if value is None:
        return ""
    if isinstance(value, Hours):
        return value.in_words
    return french.number(value) if isinstance(value, int | Decimal) else str(value)


def pasted(value) -> str:
    """No thousands, no tab, no line: one cell stays one cell, and is no formula."""
    if isinstance(value, int | Decimal):
        return str(value).replace(".", ",")
    text = " ".join(written(value).split())
    return f"'{text}" if text[:1] in tuple("=+-@|%") else text


def numbers_from(place: int, headers: list) -> frozenset[int]:
    return frozenset(range(place, len(headers)))


def hours(minutes: int) -> Decimal:
    """15 h 30 is 15,5: a spreadsheet, or a survey, adds it up."""
    value = (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def value_of(figure: Figure):
    """A number alone where nothing is to be said of it, else its words: « au plus 40 »."""
    if figure.unit == Unit.MINUTES and not figure.is_hidden:
        return hours(figure.value)
    is_plain = not (figure.prefix or figure.unknown or figure.is_hidden)
    return figure.value if is_plain and isinstance(figure.value, int) else figure.text


# -- Taking one away -----------------------------------------------------------------------------


def asked(tables: Iterable[Table], data) -> Table | None:
    """The table an address wants as a file; 404 for one, or a format, that is not there."""
    if "format" not in data:
        return None
    found = {table.key: table for table in tables}.get(data.get("table"))
    if found is None or data["format"] not in FORMATS:
        raise Http404
    return found


@transaction.atomic
def taken_away(
    table: Table, structures: Iterable[Structure], *, format: str, by: User
) -> HttpResponse:
    """What the page shows, no more; each structure it tells of reads it in its journal."""
    audit.record_all(
        [
            audit.line(
                audit.Verb.EXPORTED, structure, by=by, structure=structure, fields=[table.key]
            )
            for structure in structures
        ]
    )
    return FORMATS[format](table.all_rows, table.headers, _("%(title)s") % {"title": table.title})
