"""One centre of the bench: its programme, its people, what they did; drawn from one generator."""

import datetime as dt
import itertools
import random
import uuid
from dataclasses import dataclass, field
from typing import NamedTuple

from evaluation.actions import reports
from evaluation.measures import MEASURES
from evaluation.models import Grant, Indicator, Report, Target
from families.models import AgeBand
from partnerships.models import Membership, School, Structure, User
from partnerships.validators import fold
from workshops.models import Module, Pathway, Programme, Workshop

PLANNED_MINUTES = (120, 120, 150, 150, 150, 150, 150)
SEASON = dt.timedelta(days=364)
BEFORE_TODAY = dt.timedelta(days=320)


@dataclass(frozen=True)
class Size:
    """Of a programme; `expected` people are enrolled in each workshop, `rows` noted a session."""

    parents: int
    workshops: int
    sessions: int
    rows: int
    # People on one more sheet, of today, not closed.
    sheet: int = 0


class Person(NamedTuple):
    parent: int
    family: int
    qpv: str
    gender: str
    birth_year: int | None

    def age_band(self, year):
        return AgeBand.of_age(year - self.birth_year) if self.birth_year else ""


class Meeting(NamedTuple):
    """A session to come to the tables, and who is noted there."""

    workshop: int
    programme: int
    module: int | None
    school: int | None
    day: dt.date
    status: str
    minutes: int | None
    by: int
    people: list[Person]


@dataclass
class Centre:
    """What is made at once; its people and meetings are written with those of the others."""

    structure: Structure
    user: User
    programme: Programme
    workshops: list[Workshop]
    modules: list[Module]
    schools: list[School]
    people: list[Person] = field(default_factory=list)
    # Workshop → who is enrolled in it.
    expected: dict[int, list[Person]] = field(default_factory=dict)


class Keys:
    """Keys of the rows written in bulk, which the database would give otherwise."""

    def __init__(self):
        self.family, self.parent, self.session = (itertools.count(1) for _name in range(3))


def found(name, size, schools, starts_on, keys, draw):
    """A centre with its coordinator (<name>@bench.example), programme, workshops and people."""
    structure = Structure.objects.create(
        kind=Structure.Kind.SOCIAL_CENTRE, name=f"Centre {name}", holiday_zone="B"
    )
    user = User.objects.create(email=f"{name}@bench.example", first_name="Camille", last_name=name)
    Membership.objects.create(
        user=user, structure=structure, role=Membership.Role.COORDINATOR, starts_on=starts_on
    )
    programme = Programme.objects.create(
        title=f"Programme {name}", lead=structure, starts_on=starts_on, ends_on=starts_on + SEASON
    )
    modules = pathway_of(structure)
    workshops = Workshop.objects.bulk_create(
        Workshop(
            programme=programme,
            title=f"Atelier {place}",
            host=structure,
            format=Workshop.Format.DISCUSSION if place % 2 else Workshop.Format.COHORT,
            pathway=None if place % 2 else modules[0].pathway,
        )
        for place in range(size.workshops)
    )
    centre = Centre(structure, user, programme, workshops, modules, draw.sample(schools, 4))
    centre.people = [person(keys, draw) for _place in range(size.parents)]
    enrol(centre, size, draw)
    return centre


def pathway_of(structure):
    pathway = Pathway.objects.create(structure=structure, title="Parcours en sept modules")
    return Module.objects.bulk_create(
        Module(pathway=pathway, order=order, title=f"Module {order}", planned_minutes=minutes)
        for order, minutes in enumerate(PLANNED_MINUTES, 1)
    )


def person(keys, draw):
    qpv = draw.choices(["yes", "no", "unknown"], [60, 20, 20])[0]
    gender = draw.choices(["f", "m", ""], [75, 18, 7])[0]
    birth_year = draw.choice([None, *range(1950, 2004)])
    return Person(next(keys.parent), next(keys.family), qpv, gender, birth_year)


def enrol(centre, size, draw):
    """Three more than a session sees; everybody of the sheet in the first workshop."""
    for workshop in centre.workshops:
        number = min(size.rows + 3, len(centre.people))
        centre.expected[workshop.pk] = draw.sample(centre.people, number)
    if size.sheet:
        centre.expected[centre.workshops[0].pk] = centre.people[: size.sheet]


# -- What is promised and told of it ------------------------------------------------------------


def promise(centre, funder):
    """One indicator per measure, a grant that answers for them, and the draft of its report."""
    programme = centre.programme
    indicators = Indicator.objects.bulk_create(
        Indicator(programme=programme, title=str(measure.title), measure=name, order=order)
        for order, (name, measure) in enumerate(MEASURES.items())
    )
    Target.objects.bulk_create(
        Target(
            indicator=indicator,
            starts_on=programme.starts_on,
            ends_on=programme.ends_on,
            value=100,
        )
        for indicator in indicators
    )
    grant = Grant.objects.create(
        title="Subvention",
        holder=centre.structure,
        funder=funder,
        awarded=9000,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
    )
    grant.programmes.add(programme)
    grant.indicators.set(indicators)
    report = Report(
        grant=grant,
        title="Rapport d’étape",
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
    )
    reports.begin(report=report, by=centre.user)


# -- What took place ----------------------------------------------------------------------------


def meetings(centre, size, today, draw):
    """The sessions of every workshop, over ten months; then the open sheet of today."""
    each = size.sessions // size.workshops
    for place, workshop in enumerate(centre.workshops):
        for number in range(each):
            days = 3 + place % 7 + number * 300 // each
            day = centre.programme.starts_on + dt.timedelta(days=days)
            status = draw.choices(["held", "cancelled", "planned"], [94, 3, 3])[0]
            people = noted(centre, workshop, size.rows, draw)
            module = centre.modules[number % 7].pk if workshop.pathway_id else None
            yield meeting(centre, workshop, day, status, people, module, draw)
    if size.sheet:
        people, module = centre.people[: size.sheet], centre.modules[0].pk
        yield meeting(centre, centre.workshops[0], today, "planned", people, module, draw)


def meeting(centre, workshop, day, status, people, module, draw):
    school = draw.choice([None, *centre.schools])
    minutes = draw.choice([90, 120, 150]) if status == "held" else None
    return Meeting(
        workshop.pk,
        centre.programme.pk,
        module,
        school and school.pk,
        day,
        status,
        minutes,
        centre.user.pk,
        people,
    )


def noted(centre, workshop, number, draw):
    """Those enrolled, but for one who was not expected."""
    expected = centre.expected[workshop.pk]
    people = draw.sample(expected, min(number, len(expected)))
    visitor = draw.choice(centre.people)
    return people if visitor in expected else [*people[1:], visitor]


# -- As rows ------------------------------------------------------------------------------------


def family_row(person, centre):
    source = "" if person.qpv == "unknown" else "declared"
    return (person.family, centre.structure.pk, person.qpv, source)


def parent_row(person, draw: random.Random):
    key = uuid.UUID(int=draw.getrandbits(128)).hex
    first, last = f"Prénom{person.parent}", f"Nom{person.parent * 7919 % 1000}"
    search_key = fold(f"{first} {last}")
    return (
        *(person.parent, person.family, key, first, last),
        *(person.gender, person.birth_year, search_key),
    )
