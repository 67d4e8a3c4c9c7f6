"""What the sheet of a session shows, prepared in a handful of queries whatever its length."""

from collections import Counter
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshops import asked
from workshops.actions.attendance import TEXTS, Conflict, SheetChanges, SheetOutcome
from workshops.models import Attendance, HeadCount, Session

# The two that every session counts; the others are one tap away.
FIRST_COUNTED = (HeadCount.Category.PARENTS, HeadCount.Category.CHILDREN)


ANSWERS = {
    Attendance.Status.PRESENT: gettext_lazy("Présent"),
    Attendance.Status.LATE: gettext_lazy("Retard"),
    Attendance.Status.EXCUSED: gettext_lazy("Excusé"),
    Attendance.Status.ABSENT: gettext_lazy("Absent"),
    "": gettext_lazy("Pas noté"),
}


# What each text is for: its label, and what belongs there.
ABOUT = {
    "log": (
        gettext_lazy("En deux lignes"),
        gettext_lazy("Ce qui s’est fait. Jamais de santé ni de vie privée."),
    ),
    "heard": (
        gettext_lazy("Ce que les parents ont dit"),
        gettext_lazy("Le tour de table : l’avis de chacun, sans nom ni détail privé."),
    ),
    "questions": (
        gettext_lazy("À reprendre la prochaine fois"),
        gettext_lazy("La prochaine feuille de cet atelier le rappelle."),
    ),
}


@dataclass(frozen=True)
class Person:
    """One line of the roster; texts only, so that a template prints them as they are.

    `answer` is what is ticked: what somebody just chose, even when it was not saved.
    """

    id: str
    name: str
    status: str
    version: str
    answer: str
    note: str = ""
    # Nobody asks how somebody was who is only welcome.
    is_asked: bool = True
    is_guest: bool = False
    conflict: Conflict | None = None

    @property
    def counts(self):
        return self.status in Attendance.COUNTING

    @property
    def mine(self):
        return ANSWERS[self.conflict.mine]

    @property
    def theirs(self):
        return ANSWERS[self.conflict.theirs]


@dataclass(frozen=True)
class Room:
    """Everybody of one category, as counted; while nobody counted, those with a name."""

    category: str
    label: str
    number: int
    shown: int
    version: str
    is_counted: bool
    named: int | None = None
    conflict: Conflict | None = None
    refusal: str = ""

    @property
    def unnamed(self):
        return max(0, self.shown - (self.named or 0))


@dataclass(frozen=True)
class Text:
    """What is told of the session; `shown` is what somebody typed, even when it was not saved."""

    name: str
    stored: str
    shown: str
    conflict: Conflict | None = None
    refusal: str = ""

    @property
    def label(self):
        return ABOUT[self.name][0]

    @property
    def hint(self):
        return ABOUT[self.name][1]

    @property
    def is_open(self):
        return bool(self.shown or self.conflict or self.refusal)


@dataclass(frozen=True)
class Step:
    """A module of the pathway: done, now or next."""

    order: int
    title: str
    state: str


@dataclass(frozen=True)
class Sheet:
    """The whole page, but for what is the session's own."""

    session: Session
    people: list[Person]
    rooms: list[Room]
    steps: list[Step]
    texts: list[Text]
    minutes: int | None
    outcome: SheetOutcome = field(default_factory=SheetOutcome)

    @property
    def marked(self):
        return sum(1 for person in self.people if person.status)

    @property
    def unmarked(self):
        return sum(1 for person in self.people if person.is_asked and not person.status)

    @property
    def asked(self):
        """Of how many people one says how they were."""
        return self.marked + self.unmarked

    @property
    def has_guests(self):
        return any(person.is_guest for person in self.people)

    @property
    def noted(self):
        return [person for person in self.people if person.status]

    @property
    def first_rooms(self):
        return [room for room in self.rooms if room.category in FIRST_COUNTED]

    @property
    def other_rooms(self):
        return [room for room in self.rooms if room.category not in FIRST_COUNTED]

    @property
    def duration(self):
        """Minutes, as planned while nobody said otherwise."""
        return self.session.planned_minutes if self.minutes is None else self.minutes

    @property
    def counts_others(self):
        return any(room.is_counted or room.conflict for room in self.other_rooms)

    @property
    def step(self):
        return next((step for step in self.steps if step.state == "now"), None)

    @property
    def log(self):
        return self.texts[0]

    @property
    def folded_texts(self):
        """A tap away while they are empty, so that the page stays short."""
        return self.texts[1:]

    @property
    def minutes_conflict(self):
        return conflict_on(self.outcome, "delivered_minutes")


def sheet_of(session: Session) -> Sheet:
    """Five queries: rows, those expected, people, counts and the pathway."""
    people = roster_of(session)
    named = sum(1 for person in people if person.counts)
    return Sheet(
        session=session,
        people=people,
        rooms=rooms_of(session, named),
        steps=steps_of(session),
        texts=[Text(name, getattr(session, name), getattr(session, name)) for name in TEXTS],
        minutes=session.delivered_minutes,
    )


def with_changes(sheet: Sheet, changes: SheetChanges, outcome: SheetOutcome) -> Sheet:
    """The same sheet as somebody sent it: nothing they chose or typed is lost, saved or not."""
    people = [with_mark(person, changes.marks, outcome) for person in sheet.people]
    rooms = [with_count(room, changes.counts, outcome) for room in sheet.rooms]
    return replace(
        sheet,
        people=people,
        rooms=rooms,
        texts=[with_text(text, changes.texts, outcome) for text in sheet.texts],
        minutes=changes.delivered_minutes.value if changes.delivered_minutes else sheet.minutes,
        outcome=outcome,
    )


def with_mark(person, marks, outcome):
    mark = marks.get(int(person.id))
    conflict = conflict_on(outcome, f"attendance-{person.id}")
    return replace(person, answer=mark.status if mark else person.answer, conflict=conflict)


def with_count(room, counts, outcome):
    count, name = counts.get(room.category), f"head_count-{room.category}"
    return replace(
        room,
        shown=max(0, count.number) if count else room.shown,
        conflict=conflict_on(outcome, name),
        refusal=outcome.refusals.get(name, ""),
    )


def with_text(text, texts, outcome):
    written = texts.get(text.name)
    return replace(
        text,
        shown=written.value if written else text.shown,
        conflict=conflict_on(outcome, text.name),
        refusal=outcome.refusals.get(text.name, ""),
    )


def conflict_on(outcome, name):
    return next((conflict for conflict in outcome.conflicts if conflict.field == name), None)


# -- People --------------------------------------------------------------------------------------


def roster_of(session):
    """Everybody expected that day and everybody noted, in the order of the alphabet."""
    rows = asked.noted(session.pk)
    noted = {parent: (status, str(version)) for parent, status, version, *_group in rows}
    groups = groups_of(session, noted)
    groups |= {parent: group for parent, *_, cohort, group in rows if cohort != session.workshop_id}
    parents = [
        parent
        for parent in asked.people({*noted, *groups}, session.date)
        if parent.pk in noted or parent.erased_on is None
    ]
    homonyms = Counter(parent.get_short_name() for parent in parents)
    return [
        person_of(
            parent,
            *noted.get(parent.pk, ("", "0")),
            has_homonym=homonyms[parent.get_short_name()] > 1,
            group=groups.get(parent.pk),
        )
        for parent in parents
    ]


def groups_of(session, noted):
    """{everybody expected: the group for which they catch up, "" when they are only asked again}.

    Of those enrolled, none; what was noted of somebody says itself for which group it counts.
    """
    lines = asked.expected(session.pk, session.workshop_id, session.date)
    ours = {parent for parent, group in lines if group is None}
    catching_up = {parent: group for parent, group in lines if group and parent not in noted}
    again = {parent: "" for parent, group in lines if group == "" and parent not in ours}
    return dict.fromkeys(ours) | again | catching_up


def person_of(parent, status, version, *, has_homonym, group):
    """`group`: for which they catch up; "" when they are only asked again; None of one’s own."""
    notes = [_("rattrape pour %(group)s") % {"group": group}] if group else []
    if group == "":
        notes.append(_("venu·e la dernière fois"))
    if parent.is_relay:
        notes.append(_("parent relais"))
    if parent.needs_interpreter:
        notes.append(_("besoin d’un interprète"))
    if not parent.has_come:
        notes.append(_("première fois"))
    return Person(
        id=str(parent.pk),
        name=str(parent) if has_homonym else parent.get_short_name(),
        status=status,
        version=version,
        answer=status,
        note=", ".join(notes),
        is_asked=group != "",
        is_guest=group is not None,
    )


# -- The room ------------------------------------------------------------------------------------


def rooms_of(session, named):
    rows = {row.category: row for row in asked.counts(session.pk)}
    return [
        room_of(category, label, rows.get(category), named)
        for category, label in HeadCount.Category.choices
    ]


def room_of(category, label, row, named):
    named = named if category == HeadCount.Category.PARENTS else None
    number = row.number if row else named or 0
    return Room(
        category=category,
        label=label,
        number=number,
        shown=number,
        version=str(row.version if row else 0),
        is_counted=row is not None,
        named=named,
    )


# -- The pathway ---------------------------------------------------------------------------------


def steps_of(session):
    if session.module_id is None or session.workshop.pathway_id is None:
        return []
    lines = asked.modules(session.workshop.pathway_id, session.workshop_id)
    return [
        Step(number, title, state_of(session, module, is_done))
        for number, (module, title, is_done) in enumerate(lines, start=1)
    ]


def state_of(session, module, is_done):
    if module == session.module_id:
        return "now"
    return "done" if is_done else "next"
