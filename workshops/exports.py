"""Lists as spreadsheets; no name of a parent ever."""

from django.utils.translation import gettext as _

from partnerships.spreadsheets import csv_response, xlsx_response


def sessions(found, *, format):
    """Every session found, in order, one row each; XLSX when asked, else CSV."""
    found = found.with_presence().select_related(
        "workshop__programme", "module", "school__structure"
    )
    headers = [
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
    rows = [row_of(session) for session in found.order_by("date", "starts_at", "pk")]
    respond = xlsx_response if format == "xlsx" else csv_response
    return respond(rows, headers, _("seances"))


def row_of(session):
    is_held = session.status == session.Status.HELD
    return [
        session.date,
        f"{session.starts_at:%H:%M}",
        f"{session.ends_at:%H:%M}",
        session.workshop.programme.title,
        session.workshop.title,
        session.module.title if session.module else "",
        str(session.school or ""),
        session.place,
        session.get_status_display(),
        session.cancel_reason,
        session.planned_minutes,
        session.delivered_minutes,
        session.parents_present if is_held else None,
        session.parents_unnamed if is_held else None,
    ]
