"""What the floors above tell the ground they hold.

Each app fills these slots when one is first asked (`fill_registry` of its AppConfig), so that a page
of a lower floor shows the whole house without importing upwards, and a new model joins by one line.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from enum import IntEnum
from functools import cache
from threading import Lock
from typing import NamedTuple

from django.apps import apps
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Due(NamedTuple):
    """A thing to do: one line of the home page, one tap from being done."""

    kind: str
    title: str
    detail: str
    verb: str
    url: str
    due_on: date | None = None
    # A thread that nobody holds: the line draws it.
    is_broken: bool = False
    # Its address is sent to (POST), and the thing is done; otherwise it is opened.
    is_act: bool = False


class Appointment(NamedTuple):
    """A moment of somebody's day."""

    on: date
    starts_at: time | None
    ends_at: time | None
    title: str
    url: str
    lines: tuple[str, ...] = ()
    state: str = "next"
    sheet_url: str = ""


class Occasion(TextChoices):
    """What the days of a calendar are made of."""

    SESSION = "session", _("séance")
    MEETING = "meeting", _("rencontre")
    DEADLINE = "deadline", _("date d’un financeur")


class Wanted(NamedTuple):
    """What a calendar asks: days, and what one keeps of them; each thing chosen is the object."""

    first: date
    last: date
    # Only what one runs, coordinates or is expected at.
    is_mine: bool = False
    structure: object = None
    school: object = None
    partnership: object = None
    programme: object = None
    # The keys of the partnerships of that programme: the ground does not know it.
    partners: frozenset[int] = frozenset()


class Moment(NamedTuple):
    """Something on a day of a calendar; it names no parent.

    `key` never changes, `version` grows with each correction; `told` is what a calendar outside
    may say of it, nothing when it stays inside. Ends the next day when the end comes first.
    """

    key: str
    occasion: Occasion
    on: date
    title: str
    url: str
    starts_at: time | None = None
    ends_at: time | None = None
    lines: tuple[str, ...] = ()
    # done, now, next, late or cancelled; `note` says it in words when the line must.
    state: str = "next"
    note: str = ""
    told: str = ""
    place: str = ""
    version: int = 0


class Hit(NamedTuple):
    """One thing a search found; `detail` tells it from its namesakes."""

    title: str
    url: str
    detail: str = ""


class Found(NamedTuple):
    """What a search found of one kind, and the list that shows the rest when there is more.

    Without a list that can be asked the same, `more_url` is empty and the search shows more itself.
    """

    kind: str
    title: str
    hits: list[Hit]
    more_url: str = ""
    has_more: bool = False


class Strand(TextChoices):
    """What the history of a partnership is spun of; one filters it by strand."""

    MEETING = "meeting", _("rencontres")
    AGREEMENT = "agreement", _("accords")
    WORKSHOP = "workshop", _("ateliers")
    PEOPLE = "people", _("personnes")
    DIFFICULTY = "difficulty", _("difficultés")
    SERVICE = "service", _("services et demandes")
    REVIEW = "review", _("bilans")


class Happening(NamedTuple):
    """Something that belongs to the history of a partnership."""

    on: date
    title: str
    detail: str
    url: str = ""
    strand: str = ""
    # One of many alike: the story in five minutes keeps the nearest ones only.
    is_routine: bool = False


class Initiative(NamedTuple):
    """An action of a partnership, and who had the idea (in words, empty when nobody said)."""

    title: str
    whose: str
    url: str


class Part(IntEnum):
    """The order in which a hand-over sheet is read."""

    AGREEMENT = 1
    DECISIONS = 2
    DIFFICULTIES = 3
    DATES = 4
    PEOPLE = 5
    KNOWLEDGE = 6
    HISTORY = 7


class Line(NamedTuple):
    """One thing of a hand-over sheet; `before` is a date, a name or a place, in words."""

    title: str
    detail: str = ""
    before: str = ""


class Section(NamedTuple):
    """A part of the sheet handed to whoever takes over; without lines, `nothing` says so."""

    part: Part
    title: str
    lines: tuple[Line, ...] = ()
    nothing: str = ""


class Leaver(NamedTuple):
    """Somebody who leaves a structure, or takes over there: an account, a contact, or both."""

    structure: object
    account: object = None
    contact: object = None

    def __str__(self):
        return str(self.account or self.contact)


class Holding(NamedTuple):
    """Something somebody who leaves was holding.

    `hand_over(colleague, by)`, a Leaver and an account, gives it to a colleague; False when that
    colleague cannot hold it (no account, for instance), and it then stays where it was.
    """

    kind: str
    title: str
    url: str
    hand_over: Callable[..., bool]


class Presence(NamedTuple):
    """Something a parent took part in."""

    on: date
    person: str
    title: str
    detail: str
    url: str
    # Theirs, not those of the session.
    minutes: int = 0


class Frame(NamedTuple):
    """What a referral or an individual support may be part of: a programme, a session.

    `attach(thing)` says it in the same transaction, `detach(thing)` takes it back; `structure` is
    the key of who leads it.
    """

    key: str
    label: str
    structure: int
    attach: Callable[..., None]
    detach: Callable[..., None]
    # Something may still be noted of it; nobody is sent to it any more.
    is_over: bool = False


class Mover(NamedTuple):
    """How an app moves what it holds from one record of a person to another, and back.

    `move(kept, set_aside)` returns JSON values, which `put_back(kept, set_aside, rows)` is given:
    keys and codes, never a name nor a text. `tell(person)` says what would move, « 4 présences »,
    or nothing.
    """

    kind: str
    tell: Callable[..., str]
    move: Callable[..., list]
    put_back: Callable[..., None]


class Funding(NamedTuple):
    """What pays for a programme between two days: the action as it was granted, and by whom.

    What is printed on the papers people sign; never an amount.
    """

    title: str
    funder: object
    starts_on: date
    ends_on: date


class Opinion(NamedTuple):
    """Where parents say what they think, without a name, between two days.

    `workshop` is its key, nothing for the whole programme; `url` is a path of the site.
    """

    title: str
    url: str
    starts_on: date
    ends_on: date
    workshop: int | None = None


filling = Lock()


@cache
def fill():
    """Has each app say what it holds, once: what tells it is read with the first page, not at start."""
    with filling:
        for app in apps.get_app_configs():
            if hasattr(app, "fill_registry"):
                app.fill_registry()


@dataclass
class Slot:
    """An ordered list of functions; asking the slot asks each and joins what they answer."""

    added: list[Callable] = field(default_factory=list)

    @property
    def functions(self) -> list[Callable]:
        fill()
        return self.added

    def add(self, function: Callable) -> Callable:
        # Two threads may fill it, one after the other.
        if function not in self.added:
            self.added.append(function)
        return function

    def ask(self, *args, **kwargs) -> list:
        return [answer for function in self.functions for answer in function(*args, **kwargs)]


# (user, today) → Due: what waits for this person.
due = Slot()
# (user, first day, last day) → Appointment: the diary of this person.
diary = Slot()
# (user, Wanted) → Moment: what happens on those days, among what this person may see.
moments = Slot()
# (partnership, user) → Happening: what was done together, and what comes next.
history = Slot()
# (partnership, user) → Section: what whoever takes the thread must read; sorted by part.
handover = Slot()
# (leaver) → Holding: what somebody who leaves that structure was holding on its behalf.
holdings = Slot()
# (partnership, user) → Initiative: the actions led together, and whose idea each was.
initiatives = Slot()
# (partnership, user) → (key of a structure, minutes): the time each side gave to these actions.
given = Slot()
# (partnership or workshop, user) → Due: the reviews made of it together, and the one to call.
reviews = Slot()
# (partnership, user) → Line: what proves, besides its own meetings, that it was built together.
proofs = Slot()
# (user, Sought) → Found: what this person may see that bears these words, a kind each.
searched = Slot()
# (keys of partnerships, since) → (key, day): a sign of life of each, that day or later.
signs = Slot()
# (structure, user, today) → Appointment: what comes there, or for that school; nobody’s name.
agenda = Slot()
# (partnership, user, today) → (key of a party, Appointment): what that party does besides it.
elsewhere = Slot()
# (parents, user) → Presence, the latest first: what this person may know they took part in.
participation = Slot()
# (family) → numbers of past rows that now say whether it lives in a QPV.
qpv_learnt = Slot()
# (rows of attendance) → querysets of those that an issued report has already counted.
reported = Slot()
# (user) → querysets of what names a `parent` this person meets in their own work.
acquaintances = Slot()
# (user, today) → Frame: what this person may say a referral or a support is part of.
frames = Slot()
# (referral or support) → Frame: what it is part of, once somebody said so.
frames_of = Slot()
# (programme) → Funding: who pays for it, and what they call it.
fundings = Slot()
# (programme) → Opinion: what parents are asked now, or will be.
opinions = Slot()
# (keys of structures, of households) → numbers of marks: what figures count changes in this
# transaction, of these structures and wherever somebody of these households came.
recounted = Slot()
# () → (folder, model, column): where a floor keeps files, and which column knows what is there.
folders = Slot()
# (families) → querysets of values family, day: the last time anybody of each was seen or helped.
last_contacts = Slot()
# () → Mover: what belongs to a parent, to be moved when two records are one person.
movers = Slot()
# () → Declaration: every field, and what it holds of a person; to erase, hand out, describe.
personal_fields = Slot()
# (structure) → (queryset, fields): free words of its own, in which somebody may be named.
texts = Slot()
# (family) → first years of the school years whose figures count somebody of it.
years_counted = Slot()


def waiting(user, today) -> dict[str, list[Due]]:
    """Heading → what waits for this person under it, the most pressing first, headings too."""
    found = {}
    for thing in sorted(due.ask(user, today), key=lambda thing: thing.due_on or today):
        found.setdefault(thing.kind, []).append(thing)
    return found
