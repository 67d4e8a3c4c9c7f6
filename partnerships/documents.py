"""Documents: one template gives the page one reads and the tagged PDF one keeps.

Nothing comes from outside while a PDF is made: the fetcher knows our own static files and the
images written in the page (data:), nothing else, and whatever else is asked for stops it.
"""

import mimetypes
from dataclasses import fields, is_dataclass
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


def render_pdf(template, context, *, title, author="", language="fr") -> bytes:
    """The same page as a tagged PDF (PDF/UA-1), with our fonts; refuses by PdfError."""
    return pdf_of(
        render_html(template, context, title=title, author=author, language=language, is_pdf=True)
    )


def pdf_of(html):
    """A PDF from a whole page; PdfError when it asks for anything but our own files."""
    try:
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError
    except OSError as error:
        raise PdfError(
            _(
                "Il manque une bibliothèque (Pango) pour produire les PDF : voir docs/installation.md."
            )
        ) from error

    try:
        with TURN:
            page = HTML(string=html, base_url=NOWHERE, url_fetcher=own_files_only())
            return page.write_pdf(pdf_variant=VARIANT)
    except FatalURLFetchingError as error:
        # It derives from BaseException: Django would not even answer with an error page.
        raise PdfError(
            _("Le document demande un fichier extérieur : il n’a pas été produit.")
        ) from error


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
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return OwnFiles(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)


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
