"""A past attendance grid: people in rows, days in columns; nothing is overwritten."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.french import clock, day, span_of_days
from partnerships.spreadsheets import Table
from workshops.imports.answers import Answer, read_answer
from workshops.imports.columns import lay_out
from workshops.imports.days import Heading, read_heading
from workshops.imports.people import Person, PersonReader, Settling
from workshops.imports.places import Lists
from workshops.imports.results import Place, Reading, Remark
from workshops.models import Attendance, Session

# What identifies somebody in a grid: the rest belongs to a table of participants.
WHO = ("first_name", "last_name", "name", "phone", "email", "school", "is_new")
# A year of a large centre; beyond, in several files.
MOST_ANSWERS = 100_000


@dataclass
class Day:
    """A column: the session it is about, one already there or one to create."""

    place: int
    title: str
    heading: Heading
    session: Session | None = None
    answers: dict[int, Answer] = field(default_factory=dict)


@dataclass
class Grid(Reading):
    """Whom and which days the grid names; `answers` of a day are by place in `persons`."""

    persons: list[Person] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    # How many answers are on a sheet already, the same.
    same: int = 0
    by_name: int = 0

    @property
    def noted(self):
        """Those with at least one answer to write, in the order of the file."""
        places = {index for day in self.days for index in day.answers}
        return [self.persons[index] for index in sorted(places)]

    @property
    def known(self):
        return [person for person in self.noted if person.parent]

    @property
    def new(self):
        return [person for person in self.noted if not person.parent]

    @property
    def years_found(self):
        return [day for day in self.days if day.heading.is_year_found]


def read_grid(table: Table, place: Place, *, creates_people: bool, warns=True) -> Grid:
    """Every cell read against the sheets of the workshop, all mistakes told; nothing is written."""
    grid = Grid()
    days = read_days(grid, table, place)
    layout = lay_out(table.headers, names=WHO, skipped=days)
    grid.understood, grid.ignored = layout.understood(), layout.ignored
    grid.days = [each for each in days.values() if each]
    if not days:
        refuse_titles(grid, layout.headers)
    reader = PersonReader(grid, layout, Lists(place), place)
    grid.persons = reader.read_all(table)
    settling = Settling(grid, layout, place)
    settling.settle(warns)
    match_sessions(grid, place)
    read_answers(grid, table)
    settle_answers(grid)
    if not creates_people:
        refuse_unknown(grid, settling)
    return grid


def refuse_titles(grid, headers):
    sentence = _(
        "aucune colonne n’est une date. Écrivez le jour de chaque séance dans son titre, par exemple "
        "17/11/2026."
    )
    grid.refuse(None, headers[-1], sentence)


def refuse_unknown(grid, settling):
    """Said once, with the name that is close when there is one."""
    grid.warnings = [each for each in grid.warnings if each.column != settling.title]
    for person in grid.new:
        sentence = _("Personne de connu ne s’appelle %(name)s.") % {"name": person}
        if person.near:
            sentence += " " + _("Le nom ressemble à %(near)s.") % {"near": person.near}
        sentence += " " + _("Corrigez le nom, ou cochez « Créer les personnes inconnues ».")
        grid.refuse(person.line, settling.title, sentence)


# -- Days ----------------------------------------------------------------------------------------


def read_days(grid, table, place):
    """{position: the day of that column}; a day that is refused is told, and None."""
    found = {}
    for position, title in enumerate(table.headers):
        try:
            heading = read_heading(title, place.season)
            if heading:
                refuse_day(heading.day, place.season)
        except ValidationError as refusal:
            grid.refuse(None, title, refusal)
            found[position] = None
            continue
        if heading:
            found[position] = Day(position, title, heading)
    return found


def refuse_day(date, season):
    if date > timezone.localdate():
        raise ValidationError(
            _("le %(day)s est à venir : seules des présences passées s’importent."),
            params={"day": day(date, "year")},
        )
    if not season.first <= date <= season.last:
        raise ValidationError(
            _("le %(day)s n’est pas dans la saison du programme, %(season)s."),
            params={"day": day(date, "year"), "season": span_of_days(season.first, season.last)},
        )


def match_sessions(grid, place):
    """Each day with the session of the workshop on that day, when there is one."""
    wanted = {each.heading.day for each in grid.days}
    rows = Session.objects.filter(workshop=place.workshop, date__in=wanted)
    of_day = defaultdict(list)
    for session in rows.order_by("date", "starts_at", "pk"):
        of_day[session.date].append(session)
    taken = {}
    for each in grid.days:
        try:
            each.session = matched(each, of_day[each.heading.day])
        except ValidationError as refusal:
            grid.refuse(None, each.title, refusal)
            continue
        key = (each.heading.day, each.session.pk if each.session else each.heading.hour)
        first = taken.setdefault(key, each)
        if first is not each:
            sentence = _("cette séance est déjà celle de la colonne « %(title)s ».")
            grid.refuse(None, each.title, sentence % {"title": first.title[:80]})


def matched(column, sessions):
    hour = column.heading.hour
    if hour:
        sessions = [session for session in sessions if session.starts_at == hour]
    if len(sessions) > 1:
        hours = _(" et ").join(clock(session.starts_at) for session in sessions)
        raise ValidationError(
            _(
                "il y a plusieurs séances ce jour-là (%(hours)s) : écrivez l’heure dans le titre, "
                "« %(title)s %(hour)s »."
            ),
            params={"hours": hours, "title": column.title, "hour": clock(sessions[0].starts_at)},
        )
    if sessions and sessions[0].status == Session.Status.CANCELLED:
        raise ValidationError(
            _("la séance de ce jour est annulée : rouvrez-la d’abord, ou retirez la colonne.")
        )
    return sessions[0] if sessions else None


# -- Answers -------------------------------------------------------------------------------------


def read_answers(grid, table):
    """The same few words fill a grid: each is understood once."""
    said, rows = {}, dict(zip(table.lines, table.rows, strict=True))
    for index, person in enumerate(grid.persons):
        if grid.is_full:
            break
        row = rows[person.line]
        for column in grid.days:
            key = (row[column.place], column.heading.unit)
            if key not in said:
                said[key] = understood(*key)
            keep(grid, column, index, said[key])
    leave_empty(grid)
    number = sum(len(column.answers) for column in grid.days)
    if number > MOST_ANSWERS:
        sentence = _("plus de 100 000 réponses : importez ce tableau en plusieurs fois.")
        grid.mistakes.insert(0, Remark(None, "", sentence))
    if not number and not grid.mistakes:
        grid.refuse(None, "", _("aucune présence n’est notée dans ce tableau."))


def leave_empty(grid):
    """A day without an answer was perhaps no session: nothing is created for it."""
    reason = str(_("aucune réponse dans cette colonne"))
    grid.ignored += [(column.title, reason) for column in grid.days if not column.answers]
    grid.days = [column for column in grid.days if column.answers]


def keep(grid, column, index, answer):
    if isinstance(answer, Answer):
        column.answers[index] = answer
    elif answer:
        grid.refuse(grid.persons[index].line, column.title, answer)


def understood(cell, unit):
    try:
        return read_answer(cell, unit)
    except ValidationError as refusal:
        return refusal


def settle_answers(grid):
    """What a sheet says already is left; what it says otherwise is refused."""
    sessions = {each.session.pk: each for each in grid.days if each.session}
    rows = Attendance.objects.filter(session__in=sessions).order_by("pk")
    known = {person.parent.pk: index for index, person in enumerate(grid.persons) if person.parent}
    for session, parent, status, minutes in rows.values_list(
        "session", "parent", "status", "minutes"
    ):
        column = sessions[session]
        answer = column.answers.pop(known.get(parent, -1), None)
        if answer is None:
            continue
        if answer == Answer(status, minutes):
            grid.same += 1
        else:
            refuse_other(grid, column, grid.persons[known[parent]], status, minutes)
    grid.days = [column for column in grid.days if column.answers]


def refuse_other(grid, column, person, status, minutes):
    said = Attendance.Status(status).label
    if minutes is not None:
        said = _("%(status)s %(minutes)s min") % {"status": said, "minutes": minutes}
    sentence = _(
        "la feuille du %(day)s dit « %(said)s » pour %(name)s. Rien n’est remplacé : videz cette "
        "cellule, ou corrigez la feuille."
    )
    params = {"day": day(column.heading.day, "year"), "said": said, "name": person}
    grid.refuse(person.line, column.title, sentence % params)


def first_days(grid) -> dict[int, dt.date]:
    """{place in `persons`: the first day they took part}, for those who came at least once."""
    found = {}
    for column in sorted(grid.days, key=lambda each: each.heading.day):
        for index, answer in column.answers.items():
            if answer.status in Attendance.COUNTING:
                found.setdefault(index, column.heading.day)
    return found
