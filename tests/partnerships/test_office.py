import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from partnerships import office
from partnerships.office import read_evidence


def archive(parts, *, flags=0):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    data = bytearray(buffer.getvalue())
    if flags:
        # The general purpose flags of the first entry, in the directory.
        data[data.index(b"PK\x01\x02") + 8] |= flags
    return io.BytesIO(bytes(data))


DOCX = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
ODS = "application/vnd.oasis.opendocument.spreadsheet"


@pytest.mark.parametrize(
    ("parts", "extension"),
    [
        (DOCX, "docx"),
        ({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}, "xlsx"),
        ({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<w/>"}, "pptx"),
        ({"mimetype": ODS, "content.xml": "<o/>"}, "ods"),
    ],
)
def test_an_office_document_is_known_by_what_it_holds_and_kept_as_it_came(parts, extension):
    upload = archive(parts)

    paper = read_evidence(upload)

    assert office.EVERY_EXTENSION[paper.media_type] == extension
    assert paper.content == upload.getvalue()


def test_a_pdf_is_kept_and_an_image_drawn_again():
    pdf = b"%PDF-1.7\nstartxref\n0\n%%EOF\n"
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG", dpi=(72, 72))
    picture.seek(0)

    drawn = read_evidence(picture)

    assert read_evidence(io.BytesIO(pdf)).content == pdf
    assert (drawn.media_type, b"pHYs" in drawn.content) == ("image/png", False)


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (archive(DOCX | {"word/vbaProject.bin": "x"}), "forbidden_part"),
        (archive({"mimetype": ODS, "Basic/script-lb.xml": "x"}), "forbidden_part"),
        (archive(DOCX, flags=1), "locked"),
        (archive({"a.txt": "x"}), "kind"),
        (archive({"mimetype": "text/plain"}), "kind"),
        (archive({"word/document.xml": "x"}), "kind"),
        (io.BytesIO(b"PK\x03\x04 and nothing more"), "kind"),
        (archive({"mimetype": "é"}), "kind"),
        (io.BytesIO(b"bonjour"), "kind"),
    ],
)
def test_what_is_something_else_locked_or_runs_is_refused(upload, code):
    with pytest.raises(ValidationError) as refused:
        read_evidence(upload)

    assert refused.value.code == code


@pytest.mark.parametrize(("limit", "most"), [("MOST_PARTS", 1), ("MOST_BYTES", 3)])
def test_what_is_far_too_large_once_open_is_refused(monkeypatch, limit, most):
    monkeypatch.setattr(office, limit, most)

    with pytest.raises(ValidationError) as refused:
        read_evidence(archive(DOCX))

    assert refused.value.code == "huge"
