"""Whatever people send: kept safe and clean, or refused with one sentence."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFile

from partnerships import files
from partnerships.models import Structure
from tests.partnerships.papers import (
    HTML,
    PDF,
    SECRET,
    SVG,
    bomb,
    drawn,
    indiscreet,
    picture,
    sent,
)


def refusal(read, content, name="charte.pdf"):
    with pytest.raises(ValidationError) as refused:
        read(sent(content, name))
    return refused.value.code, refused.value.messages


def kept_or_code(content):
    try:
        return files.read_document(sent(content))
    except ValidationError as refused:
        return refused.code


# -- Honest files ------------------------------------------------------------------------------


def test_a_pdf_is_kept_as_it_came():
    paper = files.read_document(sent(PDF, "photo.jpg", "image/jpeg"))

    assert paper == files.SafeFile(PDF, "application/pdf")
    assert paper.size == len(PDF)
    assert paper.sha256 == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_an_image_is_known_by_what_it_holds(kind, media_type):
    paper = files.read_document(sent(picture(kind), "charte.pdf"))

    assert paper.media_type == media_type
    assert (drawn(paper).format, drawn(paper).size) == (kind, (40, 30))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_nothing_stays_of_what_was_hidden_in_a_photograph(kind):
    content = indiscreet(kind)

    paper = files.read_document(sent(content))

    assert SECRET in content or kind == "PNG"
    assert SECRET not in paper.content
    assert dict(drawn(paper).getexif()) == {}
    assert set(drawn(paper).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_stands_upright(kind):
    turned = drawn(files.read_document(sent(indiscreet(kind, orientation=6))))

    assert turned.size == (30, 40)
    assert turned.convert("L").getpixel((15, 5)) < 60
    assert turned.convert("L").getpixel((15, 35)) > 200


@pytest.mark.parametrize(
    ("size", "kept"), [((4800, 300), (2400, 150)), ((300, 4800), (150, 2400)), ((10, 5), (10, 5))]
)
def test_a_large_image_is_made_smaller_and_a_small_one_is_not_enlarged(size, kept):
    assert drawn(files.read_document(sent(picture(size=size)))).size == kept


@pytest.mark.parametrize(
    ("mode", "color", "kept", "pixel"),
    [
        ("1", 1, "RGB", (255, 255, 255)),
        ("P", 0, "RGB", (0, 0, 0)),
        ("L", 90, "RGB", (90, 90, 90)),
        ("I;16", 90 * 256, "RGB", (90, 90, 90)),
        ("LA", (90, 0), "RGBA", (90, 90, 90, 0)),
        ("RGBA", (9, 8, 7, 6), "RGBA", (9, 8, 7, 6)),
    ],
)
def test_a_png_of_any_kind_keeps_its_colours(mode, color, kept, pixel):
    image = drawn(files.read_document(sent(picture("PNG", mode=mode, color=color))))

    assert (image.mode, image.getpixel((5, 5))) == (kept, pixel)


def test_a_palette_with_a_transparent_colour_stays_transparent():
    content = picture("PNG", mode="P", color=0, transparency=0)

    assert drawn(files.read_document(sent(content))).getpixel((5, 5))[3] == 0


@pytest.mark.parametrize(("mode", "kept"), [("L", "L"), ("CMYK", "RGB")])
def test_a_jpeg_of_any_kind_can_be_shown(mode, kept):
    assert drawn(files.read_document(sent(picture(mode=mode, color=0)))).mode == kept


def test_a_logo_is_a_small_png_on_white():
    content = picture("PNG", size=(1200, 300), mode="RGBA", color=(0, 0, 0, 0))

    logo = files.read_logo(sent(content, "logo.png"))

    image = drawn(logo)
    assert (logo.media_type, image.mode, image.size) == ("image/png", "RGB", (600, 150))
    assert image.getpixel((5, 5)) == (255, 255, 255)


def test_a_logo_sent_as_a_photograph_becomes_a_png():
    assert files.read_logo(sent(picture())).media_type == "image/png"


# -- Hostile files -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (SVG, "kind"),
        (HTML, "kind"),
        (b"GIF89a" + b"\0" * 40, "kind"),
        (b"PK\x03\x04", "kind"),
        (b"MZ\x90", "kind"),
        # Polyglots: something before a PDF, and something after it.
        (HTML + PDF, "kind"),
        (PDF + b"PK\x03\x04archive", "damaged"),
        (b"%PDF-1.7\n" + HTML, "damaged"),
        (PDF[:60], "damaged"),
        (b"%PDF-9.9\n", "kind"),
        (picture("JPEG")[:200], "damaged"),
        (picture("PNG")[:50], "damaged"),
        (b"\xff\xd8\xff" + HTML, "damaged"),
        (b"\x89PNG\r\n\x1a\n" + SVG, "damaged"),
        (bomb(), "huge"),
        (bomb(8000, 5001), "huge"),
    ],
    ids=range(17),
)
@pytest.mark.parametrize("name", ["charte.pdf", "photo.jpg", "logo.png", "../../etc/passwd"])
def test_a_hostile_file_is_refused_with_one_sentence(content, code, name):
    found, sentences = refusal(files.read_document, content, name)

    assert found == code
    assert len(sentences) == 1


def test_a_photograph_too_large_to_draw_is_refused_before_it_is_drawn(monkeypatch):
    monkeypatch.setitem(files.PIXELS, files.JPEG, 1_000_000)

    code, sentences = refusal(files.read_document, picture(size=(1001, 1000)))

    assert (code, sentences) == (
        "huge",
        [
            "Cette image a plus de 1\N{NO-BREAK SPACE}millions de points\N{NO-BREAK SPACE}: réduisez-la."
        ],
    )


def test_a_cut_image_is_refused_even_after_a_pdf_was_made(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)

    assert refusal(files.read_document, picture("PNG")[:50])[0] == "damaged"
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_what_follows_an_image_is_not_kept():
    for kind in ["JPEG", "PNG"]:
        paper = files.read_document(sent(picture(kind) + b"PK\x03\x04" + HTML))

        assert b"<script>" not in paper.content


def test_a_logo_is_not_a_pdf():
    code, sentences = refusal(files.read_logo, PDF)

    assert code == "kind"
    assert sentences[0].startswith("Un logo est une image")


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT = 2 * 1024 * 1024

    code, sentences = refusal(files.read_document, PDF.ljust(2 * 1024 * 1024 + 1, b"\0"))

    assert code == "heavy"
    assert sentences == [
        "Ce fichier dépasse 2\N{NO-BREAK SPACE}Mo\N{NO-BREAK SPACE}: réduisez-le, puis recommencez."
    ]


# Pillow says in the log what it leaves out of a damaged photograph.
@pytest.mark.filterwarnings("ignore::UserWarning")
@given(st.data(), st.sampled_from(["JPEG", "PNG"]))
def test_a_damaged_image_is_refused_or_drawn_and_never_an_error(data, kind):
    content = bytearray(indiscreet(kind))
    places = st.lists(st.integers(12, len(content) - 1), min_size=1, max_size=8)
    for place in data.draw(places):
        content[place] = data.draw(st.integers(0, 255))

    found = kept_or_code(bytes(content))

    assert found in {"damaged", "huge"} or SECRET not in found.content


# -- On the way --------------------------------------------------------------------------------


@pytest.mark.parametrize("in_memory", [5 * 1024 * 1024, 0])
def test_what_comes_after_the_limit_is_kept_nowhere(settings, in_memory):
    settings.UPLOAD_LIMIT, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100_000, in_memory
    request = RequestFactory().post("/", {"file": sent(b"x" * 400_000)})

    kept = request.FILES["file"]

    assert 100_000 < kept.size <= 100_000 + 2 * 64 * 1024
    assert refusal(files.read_document, kept.read())[0] == "heavy"
    request.close()


def test_a_file_under_the_limit_arrives_whole():
    request = RequestFactory().post("/", {"file": sent(PDF)})

    assert request.FILES["file"].read() == PDF


# -- Kept, and printed -------------------------------------------------------------------------


def test_an_image_prints_from_the_page_itself(media_root):
    structure = Structure(name="Centre")
    with files.kept(structure.logo, files.SafeFile(b"dessin", files.PNG)):
        """The row would be saved here."""

    assert files.data_uri(structure.logo) == "data:image/png;base64,ZGVzc2lu"
    assert [path.suffix for path in (media_root / "logos").iterdir()] == [".png"]


def test_an_image_that_is_gone_prints_nothing():
    structure = Structure(name="Centre")
    assert files.data_uri(structure.logo) == ""

    structure.logo.save("", ContentFile(b"dessin"), save=False)
    structure.logo.storage.delete(structure.logo.name)

    assert files.data_uri(structure.logo) == ""
