"""The guard in front of an XLSX: an archive of XML parts, read little by little and counted.

openpyxl is not used to read: it builds an object for every text of the file, and takes 7 seconds for
the largest workbook accepted here. What follows keeps nothing that was not asked for.
"""

import io
import struct
import zipfile
import zlib
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from partnerships.spreadsheets.tables import MIB, refusal

CHUNK = MIB
# Between two signs « > » lies at most one cell, in the longest way to write its characters: a file
# where this many bytes hold none is hostile, and costs the parser a time that grows as its square.
WINDOW = CHUNK // 8
SMALL_PART = 5 * MIB
# The largest table accepted has 2.01 million: rows, cells, values and shared texts.
ELEMENTS = 2_200_000
ENCRYPTED = 0x1
# What zipfile, zlib and expat raise on bytes that nobody wrote on purpose.
BROKEN = (
    EOFError,
    LookupError,
    RuntimeError,
    ValueError,
    OverflowError,
    struct.error,
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
)
FORBIDDEN = {
    "vbaproject.bin": _("des macros"),
    "/macrosheets/": _("des macros"),
    "/activex/": _("des contrôles ActiveX"),
    "/embeddings/": _("des objets incorporés"),
    "/externallinks/": _("des liens vers d’autres classeurs"),
    "/connections.xml": _("des connexions à des données extérieures"),
    "/querytables/": _("des connexions à des données extérieures"),
}


def damaged(name):
    return refusal(
        "damaged",
        _("%(file)s est abîmé ou n’est pas un classeur Excel : enregistrez-le à nouveau en .xlsx."),
        file=name,
    )


def locked(name):
    return refusal(
        "locked",
        _(
            "%(file)s est protégé par un mot de passe, ou d’un ancien format : "
            "enregistrez-le en .xlsx sans mot de passe."
        ),
        file=name,
    )


class Archive:
    """Opened only when its directory holds nothing suspect; unpacked bytes are counted."""

    def __init__(self, data, *, name, limits):
        self.name, self.limits = name, limits
        self.unpacked = self.elements = 0
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise damaged(name) from error
        self.check_directory(self.zip.infolist())
        self.entries = {entry.filename: entry for entry in self.zip.infolist()}

    def check_directory(self, entries):
        if len(entries) > self.limits.entries:
            raise refusal(
                "entries",
                _("%(file)s contient %(entries)d éléments : %(max)d au plus."),
                file=self.name,
                entries=len(entries),
                max=self.limits.entries,
            )
        if len({entry.filename.casefold() for entry in entries}) < len(entries):
            raise damaged(self.name)
        for entry in entries:
            self.check_entry(entry)
        if sum(entry.file_size for entry in entries) > self.limits.unpacked_bytes:
            raise self.too_big()

    def check_entry(self, entry):
        path = "/" + entry.filename.casefold()
        if ".." in path or "\\" in path or path.startswith("//") or ":" in path:
            raise damaged(self.name)
        if entry.flag_bits & ENCRYPTED:
            raise locked(self.name)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(self.name)
        for part, what in FORBIDDEN.items():
            if part in path:
                raise refusal(
                    "forbidden_part",
                    _("%(file)s contient %(what)s : enregistrez-le en .xlsx sans cela."),
                    file=self.name,
                    what=what,
                )

    def too_big(self):
        return refusal(
            "unpacked",
            _("%(file)s dépasse %(max)d Mo une fois décompressé : importez-le en plusieurs fois."),
            file=self.name,
            max=self.limits.unpacked_bytes // MIB,
        )

    def parse(self, path, part, *, most=SMALL_PART):
        """Feeds the XML of one entry to part, an object with start, end and text; gives it back."""
        parser = self.parser_for(part)
        try:
            with self.zip.open(self.entries[path]) as file:
                for chunk in self.chunks(file, most):
                    parser.Parse(chunk)
                parser.Parse(b"", True)
        except BROKEN as error:
            raise damaged(self.name) from error
        return part

    def parser_for(self, part):
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def start(tag, attributes):
            self.elements += 1
            if self.elements > ELEMENTS:
                raise self.too_big()
            part.start(local(tag), attributes)

        parser.StartElementHandler = start
        parser.EndElementHandler = lambda tag: part.end(local(tag))
        parser.CharacterDataHandler = part.text
        parser.StartDoctypeDeclHandler = self.refuse_dtd
        return parser

    def refuse_dtd(self, *_declaration):
        raise refusal(
            "dtd",
            _("%(file)s contient une déclaration DTD, qu’aucun classeur n’a : il est refusé."),
            file=self.name,
        )

    def chunks(self, file, most):
        read = 0
        while chunk := file.read(CHUNK):
            read += len(chunk)
            self.unpacked += len(chunk)
            if read > most or self.unpacked > self.limits.unpacked_bytes:
                raise self.too_big()
            windows = range(0, len(chunk) - WINDOW + 1, WINDOW)
            if any(chunk.find(b">", start, start + WINDOW) < 0 for start in windows):
                raise self.too_long()
            yield chunk

    def too_long(self):
        return refusal(
            "long_cell",
            _("%(file)s : une cellule dépasse %(max)d caractères."),
            file=self.name,
            max=self.limits.cell,
        )


class Part:
    """Hears the XML as it is read, and keeps what it needs in its start, end and text."""

    def end(self, tag):
        pass

    def text(self, text):
        pass


def local(tag):
    """The name of an element without its prefix."""
    return tag.rpartition(":")[2]
