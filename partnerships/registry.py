"""What the floors above tell the ground they hold.

Each app fills these slots in its AppConfig.ready(), so that a page of a lower floor shows the
whole house without importing upwards, and a new model joins by one line.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True)
class Due:
    """A thing to do: one line of the home page, one tap from being done."""

    kind: str
    title: str
    detail: str
    verb: str
    url: str
    due_on: date | None = None


@dataclass(frozen=True)
class Appointment:
    """A moment of somebody's day."""

    on: date
    starts_at: time | None
    ends_at: time | None
    title: str
    url: str
    lines: tuple[str, ...] = ()
    state: str = "next"
    sheet_url: str = ""


@dataclass(frozen=True)
class Happening:
    """Something that belongs to the history of a partnership."""

    on: date
    title: str
    detail: str
    url: str = ""


@dataclass(frozen=True)
class Presence:
    """Something a parent took part in."""

    on: date
    person: str
    title: str
    detail: str
    url: str


@dataclass
class Slot:
    """An ordered list of functions; asking the slot asks each and joins what they answer."""

    functions: list[Callable] = field(default_factory=list)

    def add(self, function: Callable) -> Callable:
        if function not in self.functions:
            self.functions.append(function)
        return function

    def ask(self, *args, **kwargs) -> list:
        return [answer for function in self.functions for answer in function(*args, **kwargs)]


# (user, today) → Due: what waits for this person.
due = Slot()
# (user, first day, last day) → Appointment: the diary of this person.
diary = Slot()
# (partnership, user) → Happening: what was done together, and what comes next.
history = Slot()
# (structure, user, today) → Appointment: what comes there, or for that school; nobody’s name.
agenda = Slot()
# (parents, user) → Presence, the latest first: what this person may know they took part in.
participation = Slot()
# (family) → numbers of past rows that now say whether it lives in a QPV.
qpv_learnt = Slot()
# (rows of attendance) → querysets of those that an issued report has already counted.
reported = Slot()
# (user) → querysets of parents, whom this person meets in their own work.
acquaintances = Slot()
# () → (model, fields): what identifies or exposes a person; to erase, to hand out, to watch for.
personal_fields = Slot()
