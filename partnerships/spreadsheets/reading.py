"""The one door by which a spreadsheet enters."""

from django.utils.translation import gettext_lazy as _

from partnerships.spreadsheets.archives import locked
from partnerships.spreadsheets.delimited import read_delimited
from partnerships.spreadsheets.tables import MIB, Limits, refusal
from partnerships.spreadsheets.workbooks import read_workbook

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# What is surely not a text with separators, whatever the extension says.
NOT_TEXT = (ZIP, OLD_OFFICE, b"%PDF", b"{\\rtf", b"\x1f\x8b", b"\x89PNG", b"GIF8", b"<")
TEXTS = ("csv", "tsv", "txt")


def read_table(file, *, name, limits=None):
    """The table a person sent as CSV or XLSX; every refusal is a ValidationError in French.

    file is bytes or an open binary file, name the one it had on the person's machine.
    Refuses by size, signature, structure and content, naming file, line and column or cell.
    """
    limits = limits or Limits()
    name = base_name(name)
    data = file if isinstance(file, bytes) else file.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise refusal(
            "too_big",
            _("%(file)s dépasse %(max)d Mo : importez-le en plusieurs fois."),
            file=name,
            max=limits.file_bytes // MIB,
        )
    if not data.strip():
        raise refusal("empty", _("%(file)s est vide."), file=name)
    return reader_of(data, name)(data, name=name, limits=limits)


def base_name(name):
    return str(name).replace("\\", "/").rpartition("/")[2]


def reader_of(data, name):
    """By the extension, provided that the first bytes agree."""
    extension = name.rpartition(".")[2].casefold()
    if extension in TEXTS and not data.startswith(NOT_TEXT):
        return read_delimited
    if extension == "xlsx" and data.startswith(ZIP):
        return read_workbook
    if extension == "xlsx" and data.startswith(OLD_OFFICE):
        raise locked(name)
    if extension in (*TEXTS, "xlsx"):
        raise refusal(
            "signature",
            _(
                "%(file)s n’est pas un vrai fichier .%(extension)s : "
                "enregistrez-le à nouveau dans ce format."
            ),
            file=name,
            extension=extension,
        )
    raise refusal(
        "extension",
        _(
            "%(file)s : seuls les fichiers .csv et .xlsx sont acceptés. "
            "Enregistrez-le dans l’un des deux."
        ),
        file=name,
    )
