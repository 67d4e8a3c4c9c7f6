"""XLSX in: the first visible sheet of a workbook, cell by cell, without running or guessing."""

from django.utils.translation import gettext_lazy as _

from partnerships.spreadsheets.archives import Archive, Part, damaged, local
from partnerships.spreadsheets.sheets import CellReader, Sheet
from partnerships.spreadsheets.tables import Announced, TableBuilder, clean, refusal, too_much_text

MAIN_PART = "/officeDocument"
WORKBOOK_TYPE = "spreadsheetml.sheet.main+xml"


def read_workbook(data, *, name, limits):
    archive = Archive(data, name=name, limits=limits)
    workbook_path = find_workbook(archive)
    folder = workbook_path.rpartition("/")[0]
    workbook = archive.parse(workbook_path, Workbook())
    relations = archive.parse(relations_of(workbook_path), Relations(folder)).targets
    sheet_name, sheet_path = first_sheet(workbook, relations, name=name, limits=limits)
    strings = Strings(name=name, limits=limits)
    styles = Styles()
    for kind, path in relations.values():
        if kind.endswith("/sharedStrings"):
            archive.parse(path, strings, most=limits.unpacked_bytes)
        elif kind.endswith("/styles"):
            archive.parse(path, styles)
    announced = Announced("XLSX", sheet=sheet_name, sheets=len(workbook.sheets))
    builder = TableBuilder(name=name, limits=limits, announced=announced)
    reader = CellReader(strings.texts, styles.kinds(), workbook.epoch_1904, name=name)
    archive.parse(sheet_path, Sheet(builder, reader), most=limits.unpacked_bytes)
    return builder.table()


def find_workbook(archive):
    """Its main part, provided that its declared type is that of a workbook without macros."""
    roots = archive.parse("_rels/.rels", Relations("")).targets.values()
    types = archive.parse("[Content_Types].xml", ContentTypes()).types
    paths = [path for kind, path in roots if kind.endswith(MAIN_PART)]
    if not paths or not types.get(f"/{paths[0]}", "").endswith(WORKBOOK_TYPE):
        raise damaged(archive.name)
    return paths[0]


def relations_of(path):
    folder, _slash, file = path.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


def first_sheet(workbook, relations, *, name, limits):
    if len(workbook.sheets) > limits.sheets:
        raise refusal(
            "too_many_sheets",
            _("%(file)s compte %(sheets)d feuilles : %(max)d au plus."),
            file=name,
            sheets=len(workbook.sheets),
            max=limits.sheets,
        )
    for title, relation, state in workbook.sheets:
        kind, path = relations.get(relation, ("", ""))
        if state == "visible" and kind.endswith("/worksheet"):
            return title, path
    raise damaged(name)


# -- Parts: what is kept of each XML file --------------------------------------------------------


class ContentTypes(Part):
    def __init__(self):
        self.types = {}

    def start(self, tag, attributes):
        if tag == "Override":
            self.types[attributes.get("PartName")] = attributes.get("ContentType", "")


class Relations(Part):
    """Targets inside the archive, by identifier; links to the outside are not followed."""

    def __init__(self, folder):
        self.folder, self.targets = folder, {}

    def start(self, tag, attributes):
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else f"{self.folder}/{target}".lstrip("/")
            self.targets[attributes.get("Id")] = (attributes.get("Type", ""), path)


class Workbook(Part):
    def __init__(self):
        self.sheets, self.epoch_1904 = [], False

    def start(self, tag, attributes):
        if tag == "sheet":
            named = {local(key): value for key, value in attributes.items()}
            state = named.get("state", "visible")
            self.sheets.append((named.get("name", ""), named.get("id"), state))
        elif tag == "workbookPr":
            self.epoch_1904 = attributes.get("date1904", "0") in ("1", "true")


class Styles(Part):
    """Which cell styles show a date: number formats, then the list of styles that use them."""

    def __init__(self):
        self.codes, self.formats, self.inside = {}, [], False

    def start(self, tag, attributes):
        if tag == "numFmt":
            self.codes[attributes.get("numFmtId")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self.inside = True
        elif tag == "xf" and self.inside:
            self.formats.append(attributes.get("numFmtId", "0"))

    def end(self, tag):
        if tag == "cellXfs":
            self.inside = False

    def kinds(self):
        """For each style, whether it shows a date."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

        known = {str(number): code for number, code in BUILTIN_FORMATS.items()} | self.codes
        dates = {number: is_date_format(known.get(number, "")) for number in set(self.formats)}
        return [dates[number] for number in self.formats]


class Strings(Part):
    """The texts shared by the cells, each cleaned once however often it is used."""

    def __init__(self, *, name, limits):
        self.name, self.limits = name, limits
        self.texts, self.pieces, self.size = [], [], 0
        self.room = limits.characters
        # As many as there may be cells, titles included.
        self.most = (limits.rows + 1) * limits.columns
        self.inside = False
        self.phonetic = False

    def start(self, tag, attributes):
        if tag == "si":
            self.pieces, self.size = [], 0
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "t":
            self.inside = not self.phonetic

    def end(self, tag):
        if tag == "si":
            self.texts.append(clean("".join(self.pieces)))
            self.room -= self.size
            if self.room < 0 or len(self.texts) > self.most:
                raise too_much_text(self.name)
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "t":
            self.inside = False

    def text(self, text):
        # One character beyond the limit is enough for the refusal that names the cell.
        if self.inside and self.size <= self.limits.cell:
            self.pieces.append(text[: self.limits.cell + 1])
            self.size += len(text)
