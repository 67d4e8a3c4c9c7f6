"""Lists as spreadsheets; no name of a parent ever."""

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


COLUMNS = (
    *("date", "starts_at", "ends_at", "workshop__programme__title", "workshop__title"),
    *("module__title", "school__structure__name", "place", "status", "cancel_reason"),
    *("delivered_minutes", "parents_present", "parents_unnamed"),
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
            yield row_of(*line, states=states)


def row_of(day, start, end, *said, states):
    programme, workshop, module, school, place, status, reason, minutes, *presence = said
    return [
        *(day, f"{start:%H:%M}", f"{end:%H:%M}", programme, workshop),
        *(module, school, place, states[status], reason, minutes_between(start, end), minutes),
        *(presence if status == Session.Status.HELD else (None, None)),
    ]
