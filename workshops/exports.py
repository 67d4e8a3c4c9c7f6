"""Lists as spreadsheets; no name of a parent ever."""

from datetime import date, time
from functools import lru_cache

from django.db.models import Case, CharField, F, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from partnerships.spreadsheets import csv_response, xlsx_response
from workshops.models import Session
from workshops.models.sessions import minutes_between


def sessions(found, *, format):
    """Every session found, in order, one row each; XLSX when asked, else CSV."""
    respond = xlsx_response if format == "xlsx" else csv_response
    return respond(Rows(found), headers(), _("seances"))


def headers():
    return [
        _("Date"),
        _("Début"),
        _("Fin"),
        _("Programme"),
        _("Atelier"),
        _("Module"),
        _("École"),
        _("Lieu"),
        _("État"),
        _("Motif d’annulation"),
        _("Durée prévue (min)"),
        _("Durée réalisée (min)"),
        _("Parents présents"),
        _("dont sans nom"),
    ]


# Days and hours as texts, and the presence of held sessions only: reading each costs more than asking.
COLUMNS = (
    *(Cast(name, CharField()) for name in ("date", "starts_at", "ends_at")),
    *("workshop__programme__title", "workshop__title", "module__title"),
    *("school__structure__name", "place", "status", "cancel_reason", "delivered_minutes"),
    *(
        Case(When(status=Session.Status.HELD, then=F(name)))
        for name in ("parents_named", "parents_counted")
    ),
)
# Rows fetched at a time.
CHUNK = 2000


class Rows:
    """In order of days, read as they are written; the presence of each is counted with it."""

    def __init__(self, found):
        self.found = found

    def __len__(self):
        return self.found.count()

    def __iter__(self):
        states = {value: str(label) for value, label in Session.Status.choices}
        lines = self.found.with_presence().order_by("date", "starts_at", "pk")
        for line in lines.values_list(*COLUMNS).iterator(CHUNK):
            yield row_of(*line, states)


def row_of(day, start, end, *said):
    *names, status, reason, minutes, named, counted, states = said
    start, end, planned = hours_of(start, end)
    present = unnamed = None
    if named is not None:
        present, unnamed = max(named, counted), max(counted - named, 0)
    return [
        *(day_of(day), start, end, *names, states[status]),
        *(reason, planned, minutes, present, unnamed),
    ]


@lru_cache
def day_of(text):
    return date.fromisoformat(text)


@lru_cache
def hours_of(start, end):
    """« 14:00 », « 16:00 », and the minutes between."""
    start, end = time.fromisoformat(start), time.fromisoformat(end)
    return f"{start:%H:%M}", f"{end:%H:%M}", minutes_between(start, end)
