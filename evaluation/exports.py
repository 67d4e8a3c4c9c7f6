"""Figures as spreadsheets: the rows behind one, whose reader is written down; a whole dashboard."""

from collections.abc import Iterator

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from evaluation.boards import Board
from evaluation.evidence import Evidence
from evaluation.measures import Figure
from evaluation.models import Grant
from evaluation.pledges import Pledge
from partnerships import audit, french
from partnerships.models import User
from partnerships.spreadsheets import (
    attachment_of,
    csv_bytes,
    csv_response,
    xlsx_bytes,
    xlsx_response,
)
from workshops.models import Programme


@transaction.atomic
def evidence_response(
    evidence: Evidence, figure: Figure, subject: Programme | Grant, *, format: str, by: User
) -> HttpResponse:
    """XLSX when asked, else CSV; the line of the journal says of which measure."""
    structure = subject.holder if isinstance(subject, Grant) else subject.lead
    audit.record(audit.Verb.EXPORTED, subject, by=by, structure=structure, fields=[figure.name])
    rows = [[cell.kept for cell in row] for row in evidence.rows]
    respond = xlsx_response if format == "xlsx" else csv_response
    headers = [
        _("%(column)s (min)") % {"column": column} if place in evidence.minutes else column
        for place, column in enumerate(evidence.columns)
    ]
    return respond(rows, headers, _("preuves-%(measure)s") % {"measure": figure.title})


# -- A dashboard -------------------------------------------------------------------------------


def board_response(board: Board, programme: Programme, *, format: str | None) -> HttpResponse:
    """XLSX when asked, else CSV: every figure of the page as it is read there, and as a number."""
    extension = "xlsx" if format == "xlsx" else "csv"
    write = xlsx_bytes if extension == "xlsx" else csv_bytes
    data = write(list(rows_of(board)), headers(), head=head_of(board, programme))
    return attachment_of(data, _("chiffres-%(title)s") % {"title": programme.title}, extension)


def head_of(board: Board, programme: Programme) -> list[str]:
    """Of what, over which days, which part, on which day it was counted, and for whom."""
    said = [
        _("%(programme)s, porté par %(lead)s") % {"programme": programme, "lead": programme.lead},
        board.counted,
        _("Compté le %(day)s") % {"day": french.day(board.today)},
        _("Les heures sont en minutes dans la colonne « Nombre »."),
    ]
    if board.is_partial:
        said.append(_("Lu de l’extérieur : les petits nombres de personnes sont masqués."))
    return said


def headers() -> list[str]:
    return [
        *(_("Partie"), _("Intitulé"), _("Du"), _("Au"), _("Réalisé"), _("Nombre"), _("Visé")),
        *(_("Écart"), _("Écart en %"), _("Ce qui est compté"), _("Remarques")),
    ]


def rows_of(board: Board) -> Iterator[list]:
    yield from measure_rows(board)
    yield from people_rows(board)
    yield from table_rows(board)
    yield from year_rows(board)


def measure_rows(board: Board) -> Iterator[list]:
    for pledge in board.pledges:
        if pledge.figure:
            yield pledge_row(_("Indicateurs"), pledge)
    for title, lines in board.levels:
        for line in lines:
            if not line.pledge:
                yield figure_row(title, line.title, line.figure, *board.period)


def people_rows(board: Board) -> Iterator[list]:
    for title, shares in board.shares:
        for share in shares:
            yield count_row(title, share.label, board, share.parents, _("parents différents"))


def table_rows(board: Board) -> Iterator[list]:
    for title, lines, *columns in tables_of(board):
        for line in lines:
            for column, words, write in columns:
                yield count_row(title, line.label, board, getattr(line, column), words, write)


def year_rows(board: Board) -> Iterator[list]:
    for year in board.years:
        title = _("Année par année") if year.name else _("Toutes les années, recomptées")
        for figure in year.figures:
            name = f"{figure.title}, {year.name}" if year.name else figure.title
            yield figure_row(title, name, figure, year.starts_on, year.ends_on)


def tables_of(board: Board):
    """Each with its lines, the columns one reads of it, and how their numbers are written."""
    sessions = ("sessions", _("séances tenues"), french.number)
    hours = ("minutes", _("heures d’atelier"), french.hours)
    came = ("participations", _("participations"), french.number)
    yield _("Établissements"), board.by_school, sessions, hours, came
    yield _("Qui anime"), board.by_structure, sessions, hours


def pledge_row(title: str, pledge: Pledge) -> list:
    row = figure_row(title, pledge.title, pledge.figure, pledge.starts_on, pledge.ends_on)
    row[6:9] = [pledge.target, pledge.variance, pledge.variance_percent]
    row[9] = f"{row[9]} {pledge.about}".strip()
    return row


def figure_row(title: str, name: str, figure: Figure, starts_on, ends_on) -> list:
    return [
        *(title, name, starts_on, ends_on, figure.text, figure.value, None, None, None),
        *(figure.definition, " ".join(map(str, figure.notes))),
    ]


def count_row(title, name, board, value, words, write=french.number) -> list:
    text = _("masqué") if value is None else write(value)
    return [title, name, *board.period, text, value, None, None, None, words, None]
