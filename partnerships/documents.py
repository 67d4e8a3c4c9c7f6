"""Documents: one template gives the page one reads and the tagged PDF one keeps.

Nothing comes from outside while a PDF is made: the fetcher knows our own static files and the
images written in the page (data:), nothing else, and whatever else is asked for stops it.
"""

import mimetypes
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from partnerships.files import data_uri
from partnerships.spreadsheets import neutral_filename

# Tagged, with a language and a title: PDF/UA-1 is declared, which is not the same as certified.
VARIANT = "pdf/ua-1"
# To be kept for years: everything it needs inside it (fonts, colours), nothing that runs. PDF/A-2a,
# the level that asks for tags; not 3, which lets any file be attached. It says PDF/UA-1 as well.
ARCHIVE = "pdf/a-2a"
COLOURS = "sRGB2014.icc"
# PDF/A wants what it does not know to be described where it is used (ISO 19005-2, 6.6.2.3).
ACCESSIBLE = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 it conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""
# A site that cannot exist (RFC 6761): relative addresses need one to be resolved against.
NOWHERE = "http://static.invalid/"
IMAGES = ("data:image/", "data:font/")
# Layout is slow and hungry: one at a time in a process, so that the other pages stay quick.
TURN = Lock()


class PdfError(Exception):
    """The document could not be made; its message may be shown."""


def render_html(template, context, *, title, author="", language="fr", is_pdf=False):
    """The page of a document, from a template that says {% extends "document.html" %}.

    context is a dict or a dataclass of figures; title, author and language become the metadata.
    Documents are in French whatever the language of the person who asks, unless said.
    """
    document = {
        "title": title,
        "author": author,
        "language": language,
        "is_pdf": is_pdf,
        "is_demo": settings.DEMO,
    }
    with override(language):
        return render_to_string(template, {**names_of(context), "document": document})


def names_of(context):
    if is_dataclass(context):
        return {field.name: getattr(context, field.name) for field in fields(context)}
    return context


def render_pdf(template, context, *, title, author="", language="fr", is_archive=False) -> bytes:
    """The same page as a tagged PDF (PDF/UA-1), with our fonts; refuses by PdfError.

    The same values give the same bytes on any day: no clock, no chance. is_archive: PDF/A too.
    """
    html = render_html(
        template, context, title=title, author=author, language=language, is_pdf=True
    )
    return pdf_of(html, is_archive=is_archive)


def render_brochure(template, context, *, title, author="", language="fr") -> bytes:
    """The same, its pages by four so that sheets fold in two: `blanks` has one for each missing.

    The template says where they go, and what they are for.
    """

    def html(missing):
        more = {**names_of(context), "blanks": range(missing)}
        about = {"title": title, "author": author, "language": language}
        return render_html(template, more, is_pdf=True, **about)

    return pdf_of(html(0), completed=lambda pages: html(-pages % 4) if pages % 4 else None)


def pdf_of(html, completed=None, *, is_archive=False):
    """A PDF from a whole page; PdfError when it asks for anything but our own files.

    `completed`, told the number of pages, may answer another page to lay out instead.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError
    except OSError as error:
        raise PdfError(
            _(
                "Il manque une bibliothèque (Pango) pour produire les PDF : voir docs/installation.md."
            )
        ) from error

    variant = ARCHIVE if is_archive else VARIANT
    try:
        with TURN:
            document = laid_out(HTML, html, variant)
            if completed and (html := completed(len(document.pages))):
                document = laid_out(HTML, html, variant)
            return archived(document) if is_archive else document.write_pdf(pdf_variant=variant)
    except FatalURLFetchingError as error:
        # It derives from BaseException: Django would not even answer with an error page.
        raise PdfError(
            _("Le document demande un fichier extérieur : il n’a pas été produit.")
        ) from error


def laid_out(kind, html, variant=VARIANT):
    page = kind(string=html, base_url=NOWHERE, url_fetcher=own_files_only())
    return page.render(pdf_variant=variant)


def archived(document):
    """PDF/A with its colours, which the library reads from a file that it forgets to close."""
    from weasyprint.css import ColorProfile

    profile = BytesIO(files("weasyprint.pdf").joinpath(COLOURS).read_bytes())
    channels = (["r"], ["g"], ["b"])
    srgb = ColorProfile(profile, COLOURS, "relative-colorimetric", channels)
    document.color_profiles["srgb"] = srgb
    # Any other intent than « srgb » leaves ours in place.
    return document.write_pdf(pdf_variant=ARCHIVE, output_intent="", finisher=also_accessible)


def also_accessible(_document, pdf):
    """Adds PDF/UA-1 to the metadata of a tagged PDF/A: the library declares one norm alone."""
    number = int(pdf.catalog["Metadata"].split()[0])
    (metadata,) = pdf.objects[number].stream
    pdf.objects[number].stream = [metadata.replace(b"</rdf:RDF>", ACCESSIBLE)]


def own_files_only():
    """A fetcher of WeasyPrint that never calls its parent, hence never opens a connection."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url, headers=None):
            if url.lower().startswith(IMAGES):
                return super().fetch(url, headers)
            prefix = urljoin(NOWHERE, settings.STATIC_URL)
            if not url.startswith(prefix):
                raise ValueError(url)
            path = static_file(unquote(url.removeprefix(prefix)))
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            content = unpacked(path) if path.suffix == ".woff2" else path.read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return OwnFiles(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)


@cache
def unpacked(path):
    """A font of ours, unpacked once in a process: for each document it took most of the time."""
    from fontTools.ttLib import woff2

    plain = BytesIO()
    woff2.decompress(BytesIO(path.read_bytes()), plain)
    return plain.getvalue()


def marks(structures):
    """The name of each, and its logo written in the page (data:), empty when it has none."""
    return [(structure.name, data_uri(structure.logo)) for structure in structures]


def static_file(name):
    """Where a static file is, in the sources or, under its hashed name, where they are collected.

    Refuses (SuspiciousFileOperation, FileNotFoundError) what lies elsewhere.
    """
    found = finders.find(name) or staticfiles_storage.path(name)
    return Path(found)


def preview_response(template, context, *, title, author="", language="fr"):
    """The document as it will print, in the browser."""
    return HttpResponse(
        render_html(template, context, title=title, author=author, language=language)
    )


def pdf_response(content, filename, *, inline=False):
    """A PDF to keep, or to read in the browser when inline; its name holds nothing but words."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(
        not inline, neutral_filename(filename, "pdf")
    )
    return response
