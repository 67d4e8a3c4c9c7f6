"""« Qui voit quoi », from the very table that the access test walks: what is said here is checked.

`data/access.tsv` says the answer each role gets; `data/who_sees_what.tsv` says in words which of
its pages tell whether something can be read (a GET) and written (a POST).
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).resolve().parent / "data"
# The columns of the table → who they are.
ROLES = {
    "animation": _("qui anime"),
    "coordination": _("la coordination"),
    "ecole": _("l’école partenaire"),
    "voisin": _("un autre centre"),
    "financeur": _("un financeur, une fédération"),
    "admin": _("l’administration technique"),
}
REFUSED = {"403", "404", "405"}


@dataclass(frozen=True)
class Subject:
    """Who may what of it; somebody who writes it reads it too."""

    label: str
    limit: str
    writers: tuple[str, ...]
    readers: tuple[str, ...]
    others: tuple[str, ...]


def rows(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@cache
def subjects() -> tuple[Subject, ...]:
    table = rows("access.tsv")
    return tuple(subject(table, line) for line in rows("who_sees_what.tsv"))


def subject(table, line):
    readers = allowed(asked(table, line["read"], "GET"))
    writers = allowed(asked(table, line["write"], "POST"))
    return Subject(
        label=line["subject"],
        limit=line["limit"],
        writers=named(writers),
        readers=named(role for role in readers if role not in writers),
        others=named(role for role in ROLES if role not in {*writers, *readers}),
    )


def allowed(lines):
    """Who gets an answer. A list about nobody in particular shows another centre its own only."""
    return [
        role
        for role in ROLES
        if any(each[role] not in REFUSED for each in lines if each["object"] or role != "voisin")
    ]


def named(roles):
    return tuple(ROLES[role] for role in roles)


def asked(table, page, method):
    """The lines of a page, « url » or « url object »; an unknown page is a fault of ours."""
    if not page:
        return []
    url, _space, target = page.partition(" ")
    found = [
        each
        for each in table
        if (each["url"], each["method"]) == (url, method) and target in ("", each["object"])
    ]
    if not found:
        raise LookupError(f"{method} {page} is not in access.tsv")
    return found
