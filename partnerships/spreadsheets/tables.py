"""What a file gives once read: headers, rows and how it was understood; or a refusal in words."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from partnerships.spreadsheets.neutral import restore

MIB = 2**20
SHOWN = 80
SEPARATORS = {";": _("point-virgule"), ",": _("virgule"), "\t": _("tabulation")}


@dataclass(frozen=True)
class Limits:
    """Documented to whoever prepares a file (OWASP ASVS 5.0, 5.1.1)."""

    file_bytes: int = 5 * MIB
    unpacked_bytes: int = 60 * MIB
    entries: int = 300
    sheets: int = 20
    rows: int = 5_000
    columns: int = 100
    cell: int = 10_000
    # All cells together: the same long text may be referred to from every cell of a sheet.
    characters: int = 16 * MIB


@dataclass(frozen=True)
class Announced:
    """How the file was understood, for the preview to say before anything is written."""

    format: str
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: int = 1

    def __str__(self):
        if self.format == "CSV":
            return gettext("Fichier CSV, encodage %(encoding)s, séparateur %(separator)s") % {
                "encoding": self.encoding,
                "separator": SEPARATORS[self.separator],
            }
        return ngettext(
            "Classeur Excel, feuille « %(sheet)s »",
            "Classeur Excel, feuille « %(sheet)s », la première des %(sheets)d",
            self.sheets,
        ) % {"sheet": self.sheet, "sheets": self.sheets}


@dataclass(frozen=True)
class Table:
    """Rows are as long as headers, blank ones left out; lines[i] is where rows[i] stood."""

    headers: list[str]
    rows: list[list[str | date]]
    lines: list[int]
    announced: Announced = field(compare=False)


def cut(value):
    """What is repeated to people: one line, 80 characters."""
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def refusal(code, message, **params):
    shown = {key: value if isinstance(value, int) else cut(value) for key, value in params.items()}
    return ValidationError(message, code=code, params=shown)


def read_headers(cells, *, name, line, limits):
    """The titles, without the blank ones at the end; refuses one that is missing or twice there."""
    headers = [" ".join(str(cell).split()) for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > limits.columns:
        raise too_many_columns(len(headers), name=name, limits=limits)
    seen = {}
    for position, header in enumerate(headers, start=1):
        if not header:
            raise refusal(
                "empty_header",
                _("%(file)s, ligne %(line)d : la colonne %(column)d n’a pas de titre."),
                file=name,
                line=line,
                column=position,
            )
        twin = seen.setdefault(header.casefold(), position)
        if twin != position:
            raise refusal(
                "duplicate_header",
                _(
                    "%(file)s : deux colonnes portent le même titre, « %(header)s » "
                    "(colonnes %(first)d et %(second)d). Renommez ou supprimez l’une des deux."
                ),
                file=name,
                header=header,
                first=twin,
                second=position,
            )
    return headers


def too_many_columns(columns, *, name, limits):
    return refusal(
        "too_many_columns",
        _("%(file)s compte %(columns)d colonnes : %(max)d au plus."),
        file=name,
        columns=columns,
        max=limits.columns,
    )


def too_much_text(name):
    return refusal(
        "too_much_text",
        _("%(file)s contient trop de texte : importez-le en plusieurs fois."),
        file=name,
    )


class TableBuilder:
    """Takes the records of a file one by one, and stops at the first that cannot be right."""

    def __init__(self, *, name, limits, announced):
        self.name, self.limits, self.announced = name, limits, announced
        self.headers = []
        self.rows, self.lines = [], []
        self.room = limits.characters

    def add(self, line, cells):
        """One record, whose cells are texts or dates; a blank one counts for nothing."""
        if not any(cells):
            return
        if not self.headers:
            self.headers = read_headers(cells, name=self.name, line=line, limits=self.limits)
            return
        if len(self.rows) == self.limits.rows:
            raise refusal(
                "too_many_rows",
                _("%(file)s compte plus de %(max)d lignes : importez-le en plusieurs fois."),
                file=self.name,
                max=self.limits.rows,
            )
        if len(cells) != len(self.headers):
            cells = self.fit(line, cells)
        self.rows.append([self.check(line, column, cell) for column, cell in enumerate(cells)])
        self.lines.append(line)

    def fit(self, line, cells):
        width = len(self.headers)
        if len(cells) < width or any(cells[width:]):
            raise refusal(
                "unequal_row",
                _(
                    "%(file)s, ligne %(line)d : %(found)d cellules pour %(width)d titres. "
                    "Un séparateur ou un guillemet manque, ou est en trop."
                ),
                file=self.name,
                line=line,
                found=len(cells),
                width=width,
            )
        return cells[:width]

    def check(self, line, column, cell):
        if not isinstance(cell, str):
            return cell
        if len(cell) > self.limits.cell:
            raise refusal(
                "long_cell",
                _(
                    "%(file)s, ligne %(line)d, colonne « %(header)s » : le texte dépasse "
                    "%(max)d caractères (« %(value)s »)."
                ),
                file=self.name,
                line=line,
                header=self.headers[column],
                max=self.limits.cell,
                value=cell,
            )
        self.room -= len(cell)
        if self.room < 0:
            raise too_much_text(self.name)
        return cell

    def table(self):
        if not self.headers:
            raise refusal("empty", _("%(file)s est vide."), file=self.name)
        if not self.rows:
            raise refusal("no_row", _("%(file)s : aucune ligne sous les titres."), file=self.name)
        return Table(self.headers, self.rows, self.lines, self.announced)


def column_letters(number):
    """The name of a column in Excel: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def clean(text):
    """A cell as it is kept: no space around, and the original of what an export neutralised."""
    return restore(text.strip())
