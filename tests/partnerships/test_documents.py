import base64
import io
import logging
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader

from partnerships import documents
from partnerships.documents import (
    PdfError,
    pdf_of,
    pdf_response,
    preview_response,
    render_html,
    render_pdf,
    unpacked,
)

WATCHED = {"open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"}
# Python’s own modules and data, our files, and the copies of our fonts that are laid out with.
ALLOWED = [
    *(sys.prefix, sys.base_prefix),
    *(str(settings.BASE_DIR / name) for name in ("static", "templates", ".venv")),
    f"{tempfile.gettempdir()}/weasyprint-",
]
SVG = base64.b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
).decode()
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWj"
    "R9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(autouse=True)
def may_complain(monkeypatch):
    """What is written here to do harm is complained of, as it should be (tests/conftest.py)."""
    monkeypatch.setattr(logging.getLogger("weasyprint"), "handlers", [])


class Watch:
    """Notes what Python opens or calls while it is on; an audit hook cannot be taken away."""

    def __init__(self):
        self.seen = None
        sys.addaudithook(self.note)

    def note(self, event, arguments):
        if self.seen is not None and event in WATCHED:
            self.seen.append((event, str(arguments[0])))

    def __enter__(self):
        self.seen = []
        return self

    def __exit__(self, *_error):
        self.all, self.seen = self.seen, None

    @property
    def foreign(self):
        return [
            (event, what)
            for event, what in self.all
            if event != "open" or not what.startswith(tuple(ALLOWED))
        ]


WATCH = Watch()


@pytest.fixture
def template(settings, tmp_path):
    """Writes a template of a document and gives its name."""
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]

    def write(content):
        lines = ['{% extends "document.html" %}', "{% block content %}", content, "{% endblock %}"]
        (tmp_path / "letter.html").write_text("\n".join(lines), encoding="utf-8")
        return "letter.html"

    return write


@dataclass(frozen=True)
class Letter:
    name: str
    parents: int


LETTER = Letter(name="L’œuvre & Cie", parents=34)
WORDS = {"title": "Rapport d’étape", "author": "Centre social Les Tisserands"}


def read(content):
    return PdfReader(io.BytesIO(content))


def page(body, head=""):
    return f'<!doctype html><html lang="fr"><head><title>x</title>{head}</head><body>{body}</body></html>'


def attachments(reader):
    names = reader.trailer["/Root"].get("/Names", {})
    files = [note for sheet in reader.pages for note in sheet.get("/Annots", [])]
    return [name for name in names if name == "/EmbeddedFiles"] + [
        note for note in files if note.get_object()["/Subtype"] == "/FileAttachment"
    ]


def test_a_document_is_a_tagged_pdf_with_its_title_language_and_author(template):
    name = template("<h1>{{ name }}</h1><p>{{ parents }} parents</p>")

    reader = read(render_pdf(name, LETTER, **WORDS))

    root = reader.trailer["/Root"]
    assert (reader.metadata.title, reader.metadata.author) == (WORDS["title"], WORDS["author"])
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("fr", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert "L’œuvre & Cie\n34 parents" in reader.pages[0].extract_text()


def test_a_document_is_set_in_our_fonts_only(template):
    name = template("<h1>Łukasz</h1><p>Ş<b>ğ</b><i>é</i></p>")

    resources = read(render_pdf(name, {}, **WORDS)).pages[0]["/Resources"]

    fonts = {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    assert {font.partition("+")[2].partition("-")[0] for font in fonts} == {"Atkinson"}


def test_our_fonts_are_unpacked_once_for_every_document(template):
    name = template("<h1>{{ name }}</h1>")
    render_pdf(name, LETTER, **WORDS)
    first = unpacked.cache_info()

    render_pdf(name, LETTER, **WORDS)

    again = unpacked.cache_info()
    faces = len(list((settings.BASE_DIR / "static" / "fonts").glob("*.woff2")))
    assert (again.hits - first.hits, again.misses - first.misses) == (faces, 0)


def test_the_preview_is_the_page_that_prints(template):
    name = template("<h1>{{ name }}</h1>")

    preview = preview_response(name, LETTER, **WORDS).content.decode()
    printed = render_html(name, LETTER, **WORDS, is_pdf=True)

    assert "".join(preview.split()) == "".join(printed.split())
    assert "<title>Rapport d’étape</title>" in preview
    assert 'href="/static/css/print.css"' in preview


def test_a_demo_says_that_its_data_is_invented(template, settings):
    name = template("<h1>x</h1>")

    settings.DEMO = True
    on_a_demo = render_html(name, {}, **WORDS)
    settings.DEMO = False
    elsewhere = render_html(name, {}, **WORDS)

    assert "Les Tisserands · données inventées</p>" in on_a_demo
    assert "inventées" not in elsewhere


def test_a_document_is_in_french_whoever_asks_unless_said(template, settings):
    name = template("{% load i18n %}{% get_current_language as now %}<h1>{{ now }}</h1>")
    settings.LANGUAGE_CODE = "en"

    assert '<html lang="fr">' in render_html(name, {}, **WORDS)
    assert "<h1>fr</h1>" in render_html(name, {}, **WORDS)
    assert "<h1>en</h1>" in render_html(name, {}, **WORDS, language="en")


# -- Nothing from outside (goal G9) --------------------------------------------------------------

HOSTILE_TEXTS = [
    '<link rel="attachment" href="file:///etc/passwd">',
    '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    '<a rel="attachment" href="data:text/html,<b>x</b>">x</a>',
    '<img src="file:///etc/passwd">',
    '<img src="http://127.0.0.1:9/x.png">',
    '<img src="//127.0.0.1:9/x.png">',
    f'<img src="data:image/svg+xml;base64,{SVG}">',
    '<object data="file:///etc/passwd"></object>',
    '<embed src="file:///etc/passwd">',
    '<iframe src="file:///etc/passwd"></iframe>',
    "<style>@import url(file:///etc/passwd)</style>",
    "<style>body { background: url(http://127.0.0.1:9/x.png) }</style>",
    "<style>@font-face { font-family: x; src: url(file:///etc/passwd) } p { font: 9pt x }</style>",
    '<p style="background: url(file:///etc/passwd)">x</p>',
    '<p style="content: url(http://127.0.0.1:9/)">x</p>',
    '<svg><image href="file:///etc/passwd" width="9" height="9"/></svg>',
    '<svg><use href="file:///etc/passwd#x"/></svg>',
    '<img src="/static/../../../../etc/passwd">',
    '<img src="/static/%2e%2e/%2e%2e/manage.py">',
    "{% include '/etc/passwd' %}{{ settings.SECRET_KEY }}",
    "</p><script>fetch('http://127.0.0.1:9/')</script>",
    "&#60;img src=&#34;file:///etc/passwd&#34;&#62;",
]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_hostile_text_is_printed_as_it_was_typed(template, text):
    name = template("<h1>{{ name }}</h1>")
    render_pdf(name, {"name": "x"}, **WORDS)

    with WATCH:
        reader = read(render_pdf(name, {"name": text}, **WORDS))

    printed = "".join("".join(sheet.extract_text() for sheet in reader.pages).split())
    assert "".join(text.split()) in printed
    assert WATCH.foreign == []
    assert attachments(reader) == []


@pytest.mark.parametrize("markup", [text for text in HOSTILE_TEXTS if text.startswith(("<", "/"))])
def test_hostile_markup_reaches_nothing_even_when_a_template_forgets_to_escape(markup):
    pdf_of(page("x"))

    with WATCH:
        made = made_or_refused(page(markup))

    assert WATCH.foreign == []
    assert made == "refused" or attachments(read(made)) == []


def made_or_refused(html):
    try:
        return pdf_of(html)
    except PdfError:
        return "refused"


def test_a_refusal_is_an_ordinary_error_in_words():
    with pytest.raises(PdfError) as caught:
        pdf_of(page('<img alt="x" src="file:///etc/passwd">'))

    assert str(caught.value) == "Le document demande un fichier extérieur : il n’a pas été produit."


def test_the_watch_sees_what_it_must_see(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x")

    with WATCH:
        secret.read_text()

    assert WATCH.foreign == [("open", str(secret))]


def test_images_written_in_the_page_and_static_files_are_allowed():
    head = '<link rel="stylesheet" href="/static/css/print.css">'

    made = read(pdf_of(page(f'<p><img alt="un point" src="{PIXEL}"></p>', head)))

    assert len(made.pages[0].images) == 1


def test_a_static_file_is_found_by_the_hashed_name_of_production(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "css").mkdir()
    hashed = tmp_path / "css" / "print.0123456789ab.css"
    hashed.write_text("p { color: red }")

    assert documents.static_file("css/print.css") == Path(
        settings.BASE_DIR / "static/css/print.css"
    )
    assert documents.static_file("css/print.0123456789ab.css") == hashed


def test_without_pango_the_refusal_says_what_is_missing(monkeypatch):
    class Broken:
        def find_spec(self, name, *_rest):
            if name == "weasyprint":
                raise OSError("cannot load library")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])

    with pytest.raises(PdfError, match="Il manque une bibliothèque"):
        pdf_of(page("x"))


# -- Answers -----------------------------------------------------------------------------------


def test_a_pdf_is_kept_or_read_under_a_neutral_name():
    kept = pdf_response(b"%PDF-", "Rapport d’étape, Nadia.pdf")
    shown = pdf_response(b"%PDF-", "Rapport", inline=True)

    assert kept["Content-Type"] == "application/pdf"
    assert kept["Content-Disposition"] == 'attachment; filename="rapport-d-etape-nadia.pdf"'
    assert shown["Content-Disposition"] == 'inline; filename="rapport.pdf"'
    assert kept.content == b"%PDF-"
