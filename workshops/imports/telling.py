"""What a table would do, in words: for the preview, then for the list of imports."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from families.models import Gender
from partnerships.french import clock, count, hours, phone, when
from workshops.imports.columns import COLUMNS
from workshops.imports.grids import Grid
from workshops.imports.people import People, Person
from workshops.imports.results import MOST_MISTAKES, Place, Reading, Remark
from workshops.models import Attendance, Session, TableImport, Workshop

SAMPLES = 3
# What is kept of a column is less than what it holds.
KEPT = {
    "birth_year": gettext_lazy("D’une date de naissance, seule l’année est gardée."),
    "level": gettext_lazy("De la classe, seul le niveau est gardé."),
    "qpv": gettext_lazy("Le quartier prioritaire est noté « dit par la famille »."),
}
Kind = TableImport.Kind


@dataclass(frozen=True)
class Asked:
    """A table to import, and what its form said: hours of the sessions to create, if any."""

    kind: str
    place: Place
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    creates_people: bool = True


@dataclass(frozen=True)
class Preview:
    """What a file would do, or all that is wrong with it; with a ticket when it can be confirmed."""

    name: str
    announced: str
    sentence: str
    understood: list[tuple[str, str]]
    ignored: list[tuple[str, str]]
    samples: list[str]
    notes: list[str]
    mistakes: list[Remark]
    warnings: list[Remark]
    # Of the file itself; or, when it is refused, of the list of its mistakes.
    ticket: str = ""

    @property
    def is_cut(self):
        return len(self.mistakes) >= MOST_MISTAKES

    @property
    def is_refused(self):
        return bool(self.mistakes)

    @property
    def is_confirmable(self):
        return bool(self.ticket) and not self.mistakes


def counts_of(reading: Reading) -> dict[str, int]:
    """Numbers alone, kept with the import; nothing of it names anybody."""
    counts = {"known": len(reading.known), "new": len(reading.new)}
    if isinstance(reading, People):
        return counts | {"enrolments": len(reading.enrolments)}
    statuses = [answer.status for day in reading.days for answer in day.answers.values()]
    present = sum(status in Attendance.COUNTING for status in statuses)
    return counts | {
        "sessions": len(reading.days),
        "created": sum(day.session is None for day in reading.days),
        "present": present,
        "absent": len(statuses) - present,
    }


def does_something(counts: dict[str, int]) -> bool:
    return any(counts.get(name) for name in ("new", "enrolments", "present", "absent"))


def sentence(counts: dict[str, int], *, is_done: bool = True) -> str:
    """« 48 personnes, dont 41 déjà connues et 7 nouvelles ; 12 séances, dont 3 à créer… »"""
    parts = [told_of_people(counts)]
    if counts.get("enrolments"):
        parts.append(count(counts["enrolments"], _("inscription")))
    if "sessions" in counts:
        parts.append(told_of_sessions(counts, is_done))
        parts.append(count(counts["present"], _("présence")))
    if counts.get("absent"):
        parts.append(count(counts["absent"], _("absence,absences (excuses comprises)")))
    return " ; ".join(parts)


def told_of_people(counts):
    known, new = counts["known"], counts["new"]
    whole = count(known + new, _("personne"))
    if not new:
        return _("%(people)s, toutes déjà connues") % {"people": whole}
    if not known:
        return _("%(people)s, toutes nouvelles") % {"people": whole}
    return _("%(people)s, dont %(known)s et %(new)s") % {
        "people": whole,
        "known": count(known, _("déjà connue,déjà connues")),
        "new": count(new, _("nouvelle,nouvelles")),
    }


def told_of_sessions(counts, is_done):
    whole, created = count(counts["sessions"], _("séance")), counts["created"]
    if not created:
        return whole
    new = _("à créer")
    if is_done:
        new = ngettext("créée", "créées", created)
    if created == counts["sessions"]:
        return f"{whole} {new}"
    return _("%(sessions)s, dont %(number)s %(new)s") % {
        "sessions": whole,
        "number": created,
        "new": new,
    }


# -- How it was understood -----------------------------------------------------------------------


def understood(reading: Reading) -> list[tuple[str, str]]:
    """[(title, meaning)] of people’s columns, then of the days in order."""
    days = getattr(reading, "days", [])
    days = sorted(days, key=lambda day: (day.heading.day, day.place))
    return [*reading.understood, *((day.title, meaning_of_day(day)) for day in days)]


def meaning_of_day(day):
    parts = [when(day.heading.day, "year")]
    if day.heading.hour:
        parts.append(clock(day.heading.hour))
    states = {
        None: _("séance à créer"),
        Session.Status.PLANNED: _("séance prévue, qui sera close"),
        Session.Status.HELD: _("séance déjà close, complétée"),
    }
    parts.append(states.get(day.session and day.session.status, ""))
    if day.heading.unit:
        parts.append(_("en minutes") if day.heading.unit == "minutes" else _("en heures"))
    return ", ".join(filter(None, parts))


def samples(reading: Reading) -> list[str]:
    """The first lines as they were read, dates in words: a wrong month shows."""
    if isinstance(reading, People):
        return [sample_of(person) for person in reading.persons[:SAMPLES]]
    return [sample_of_grid(reading, index) for index in range(len(reading.persons[:SAMPLES]))]


def sample_of(person: Person) -> str:
    facts = [
        str(person),
        str(Gender(person.gender).label) if person.gender else "",
        _("année de naissance %(year)s") % {"year": person.birth_year} if person.birth_year else "",
        phone(person.phone),
        person.email,
        str(person.school or ""),
        person.workshop.title if person.workshop else "",
        _("inscription le %(day)s") % {"day": when(person.enrolled_on, "year")}
        if person.enrolled_on
        else "",
        _("déjà connue") if person.parent else _("nouvelle"),
    ]
    return ", ".join(filter(None, facts))


def sample_of_grid(grid: Grid, index: int) -> str:
    person, told = grid.persons[index], []
    for day in grid.days:
        if index in day.answers and len(told) < SAMPLES:
            answer = day.answers[index]
            status = Attendance.Status(answer.status).label
            length = f" ({hours(answer.minutes)})" if answer.minutes else ""
            told.append(f"{when(day.heading.day, 'year')}, {status}{length}")
    return f"{person} : {' ; '.join(told) or _('rien à noter')}"


# -- What one should know before confirming ------------------------------------------------------


def notes(reading: Reading, asked: Asked) -> list[str]:
    found = notes_on_people(reading)
    if asked.kind == Kind.GRID:
        found += notes_on_days(reading, asked)
    return [str(each) for each in found]


def notes_on_people(reading):
    meanings = {meaning for _title, meaning in reading.understood}
    found = [sentence for name, sentence in KEPT.items() if str(COLUMNS[name][0]) in meanings]
    found += [
        _("Les fiches déjà connues restent comme elles sont.") if reading.known else "",
        by_name(reading.by_name),
        _("Trop de noms se ressemblent pour que tous soient comparés.")
        if reading.is_compared_in_part
        else "",
        _("Sans date d’inscription dans le tableau, c’est aujourd’hui.")
        if any(not person.enrolled_on for person in getattr(reading, "enrolments", []))
        else "",
    ]
    return list(filter(None, found))


def by_name(number):
    if not number:
        return ""
    sentence = ngettext(
        "%(number)s personne est reconnue à son seul nom : une colonne « téléphone » ou « école » "
        "le confirmerait.",
        "%(number)s personnes sont reconnues à leur seul nom : une colonne « téléphone » ou "
        "« école » le confirmerait.",
        number,
    )
    return sentence % {"number": number}


def notes_on_days(grid, asked):
    created = [day for day in grid.days if day.session is None]
    found = []
    if years := grid.years_found:
        sentence = ngettext(
            "L’année manquait dans %(number)s titre : elle vient de la saison du programme.",
            "L’année manquait dans %(number)s titres : elle vient de la saison du programme.",
            len(years),
        )
        found.append(sentence % {"number": len(years)})
    if created:
        length = Session(starts_at=asked.starts_at, ends_at=asked.ends_at).planned_minutes
        sentence = _("Les séances créées vont de %(start)s à %(end)s, %(length)s chacune.")
        params = {"start": clock(asked.starts_at), "end": clock(asked.ends_at)}
        found.append(sentence % (params | {"length": hours(length)}))
    if created and asked.place.workshop.format == Workshop.Format.COHORT:
        found.append(_("Elles n’ont pas de module : ouvrez chacune pour le dire."))
    if grid.same:
        sentence = ngettext(
            "%(number)s réponse est déjà sur sa feuille, la même : elle y reste.",
            "%(number)s réponses sont déjà sur leur feuille, les mêmes : elles y restent.",
            grid.same,
        )
        found.append(sentence % {"number": grid.same})
    found.append(_("Une case vide n’est pas notée : ni présente, ni absente."))
    return found
