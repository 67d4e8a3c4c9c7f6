"""A table of participants: one line a parent, read into what would be created."""

import datetime as dt
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from families.models import Gender, Parent, Qpv
from partnerships.models import School, Term, Territory
from partnerships.spreadsheets import Table
from partnerships.validators import looks_like_nir
from workshops.actions.arrivals import split_name
from workshops.imports import cells
from workshops.imports.columns import Layout, lay_out
from workshops.imports.known import Known, key_of
from workshops.imports.places import LeftOut, Lists
from workshops.imports.results import Place, Reading
from workshops.models import Enrolment, Workshop

READERS = {
    "first_name": cells.read_name,
    "last_name": cells.read_name,
    "phone": cells.read_phone,
    "email": cells.read_email,
    "birth_year": cells.read_birth_year,
    "gender": cells.read_gender,
    "level": cells.read_level,
    "children": cells.read_children,
    "enrolled_on": cells.read_day,
    "is_new": cells.read_yes,
}
SHORTEST_NIR = 13


@dataclass
class Person:
    """One line: who it says, and the record it is about once settled."""

    line: int
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    email: str = ""
    birth_year: int | None = None
    gender: str = Gender.UNKNOWN
    neighbourhood: Territory | None = None
    lives_in_qpv: str = Qpv.UNKNOWN
    qpv: Territory | None = None
    school: School | None = None
    level: str = ""
    children: int = 1
    languages: list[Term] = field(default_factory=list)
    enrolled_on: dt.date | None = None
    workshop: Workshop | None = None
    is_new: bool = False
    parent: Parent | None = None
    # The same new person on another line, for another workshop.
    twin: "Person | None" = None
    # Somebody known whose name is close.
    near: str = ""

    @property
    def key(self):
        return key_of(self.first_name, self.last_name)

    @property
    def school_id(self):
        return self.school and self.school.pk

    def __str__(self):
        return f"{self.first_name} {self.last_name}".strip()

    def same_as(self):
        """What tells one new person from another of the same name in the file."""
        return (self.key, self.phone, self.email, self.school_id)


@dataclass
class People(Reading):
    """Who the table names: those known, those to create, and where they are to be enrolled."""

    persons: list[Person] = field(default_factory=list)
    enrolled: set[tuple[int, int]] = field(default_factory=set)
    # How many known people only their name told.
    by_name: int = 0

    @property
    def known(self):
        """Each once, whatever the number of their lines."""
        return list({person.parent.pk: person for person in self.persons if person.parent}.values())

    @property
    def new(self):
        return [person for person in self.persons if not (person.parent or person.twin)]

    @property
    def enrolments(self):
        """Those who are not on the list of their workshop yet."""
        return [
            person
            for person in self.persons
            if person.workshop
            and (not person.parent or (person.workshop.pk, person.parent.pk) not in self.enrolled)
        ]


def read_people(table: Table, place: Place, *, warns=True) -> People:
    """Every line read, matched with who is known, all mistakes told; nothing is written.

    `warns` compares new names with all the others, which only a preview needs.
    """
    people = People()
    layout = lay_out(table.headers)
    people.understood, people.ignored = layout.understood(), layout.ignored
    reader = PersonReader(people, layout, Lists(place), place)
    people.persons = reader.read_all(table)
    Settling(people, layout, place).settle(warns)
    workshops = {person.workshop.pk for person in people.persons if person.workshop}
    rows = Enrolment.objects.filter(workshop__in=workshops).order_by("pk")
    people.enrolled = set(rows.values_list("workshop", "parent"))
    return people


class PersonReader:
    """Reads the cells of each line; a mistake leaves the cell blank and goes on."""

    def __init__(self, reading: Reading, layout: Layout, lists: Lists, place: Place):
        self.reading, self.layout, self.lists, self.place = reading, layout, lists, place
        self.readers = READERS | {
            name: getattr(self, name)
            for name in ("neighbourhood", "qpv", "school", "language", "workshop", "name")
        }

    def read_all(self, table):
        persons = []
        for line, row in zip(table.lines, table.rows, strict=True):
            if self.reading.is_full:
                break
            self.refuse_numbers(line, row)
            person = Person(line=line, workshop=self.place.workshop)
            for name, place in self.layout.places.items():
                if row[place] != "":
                    self.read_cell(person, name, row[place])
            if self.is_named(person):
                self.finish(person)
                persons.append(person)
        return persons

    def read_cell(self, person, name, cell):
        try:
            value = self.readers[name](cell)
        except LeftOut as refusal:
            self.reading.warn(person.line, self.layout.title(name), refusal.messages[0])
            return
        except ValidationError as refusal:
            self.reading.refuse(person.line, self.layout.title(name), refusal)
            return
        values = value if isinstance(value, dict) else {name: value}
        for each, content in values.items():
            setattr(person, each, content)

    def refuse_numbers(self, line, row):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) >= SHORTEST_NIR and looks_like_nir(cell):
                sentence = _("ceci est un numéro de sécurité sociale, il n’a pas sa place ici.")
                self.reading.refuse(line, self.layout.headers[place], sentence)

    def is_named(self, person):
        """A line whose name was refused has been told already."""
        if person.first_name:
            return True
        if person.last_name:
            person.first_name, person.last_name = person.last_name, ""
            return True
        names = [name for name in ("name", "first_name", "last_name") if name in self.layout.places]
        title = self.layout.title(names[0])
        if not any(
            each.line == person.line and each.column == title for each in self.reading.mistakes
        ):
            self.reading.refuse(person.line, title, _("il manque le nom de la personne."))
        return False

    def finish(self, person):
        """What two columns say together."""
        if person.school and not person.level:
            person.level = self.lists.level_of(person.school)
            if not person.level:
                sentence = _("dites la classe ou le niveau : cette école en a plusieurs.")
                self.reading.refuse(person.line, self.layout.title("school"), sentence)
        if person.enrolled_on and person.enrolled_on > timezone.localdate():
            sentence = _("cette date est à venir.")
            self.reading.refuse(person.line, self.layout.title("enrolled_on"), sentence)

    # -- Cells that name something of ours -----------------------------------------------------

    def name(self, cell):
        first_name, last_name = split_name(cells.read_text(cell))
        for part in (first_name, last_name):
            if part:
                cells.read_name(part)
        return {"first_name": first_name, "last_name": last_name}

    def neighbourhood(self, cell):
        return self.lists.neighbourhood(cells.read_text(cell))

    def qpv(self, cell):
        if found := self.lists.qpv(cells.read_text(cell)):
            return {"lives_in_qpv": Qpv.YES, "qpv": found}
        return {"lives_in_qpv": cells.read_qpv(cell)}

    def school(self, cell):
        return self.lists.school(cells.read_text(cell))

    def language(self, cell):
        return {"languages": self.lists.languages_in(cells.read_text(cell))}

    def workshop(self, cell):
        return self.lists.workshop(cells.read_text(cell))


class Settling:
    """Tells who is known, and who is there twice."""

    def __init__(self, reading: People, layout: Layout, place: Place):
        self.reading, self.layout = reading, layout
        self.known = Known(place.programme)
        names = [name for name in ("name", "last_name", "first_name") if name in layout.places]
        self.title = layout.title(names[0])

    def settle(self, warns):
        first_of, lines = {}, {}
        for person in self.reading.persons:
            try:
                person.parent = self.known.settle(person)
            except ValidationError as refusal:
                self.reading.refuse(person.line, self.title, refusal)
                continue
            same = ("known", person.parent.pk) if person.parent else person.same_as()
            first = first_of.setdefault(same, person)
            line = lines.setdefault((same, person.workshop), person.line)
            if line != person.line:
                sentence = _("cette personne est déjà à la ligne %(line)s.") % {"line": line}
                self.reading.refuse(person.line, self.title, sentence)
            elif first is not person:
                person.twin = None if person.parent else first
            elif person.parent:
                self.say_known(person)
            elif warns:
                self.say_near(person)
        self.reading.is_compared_in_part = self.known.near.is_spent

    def say_known(self, person):
        if self.known.is_elsewhere(person, person.parent):
            sentence = _(
                "Une personne connue porte ce nom, avec une autre école : est-ce bien elle ? Sinon, écrivez "
                "« oui » dans une colonne « Nouvelle personne »."
            )
            self.reading.warn(person.line, self.title, sentence)
        elif not (person.phone or person.email or person.school):
            self.reading.by_name += 1

    def say_near(self, person):
        """Told of somebody new; then one more name to compare the next ones with."""
        key = cells.fold(str(person))
        person.near = self.known.near.like(key)
        self.known.near.add(key, str(person))
        if person.near:
            sentence = _(
                "%(name)s ressemble à %(near)s, qui est déjà là : est-ce la même personne ?"
            )
            told = sentence % {"name": person, "near": person.near}
            self.reading.warn(person.line, self.title, told)
