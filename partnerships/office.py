"""Office documents that people send: texts, spreadsheets, presentations, never with macros.

They are archives: known by the parts they hold, kept as they came, and opened by nobody here.
"""

import io
import zipfile
import zlib

from django.utils.translation import gettext as _

from partnerships.files import EXTENSIONS, SafeFile, read_document, refused, weighed

OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
# The part that tells what an Open XML archive is.
PARTS = {
    "word/document.xml": (f"{OPEN_XML}wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{OPEN_XML}spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": (f"{OPEN_XML}presentationml.presentation", "pptx"),
}
# What the first part of an OpenDocument says it is.
KINDS = {
    f"{OPEN_DOCUMENT}text": "odt",
    f"{OPEN_DOCUMENT}spreadsheet": "ods",
    f"{OPEN_DOCUMENT}presentation": "odp",
}
OFFICE = {**dict(PARTS.values()), **KINDS}
EVERY_EXTENSION = {**EXTENSIONS, **OFFICE}
ACCEPTED = ",".join(EVERY_EXTENSION)
RUNS = ("vbaproject.bin", "/macrosheets/", "/activex/", "basic/script", "/scripts/")
MOST_PARTS = 2_000
MOST_BYTES = 200 * 1024**2
ENCRYPTED = 0x1
BROKEN = (EOFError, LookupError, OSError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)


def read_evidence(upload) -> SafeFile:
    """What proves something: a PDF, an image drawn again, or an office document as it came.

    Refuses (ValidationError, one sentence) what `read_document` refuses, and an archive that is
    not one of those, is locked, far too large once open, or holds something that runs.
    """
    data = weighed(upload)
    upload.seek(0)
    if not data.startswith(b"PK\x03\x04"):
        return read_document(upload)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return SafeFile(data, media_type_of(archive))
    except BROKEN as error:
        raise unknown() from error


def media_type_of(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if any(part in f"/{name.casefold()}" for name in names for part in RUNS):
        raise refused(
            "forbidden_part",
            _("Ce fichier contient des macros : enregistrez-le sans elles, ou en PDF."),
        )
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_PARTS or size > MOST_BYTES:
        raise refused("huge", _("Ce fichier est trop grand une fois ouvert : envoyez un PDF."))
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise refused(
            "locked", _("Ce fichier est protégé par un mot de passe : enregistrez-le sans.")
        )
    for part, (media_type, _extension) in PARTS.items():
        if part in names and "[Content_Types].xml" in names:
            return media_type
    return open_document(archive, entries)


def open_document(archive, entries):
    """Its first part, which is not compressed, says what it is."""
    first = entries[0] if entries else None
    if first and first.filename == "mimetype" and first.file_size < 100:
        said = archive.read(first).decode("ascii")
        if said in KINDS:
            return said
    raise unknown()


def unknown():
    return refused(
        "kind",
        _(
            "Ce fichier n’est ni un PDF, ni une image, ni un document bureautique : "
            "enregistrez-le en PDF, puis recommencez."
        ),
    )
