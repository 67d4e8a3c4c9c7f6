"""The rows figures are folded from, in the order of their columns.

Days are ISO texts (« 2026-11-17 »): they compare as dates do, and cost nothing to read.
"""

from typing import NamedTuple


class Row(NamedTuple):
    """One person on the sheet of one held session, as the snapshot of that day keeps it."""

    day: str
    session: int
    parent: int
    status: str
    workshop: int
    school: int | None
    # For which group of a pathway it counts: another than the workshop’s own, to catch up.
    cohort: int
    module: int | None
    minutes: int
    family: int
    qpv: str
    gender: str
    age_band: str


# Where the columns of a row stand: unpacking each row would cost more than counting them.
DAY, SESSION, PARENT, STATUS, WORKSHOP, SCHOOL, COHORT, MODULE, MINUTES, *_OTHERS = range(
    len(Row._fields)
)

# Where a Row comes from, after its day.
COLUMNS = (
    "session_id",
    "parent_id",
    "status",
    "workshop_id",
    "school_id",
    "cohort_id",
    "module_id",
    "counted_minutes",
    "family_key",
    "lives_in_qpv",
    "gender",
    "age_band",
)


class Meeting(NamedTuple):
    """One session, whatever became of it; counted and children are heads, None when not counted."""

    session: int
    workshop: int
    day: str
    status: str
    minutes: int
    school: int | None
    counted: int | None
    children: int | None


class Helped(NamedTuple):
    """One meeting of individual support; its school is the one it was with."""

    day: str
    support: int
    programme: int
    minutes: int
    school: int | None


class Sent(NamedTuple):
    """One person shown the way to the programme, with their agreement; the sender is a structure."""

    day: str
    referral: int
    programme: int
    sender: int
    status: str


class Group(NamedTuple):
    """One workshop, and what the pathway it follows plans: modules and minutes, 0 without one.

    A parent completes it with a threshold, in %, of the one or of the other.
    """

    workshop: int
    title: str
    programme: int
    pathway: int | None
    threshold: int
    planned_minutes: int
    modules: int
    is_by_modules: bool
    format: str
    host: int
    capacity: int | None
