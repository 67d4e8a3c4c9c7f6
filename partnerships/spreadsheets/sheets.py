"""The cells of one sheet: what each shows, without running or guessing."""

import math
import re
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from partnerships.spreadsheets.archives import Part, damaged
from partnerships.spreadsheets.tables import clean, column_letters, refusal

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
INTEGER = re.compile(r"-?\d{1,17}", re.ASCII)
MIDNIGHT = time()


class Sheet(Part):
    """Hands the rows to the builder one by one, blank cells filled in."""

    def __init__(self, builder, reader):
        self.builder, self.reader = builder, reader
        self.name, self.limits = builder.name, builder.limits
        self.line = 0
        self.cells, self.column, self.kind, self.style = {}, 0, "n", "0"
        self.pieces, self.size = [], 0
        self.in_cell = self.inside = self.phonetic = False

    def start(self, tag, attributes):
        if tag == "row":
            self.start_row(attributes)
        elif tag == "c":
            self.start_cell(attributes)
        elif self.in_cell:
            self.start_in_cell(tag)

    def end(self, tag):
        if tag == "row":
            self.end_row()
        elif tag == "c":
            self.end_cell()
        elif tag == "rPh":
            self.phonetic = False
        elif tag in ("v", "t"):
            self.inside = False

    def start_in_cell(self, tag):
        if tag == "f":
            raise self.refuse_formula()
        if tag == "rPh":
            self.phonetic = True
        elif tag in ("v", "t"):
            self.inside = not self.phonetic

    def text(self, text):
        if self.inside and self.size <= self.limits.cell:
            self.pieces.append(text[: self.limits.cell + 1])
            self.size += len(text)

    def start_row(self, attributes):
        line = int(attributes.get("r", self.line + 1))
        if line <= self.line:
            raise damaged(self.name)
        self.line, self.cells, self.column = line, {}, 0

    def start_cell(self, attributes):
        self.column += 1
        if "r" in attributes:
            match = REFERENCE.fullmatch(attributes["r"])
            if not match or int(match[2]) != self.line:
                raise damaged(self.name)
            self.column = column_number(match[1])
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.pieces, self.size, self.in_cell = [], 0, True

    def end_cell(self):
        self.in_cell = False
        if self.column in self.cells:
            raise damaged(self.name)
        if self.pieces:
            reference = f"{column_letters(self.column)}{self.line}"
            value = self.reader.read("".join(self.pieces), self.kind, self.style, reference)
            if value != "":
                self.cells[self.column] = value

    def end_row(self):
        if not self.cells:
            return
        width = max(self.cells)
        headers = self.builder.headers
        if width > (len(headers) or self.limits.columns):
            raise self.refuse_column(width)
        cells = [self.cells.get(column, "") for column in range(1, (len(headers) or width) + 1)]
        self.builder.add(self.line, cells)

    def refuse_formula(self):
        return refusal(
            "formula",
            _(
                "%(file)s : la cellule %(cell)s contient une formule. Remplacez-la par sa valeur "
                "(copier, puis collage spécial « valeurs »)."
            ),
            file=self.name,
            cell=f"{column_letters(self.column)}{self.line}",
        )

    def refuse_column(self, width):
        return refusal(
            "no_header",
            _(
                "%(file)s : la cellule %(cell)s est hors du tableau, sa colonne n’a pas de titre "
                "ou dépasse %(max)d colonnes."
            ),
            file=self.name,
            cell=f"{column_letters(width)}{self.line}",
            max=self.limits.columns,
        )


class CellReader:
    """The value meant by the text of a cell, its type and its style: text, number or date."""

    def __init__(self, strings, dates, epoch_1904, *, name):
        from openpyxl.utils import datetime as excel

        self.strings, self.dates, self.name = strings, dates, name
        self.epoch = excel.MAC_EPOCH if epoch_1904 else excel.WINDOWS_EPOCH
        self.from_excel, self.from_iso = excel.from_excel, excel.from_ISO8601

    def read(self, text, kind, style, reference):
        if kind == "e":
            raise refusal(
                "error_cell",
                _("%(file)s : la cellule %(cell)s contient une erreur (%(value)s)."),
                file=self.name,
                cell=reference,
                value=text,
            )
        try:
            return self.value(text, kind, int(style))
        except (ValueError, IndexError, OverflowError, TypeError) as error:
            raise refusal(
                "unreadable_cell",
                _("%(file)s : la cellule %(cell)s est illisible (« %(value)s »)."),
                file=self.name,
                cell=reference,
                value=text,
            ) from error

    def value(self, text, kind, style):
        if kind == "s":
            return self.strings[natural(text)]
        if kind in ("inlineStr", "str"):
            return clean(text)
        if kind == "b":
            return str(int(text))
        if kind == "d":
            return simplest(self.from_iso(text))
        if self.dates and self.dates[style]:
            return simplest(self.from_excel(float(text), self.epoch))
        return number(text)


def natural(text):
    index = int(text)
    if index < 0:
        raise ValueError(text)
    return index


def number(text):
    """As one would write it: « 12 » and not « 12.0 », all the digits of a SIRET, « 0.5 »."""
    if INTEGER.fullmatch(text):
        return str(int(text))
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def simplest(moment):
    """A date when the hour is midnight; an hour or a duration as text."""
    if isinstance(moment, datetime):
        return moment.date() if moment.time() == MIDNIGHT else moment
    if isinstance(moment, date):
        return moment
    return str(moment) if isinstance(moment, timedelta) else moment.strftime("%H:%M")


def column_number(letters):
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value
