"""Files that people send: known by what they hold, never by what they are called.

A PDF is kept as it came; an image is drawn again, so that nothing of what was hidden in it stays
(place and date of a photograph, comments, a second file behind the first).
"""

import base64
import hashlib
import re
import struct
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from threading import Lock

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from partnerships.spreadsheets import neutral_filename

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
EXTENSIONS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
FORMATS = {JPEG: "JPEG", PNG: "PNG"}
# What a browser proposes to choose; what is sent is read all the same.
ACCEPTED = ",".join(EXTENSIONS)

# Units: pixels. A sheet scanned at 600 dpi has 35 million, a photograph of a good phone 50.
LARGEST_SIDE = 2400
LOGO_SIDE = 600
PIXELS = {JPEG: 50_000_000, PNG: 40_000_000}
PDF_HEAD = re.compile(rb"%PDF-[12]\.\d")
# Nothing but blanks after the end, hence no other file behind it.
PDF_TAIL = re.compile(rb"startxref\s+\d+\s+%%EOF[\s\x00]*\Z")
TAIL = 1024
# What Pillow raises, here or there, on a file made to hurt.
BROKEN = (
    *(OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, OverflowError),
    *(struct.error, zlib.error),
)
# An image takes a hundred times its weight while it is drawn: one at a time in a process.
TURN = Lock()


@dataclass(frozen=True)
class SafeFile:
    """What may be kept; its size in bytes, its SHA-256 in hexadecimal."""

    content: bytes
    media_type: str

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class BoundedUpload(FileUploadHandler):
    """First of the upload handlers: past the limit, the rest of a file reaches neither memory nor
    disk. What was kept is one piece too long, so that its form refuses it with a sentence."""

    def receive_data_chunk(self, raw_data, start):
        return None if start > settings.UPLOAD_LIMIT else raw_data

    def file_complete(self, file_size):
        """The handlers after this one hold the file."""


# -- Reading -----------------------------------------------------------------------------------


def read_document(upload) -> SafeFile:
    """A PDF as it came, or a JPEG or PNG drawn again, its largest side 2 400 px at most.

    Refuses (ValidationError, one sentence; codes: empty, heavy, kind, damaged, huge).
    """
    data = weighed(upload)
    kind = kind_of(data)
    if kind == PDF:
        return SafeFile(checked_pdf(data), PDF)
    return drawn_again(data, kind, LARGEST_SIDE)


def read_logo(upload) -> SafeFile:
    """A PNG of 600 px at most, on white: it prints as it shows. Refuses as read_document does,
    and a PDF."""
    data = weighed(upload)
    kind = kind_of(data)
    if kind == PDF:
        raise refused("kind", _("Un logo est une image : envoyez un PNG ou un JPEG, pas un PDF."))
    return drawn_again(data, kind, LOGO_SIDE, is_on_white=True)


def weighed(upload) -> bytes:
    """Everything it holds; never reads more than the limit and one byte."""
    data = upload.read(settings.UPLOAD_LIMIT + 1)
    if not data:
        raise refused("empty", _("Ce fichier est vide : choisissez-en un autre."))
    if len(data) > settings.UPLOAD_LIMIT:
        raise refused(
            "heavy",
            _("Ce fichier dépasse %(limit)s Mo : réduisez-le, puis recommencez.")
            % {"limit": settings.UPLOAD_LIMIT // 1024**2},
        )
    return data


def kind_of(data: bytes) -> str:
    if PDF_HEAD.match(data):
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    raise refused(
        "kind",
        _(
            "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG : enregistrez-le en PDF, "
            "puis recommencez."
        ),
    )


def checked_pdf(data: bytes) -> bytes:
    if not PDF_TAIL.search(data[-TAIL:]):
        raise refused("damaged", _("Ce PDF est coupé ou abîmé : enregistrez-le de nouveau."))
    return data


def refused(code: str, sentence: str) -> ValidationError:
    return ValidationError(sentence, code=code)


# -- Images ------------------------------------------------------------------------------------


def drawn_again(data: bytes, kind: str, side: int, *, is_on_white: bool = False) -> SafeFile:
    """The same picture, upright, without anything else of the file it came in."""
    try:
        with whole_or_nothing(), Image.open(BytesIO(data), formats=[FORMATS[kind]]) as image:
            # Read from the head of the file: nothing is decompressed yet.
            if image.width * image.height > PIXELS[kind]:
                raise too_large(kind)
            return encoded(upright(image, side), PNG if is_on_white else kind, is_on_white)
    except Image.DecompressionBombError as error:
        raise too_large(kind) from error
    except BROKEN as error:
        raise refused(
            "damaged", _("Cette image est coupée ou abîmée : enregistrez-la de nouveau.")
        ) from error


@contextmanager
def whole_or_nothing():
    """WeasyPrint has Pillow draw what is cut, once and for all; not what people send."""
    with TURN:
        is_lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = is_lenient


def too_large(kind):
    return refused(
        "huge",
        _("Cette image a plus de %(limit)s millions de points : réduisez-la.")
        % {"limit": PIXELS[kind] // 1_000_000},
    )


def upright(image, side):
    """As the camera was held, no larger than `side`."""
    if image.mode == "I;16":
        # A fine scan in grey: Pillow would cut what is over 255.
        image = image.point(lambda grey: grey * (1 / 256)).convert("L")
    if image.mode in {"1", "P"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    # It decodes a JPEG straight at a half, a quarter or an eighth, in as much less memory.
    image.thumbnail((side, side))
    return ImageOps.exif_transpose(image)


def encoded(image, kind, is_on_white) -> SafeFile:
    if is_on_white:
        image = on_white(image)
    elif kind == JPEG:
        image = image.convert("L" if image.mode == "L" else "RGB")
    else:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    # Colour profile, comment, resolution: some are written again unless they are gone.
    image.info.clear()
    drawing = BytesIO()
    if kind == JPEG:
        image.save(drawing, "JPEG", quality=85, optimize=True)
    else:
        image.save(drawing, "PNG", optimize=True)
    return SafeFile(drawing.getvalue(), kind)


def on_white(image):
    image = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


# -- Keeping -----------------------------------------------------------------------------------


@contextmanager
def kept(field_file: FieldFile, paper: SafeFile):
    """Write it in the storage for what is done inside; when that fails, nothing of it stays.

    The row is the affair of whoever asks. A file left by a power cut is swept at night.
    """
    field_file.save("", ContentFile(paper.content), save=False)
    try:
        yield
    except BaseException:
        field_file.delete(save=False)
        raise


def forget(field_file: FieldFile) -> None:
    """Its file goes once the transaction stands; when it is undone, the file stays."""
    if field_file:
        going = partial(field_file.storage.delete, field_file.name)
        transaction.on_commit(going, robust=True)


# -- Showing -----------------------------------------------------------------------------------


def file_response(
    field_file: FieldFile, media_type: str, filename: str = "", *, extension: str = ""
) -> HttpResponse:
    """To keep under that name, or to show when it has none; never run, whatever it holds.

    Refuses (FileNotFoundError) a file that its storage has lost.
    """
    with field_file.open("rb") as file:
        response = HttpResponse(file.read(), content_type=media_type)
    if filename:
        name = neutral_filename(filename, extension or EXTENSIONS[media_type])
        response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def data_uri(field_file: FieldFile) -> str:
    """An image to print inside a page; empty when there is none, or its file is gone."""
    if not field_file:
        return ""
    try:
        with field_file.open("rb") as file:
            return f"data:{PNG};base64,{base64.b64encode(file.read()).decode()}"
    except FileNotFoundError:
        return ""
