"""Invented data in volume: the same rows for the same scale and the same day.

The probe is one programme whose size never changes: what slows down on it as the rest grows is
the price of other people’s data. The rooms are three small centres whose sheet of today has 3, 30
and 300 people. The rest is there to be large; its rows lie among those of the probe.
"""

import datetime as dt
import random
from dataclasses import dataclass

from django.db import transaction

from config.bench import centres
from config.bench.bulk import fill, follow_keys
from config.bench.centres import Size
from families.models import Family, Parent, Schooling
from partnerships.calendar import first_year
from partnerships.models import School, Structure
from workshops.models import Attendance, Enrolment, HeadCount, Session

PROBE = Size(parents=200, workshops=20, sessions=300, rows=9)
ROOMS = {
    number: Size(parents=number, workshops=number, sessions=number, rows=1, sheet=number)
    for number in (3, 30, 300)
}
SEED = 20261120


@dataclass(frozen=True)
class Scale:
    """So many other programmes, all of one size."""

    programmes: int
    size: Size


# Attendances, in all: 3.4k, 91k, 1.83 million.
SCALES = {
    "S": Scale(0, PROBE),
    "M": Scale(33, Size(parents=145, workshops=16, sessions=240, rows=11)),
    "L": Scale(299, Size(parents=334, workshops=34, sessions=510, rows=12)),
}


def is_empty():
    return not Structure.objects.exists()


@transaction.atomic
def generate(scale: Scale, today: dt.date) -> dict[str, int]:
    """Fill an empty database; gives the number of rows of what there is most of."""
    draw, keys = random.Random(SEED), centres.Keys()
    schools = found_schools()
    starts_on = today - centres.BEFORE_TODAY
    funder = Structure.objects.create(kind=Structure.Kind.FOUNDATION, name="Fondation du banc")
    told = {"sonde": PROBE} | {f"salle-{number}": size for number, size in ROOMS.items()}
    every = []
    for name, size in told.items():
        centre = centres.found(name, size, schools, starts_on, keys, draw)
        centres.promise(centre, funder)
        every.append((centre, size))
    for number in range(scale.programmes):
        before = starts_on - centres.SEASON * (number % 2)
        name = f"autre-{number}"
        every.append((centres.found(name, scale.size, schools, before, keys, draw), scale.size))
    write_people([centre for centre, _size in every], today, draw)
    write_sessions(every, today, keys, draw)
    follow_keys(Family, Parent, Session)
    models = (Parent, Session, Attendance)
    return {model.__name__: model.objects.count() for model in models}


def found_schools():
    structures = Structure.objects.bulk_create(
        Structure(kind=Structure.Kind.SCHOOL, name=f"École {number}", holiday_zone="B")
        for number in range(40)
    )
    return School.objects.bulk_create(
        School(structure=structure, level=School.Level.ELEMENTARY) for structure in structures
    )


def write_people(every, today, draw):
    people = [(person, centre) for centre in every for person in centre.people]
    draw.shuffle(people)
    fill(
        Family,
        ("id", "structure_id", "lives_in_qpv", "qpv_source"),
        (centres.family_row(person, centre) for person, centre in people),
    )
    fill(
        Parent,
        (
            *("id", "family_id", "key", "first_name", "last_name"),
            *("gender", "birth_year", "search_key"),
        ),
        (centres.parent_row(person, draw) for person, _centre in people),
    )
    year = first_year(today)
    fill_numbered(
        Schooling,
        ("family_id", "school_id", "school_year", "level"),
        (
            (person.family, draw.choice(centre.schools).pk, year - past, "elementary")
            for person, centre in people
            for past in (0, 1)
        ),
    )
    fill_numbered(
        Enrolment,
        ("workshop_id", "parent_id", "enrolled_on"),
        (
            (workshop, person.parent, centre.programme.starts_on.isoformat())
            for centre in every
            for workshop, expected in centre.expected.items()
            for person in expected
        ),
    )


def fill_numbered(model, names, rows):
    fill(model, ("id", *names), ((key, *row) for key, row in enumerate(rows, 1)))
    follow_keys(model)


def write_sessions(every, today, keys, draw):
    found = [
        meeting for centre, size in every for meeting in centres.meetings(centre, size, today, draw)
    ]
    # As years of use leave them: those of one programme are everywhere in the table.
    draw.shuffle(found)
    found = [(next(keys.session), meeting) for meeting in found]
    fill(
        Session,
        (
            *("id", "workshop_id", "module_id", "school_id", "date", "starts_at", "ends_at"),
            *("status", "cancel_reason", "delivered_minutes", "closed_at", "closed_by_id"),
        ),
        (session_row(key, meeting) for key, meeting in found),
    )
    fill_numbered(
        HeadCount,
        ("session_id", "category", "number"),
        (row for key, meeting in found for row in head_counts(key, meeting, draw)),
    )
    fill_numbered(
        Attendance,
        (
            *("session_id", "parent_id", "status", "recorded_at", "recorded_by_id"),
            *("programme_id", "workshop_id", "cohort_id", "date"),
            *("school_id", "module_id", "held"),
            *("counted_minutes", "family_key", "lives_in_qpv", "gender", "age_band"),
        ),
        (row for key, meeting in found for row in attendances(key, meeting, draw)),
    )


def session_row(key, meeting):
    held = meeting.status == "held"
    return (
        *(key, meeting.workshop, meeting.module, meeting.school, meeting.day.isoformat()),
        *("14:00:00", "16:00:00", meeting.status),
        "Salle indisponible" if meeting.status == "cancelled" else "",
        *(meeting.minutes, noon(meeting) if held else None, meeting.by if held else None),
    )


def head_counts(key, meeting, draw):
    """Half of the held sessions counted the room by eye."""
    if meeting.status == "held" and draw.random() < 0.5:
        yield (key, "parents", max(0, len(meeting.people) + draw.randrange(-2, 4)))
        yield (key, "children", draw.randrange(12))


def attendances(key, meeting, draw):
    held, year = meeting.status == "held", meeting.day.year
    shared = (meeting.programme, meeting.workshop, meeting.workshop)
    shared += (meeting.day.isoformat(), meeting.school)
    for person in meeting.people:
        status = draw.choices(["present", "late", "excused", "absent"], [78, 7, 8, 7])[0]
        yield (
            *(key, person.parent, status, noon(meeting), meeting.by),
            *(*shared, meeting.module, held, meeting.minutes or 0),
            *(person.family, person.qpv, person.gender, person.age_band(year)),
        )


def noon(meeting):
    return f"{meeting.day.isoformat()} 12:00:00"
