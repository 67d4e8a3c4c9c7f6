"""What an answer holds, whatever its form: a page, headers, JSON, a spreadsheet, a PDF."""

import io
import re
import zipfile

from pypdf import PdfReader

CANARY = re.compile(r"canari-([ab])-(\w+)", re.IGNORECASE)


def text_of(response):
    """Everything a reader could find in the answer."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    pieces = [f"{name}: {value}" for name, value in response.headers.items()]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            pieces += [archive.read(name).decode(errors="ignore") for name in archive.namelist()]
    elif body.startswith(b"%PDF") and b"%%EOF" in body:
        pieces += [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]
    else:
        pieces.append(body.decode(errors="ignore"))
    return "\n".join(pieces)


def canaries(text):
    """(centre, word) of each secret found."""
    return {(side.lower(), word.lower()) for side, word in CANARY.findall(text)}


def masked(response):
    """The body and headers, without what changes from one answer to the next."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1…", response.seen)
    text = re.sub(r"csrftoken=[^;\s]+", "csrftoken=…", text)
    return re.sub(r"\b\d+\b|[\w-]{43}", "#", text)
