"""CSV in: the encoding and the separator are recognised, and said."""

import csv
import io
from contextlib import suppress
from itertools import islice

from django.utils.translation import gettext_lazy as _

from partnerships.spreadsheets.tables import (
    SEPARATORS,
    Announced,
    TableBuilder,
    clean,
    cut,
    refusal,
)

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
SAMPLE = 20


def read_delimited(data, *, name, limits):
    text, encoding = decode(data, name=name)
    separator = recognise_separator(text, name=name)
    announced = Announced("CSV", encoding=encoding, separator=separator)
    builder = TableBuilder(name=name, limits=limits, announced=announced)
    for line, cells in records(text, separator, name=name):
        builder.add(line, [clean(cell) for cell in cells])
    return builder.table()


def decode(data, *, name):
    """UTF-8 with or without its mark, otherwise the encoding of Windows in France."""
    if b"\x00" in data or data.startswith(UTF_16_MARKS):
        before = data.partition(b"\x00")[0]
        raise refusal(
            "nul",
            _(
                "%(file)s, ligne %(line)d : ce n’est pas un texte, ou il est en UTF-16. "
                "Enregistrez-le au format « CSV UTF-8 »."
            ),
            file=name,
            line=before.count(b"\n") + 1,
        )
    for codec, encoding in [("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")]:
        try:
            return data.decode(codec), encoding
        except UnicodeDecodeError as error:
            position = error.start
    raise refusal(
        "encoding",
        _(
            "%(file)s, ligne %(line)d : l’encodage n’est ni UTF-8 ni Windows-1252. "
            "Enregistrez le fichier au format « CSV UTF-8 »."
        ),
        file=name,
        line=data.count(b"\n", 0, position) + 1,
    )


def recognise_separator(text, *, name):
    """The separator that cuts the header and the first lines into the same number of cells.

    Refuses a file that none cuts: its lines would become one column of nonsense.
    """
    best, best_score = "", (False, 1)
    for separator in SEPARATORS:
        widths = sample_widths(text, separator)
        score = (len(set(widths)) == 1, widths[0] if widths else 0)
        if score[1] > 1 and score > best_score:
            best, best_score = separator, score
    if not best:
        raise refusal(
            "separator",
            _(
                "%(file)s : le séparateur n’a pas été reconnu, une seule colonne a été trouvée "
                "(« %(header)s »). Séparez les colonnes par des points-virgules."
            ),
            file=name,
            header=cut(text.lstrip().partition("\n")[0]),
        )
    return best


def sample_widths(text, separator):
    """How many cells in the first lines that are not blank."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths = []
    with suppress(csv.Error):
        for cells in islice((row for row in lines if any(row)), SAMPLE):
            widths.append(len(cells))
    return widths


def records(text, separator, *, name):
    """Every record with the number of its first line."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in lines:
            if cells:
                yield line, cells
            line = lines.line_num + 1
    except csv.Error as error:
        raise refusal(
            "quotes",
            _(
                "%(file)s, à partir de la ligne %(line)d : un guillemet n’est pas fermé, "
                "ou la cellule est démesurée."
            ),
            file=name,
            line=line,
        ) from error
