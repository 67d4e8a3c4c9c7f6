"""What is written of what happens: numbers of accounts and names of pages, never words of people.

Neither the query, the body nor the cookies of a request are written; nor its path, which may hold
the key of a link, but the pattern it follows; nor the words of an error, which may quote a row.
"""

import json
import logging
import re
import traceback

from django.conf import settings
from django.utils import timezone
from django.utils.log import AdminEmailHandler

from config.failures import failure_of

# What nobody should have put in a sentence, and somebody will.
SECRETS = [
    (re.compile(r"[^\s@<>\"',;:(]+@[^\s@<>\"',;:)]+"), "(e-mail)"),
    (re.compile(r"(?<![\w.])(?:\+33|0)\s?[1-9](?:[\s.]?\d{2}){4}\b"), "(phone)"),
    (re.compile(r"\?\S+"), "(query)"),
    (re.compile(r"(?=[\w-]*\d)[\w-]{20,}"), "(key)"),
]


def facts(record: logging.LogRecord) -> dict:
    """What may be kept of a line; empty values are left out."""
    request = getattr(record, "request", None)
    said = {
        "at": timezone.now().isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": message(record, request),
        **(of_request(request) if hasattr(request, "META") else {}),
        "status": getattr(record, "status_code", None),
        **(of_error(record.exc_info[1]) if record.exc_info and record.exc_info[1] else {}),
    }
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def message(record, request):
    text, path = record.getMessage(), getattr(request, "path", "")
    pieces = text.split(path) if path else [text]
    return (route(request) if path else "").join(map(without_secrets, pieces))


def without_secrets(text):
    for secret, word in SECRETS:
        text = secret.sub(word, text)
    return text


def route(request):
    """« seances/<int:pk>/ »: which page, not whose."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "(unknown)"


def of_request(request):
    # Somebody already known: a line of the log asks nothing of the database.
    user = getattr(request, "_cached_user", None)
    return {"method": request.method, "page": route(request), "account": user and user.pk}


def of_error(error):
    """Its class and where it came from; its words only when they are those of the machine."""
    places = [
        f"{place.filename.removeprefix(f'{settings.BASE_DIR}/')}:{place.lineno} {place.name}"
        for place in traceback.extract_tb(error.__traceback__)
    ]
    cause = error.__cause__ and type(error.__cause__).__name__
    words = str(error).strip().splitlines()[:1] if failure_of(error) else []
    return {
        "error": type(error).__name__,
        "cause": cause,
        "why": words and words[0],
        "trace": places,
    }


class JsonLines(logging.Formatter):
    """One line a fact, for machines that keep and search them."""

    def format(self, record):
        return json.dumps(facts(record), ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """The same facts for somebody who reads."""

    def format(self, record):
        said = facts(record)
        trace = "".join(f"\n    {place}" for place in said.pop("trace", []))
        rest = " ".join(f"{name}={value}" for name, value in list(said.items())[4:])
        return f"{said['at']} {said['level']} {said['logger']}: {said['message']} {rest}{trace}"


class Letter(AdminEmailHandler):
    """An error, told to ADMIN_EMAILS in the same words: Django would add what was sent."""

    def emit(self, record):
        subject = self.format_subject(f"Trait d’union : {record.levelname}")
        self.send_mail(subject, self.format(record), fail_silently=True)
