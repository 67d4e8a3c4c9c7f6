"""What a sheet sends: the whole form of a page without script, or only what changed.

Beside each field, seen-<field> says what the page showed: the version and the answer. A field
that is not there, or that still says what was shown, changed nothing.
"""

import re

from django.http import QueryDict

from partnerships.validators import normalise_text
from workshops.actions.attendance import TEXTS, Count, Mark, SheetChanges, Written
from workshops.models import Session

# More digits than any row number or head-count has.
NUMBER = re.compile(r"\d{1,18}", re.ASCII)
HOURS = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{0,2})\s*(?:min)?", re.ASCII | re.IGNORECASE)
MINUTES = re.compile(r"(\d{1,4})\s*(?:min\w*)?", re.ASCII | re.IGNORECASE)
# « 2 » is two hours: nobody meets parents for two minutes.
FEWEST_MINUTES = 12
IMPOSSIBLE = -1


def changes_of(data: QueryDict, session: Session) -> SheetChanges:
    """What somebody changed on the page; nonsense is passed on for the action to refuse."""
    return SheetChanges(
        marks=marks_of(data, guests_of(data, session)),
        counts=counts_of(data),
        texts=texts_of(data),
        delivered_minutes=minutes_of(data, session),
        reason=data.get("reason", ""),
    )


def number_of(text):
    return int(text) if NUMBER.fullmatch(text) else IMPOSSIBLE


def seen(data, name):
    """(version, answer) as the page showed them."""
    version, _space, answer = data.get(f"seen-{name}", "").partition(" ")
    return max(0, number_of(version)), answer


def stepped(data, name):
    """How much a button − or + adds to this field."""
    field, _colon, step = data.get("step", "").partition(":")
    return int(step) if field == name and re.fullmatch(r"-?\d{1,3}", step, re.ASCII) else 0


def guests_of(data, session):
    """Those asked again without being expected: nobody answers for them all at once."""
    if not data.get("others"):
        return set()
    enrolled = session.workshop.enrolments.on(session.date).values("parent")
    guests = session.guests.filter(enrolment__isnull=True).exclude(parent__in=enrolled)
    return set(guests.values_list("parent", flat=True))


def marks_of(data, guests=()):
    marks = {}
    for name in data:
        match = re.fullmatch(r"(?:seen-)?attendance-(\d{1,18})", name, re.ASCII)
        if not match:
            continue
        version, shown = seen(data, f"attendance-{match[1]}")
        # « Les autres sont présents » answers for those nobody noted.
        others = "" if shown or int(match[1]) in guests else data.get("others", "")
        status = data.get(f"attendance-{match[1]}") or others
        if status and status != shown:
            marks[int(match[1])] = Mark(status, version)
    return marks


def counts_of(data):
    counts = {}
    for name in data:
        if not name.startswith("head_count-"):
            continue
        version, shown = seen(data, name)
        number = number_of(data[name].strip())
        if number != IMPOSSIBLE:
            number = max(0, number + stepped(data, name))
        if str(number) != shown:
            counts[name.removeprefix("head_count-")] = Count(number, version)
    return counts


def texts_of(data):
    written = {name: written_of(data, name) for name in TEXTS}
    return {name: change for name, change in written.items() if change}


def written_of(data, name):
    """What was written, and of which text; beside another one, what to keep of the two."""
    choice = data.get(f"{name}_choice")
    if name not in data or choice == "theirs":
        return None
    value, shown = data[name], as_stored(data.get(f"seen-{name}", ""))
    if choice == "both":
        value = f"{shown}\n{value}"
    if as_stored(value) == shown:
        return None
    # Nobody chose yet between the two: it is still asked.
    return Written(value, None if choice == "" else shown)


def as_stored(text):
    """Forms change line ends, people leave spaces: neither is a change."""
    return normalise_text(text.replace("\x00", ""))


def minutes_of(data, session):
    if "delivered_minutes" not in data:
        return None
    shown = number_of(data.get("seen-delivered_minutes", ""))
    known = None if shown == IMPOSSIBLE else shown
    minutes = duration(data["delivered_minutes"])
    if minutes != IMPOSSIBLE:
        minutes = max(0, minutes + stepped(data, "delivered_minutes"))
    if minutes == (session.planned_minutes if known is None else known):
        return None
    return Written(minutes, known)


def duration(text):
    """Minutes of « 2 h 30 », « 2:30 », « 150 min », « 150 » or « 2 »."""
    text = " ".join(text.split())
    if match := HOURS.fullmatch(text):
        return int(match[1]) * 60 + int(match[2] or 0)
    if match := MINUTES.fullmatch(text):
        number = int(match[1])
        return number * 60 if number <= FEWEST_MINUTES and text.isdigit() else number
    return IMPOSSIBLE
