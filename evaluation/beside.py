"""What stands beside the sheets, read in one query, the first time a measure asks for any of it.

Who ran the sessions, the parties, the joint reviews, the surveys, the reports that value a
workshop, what workshops are about and where they are hosted, what families speak, the children they
declare. What surveys say is read apart (evaluation.opinions), where there is one.
"""

from collections.abc import Iterator
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from django.db.models import CharField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, TruncDate

from evaluation.models import Report, Review, Survey
from evaluation.opinions import Results, is_sealed, tallied
from evaluation.scopes import Scope, parents_of, text_of
from families.models import Parent, Schooling
from workshops.models import Facilitation, Programme, Session, Workshop

TEXT, NUMBER = CharField(), IntegerField()


class Ran(NamedTuple):
    """Somebody who ran one held session, and for which structure; minutes are 0 when not said."""

    name: str
    facilitation: int
    session: int
    structure: int
    minutes: int
    is_volunteer: int


class Party(NamedTuple):
    programme: int
    structure: int


class Reviewed(NamedTuple):
    """A joint review whose meeting has a day; workshop is 0 when it is about a year."""

    day: str
    review: int
    programme: int
    workshop: int


class Valued(NamedTuple):
    """A workshop that an issued report values, until a later version was issued (« » if none)."""

    day: str
    until: str
    report: int
    workshop: int


class Asked(NamedTuple):
    """A closed survey, without anything of what was answered; workshop is 0 for a programme."""

    day: str
    survey: int
    programme: int
    workshop: int


class Tag(NamedTuple):
    """A theme of a workshop, its host, or a territory of its host."""

    label: str
    workshop: int
    key: int


class Spoken(NamedTuple):
    label: str
    parent: int
    language: int


class Declared(NamedTuple):
    """How many children a household declares in a school year, known by its first year."""

    schooling: int
    family: int
    year: int
    children: int


# What each keeps of a line: its table, two texts, five numbers.
KEPT = {
    "ran": (Ran, itemgetter(1, 3, 4, 5, 6, 7)),
    "party": (Party, itemgetter(3, 4)),
    "review": (Reviewed, itemgetter(1, 3, 4, 5)),
    "valued": (Valued, itemgetter(1, 2, 3, 4)),
    "survey": (Asked, itemgetter(1, 3, 4, 5)),
    "theme": (Tag, itemgetter(1, 3, 4)),
    "territory": (Tag, itemgetter(1, 3, 4)),
    "host": (Tag, itemgetter(1, 3, 4)),
    "spoken": (Spoken, itemgetter(1, 3, 4)),
    "declared": (Declared, itemgetter(3, 4, 5, 6)),
}


class Beside:
    """Shared by every slice of the same sources, so that it is read once, or never."""

    def __init__(self, scope: Scope):
        self.scope = scope

    @cached_property
    def found(self) -> dict[str, list]:
        first, *others = questions(self.scope)
        found = {name: set() for name in KEPT}
        for line in first.union(*others, all=True):
            row, keep = KEPT[line[0]]
            found[line[0]].add(row(*keep(line)))
        return {name: sorted(rows) for name, rows in found.items()}

    @cached_property
    def opinions(self) -> dict[int, Results]:
        """What the closed surveys say, by their keys; nothing is asked when there is none."""
        if not self["survey"]:
            return {}
        heard = (one for one in tallied(self.scope.programmes) if not is_sealed(one.survey))
        return {one.survey.pk: one for one in heard}

    def __getitem__(self, name: str) -> list:
        """The lines of one table, each once, in order."""
        return self.found[name]


def lines(rows: QuerySet, table: str, texts: tuple = (), numbers: tuple = ()) -> QuerySet:
    """The eight columns, of the same types in every table; what is not given is empty."""
    written = [Cast(text, TEXT) for text in (*texts, Value(""), Value(""))[:2]]
    counted = [Cast(number, NUMBER) for number in (*numbers, *[Value(0)] * 5)[:5]]
    return rows.order_by().values_list(Cast(Value(table), TEXT), *written, *counted)


def questions(scope: Scope) -> Iterator[QuerySet]:
    yield from around_sessions(scope)
    yield from around_programmes(scope)
    yield from around_workshops(scope)
    yield from around_people(scope)


def around_sessions(scope: Scope) -> Iterator[QuerySet]:
    ran = Facilitation.objects.filter(
        part=Facilitation.Part.RUNS,
        session__status=Session.Status.HELD,
        session__workshop__programme__in=scope.keys,
    )
    minutes = Coalesce("minutes", 0)
    yield lines(
        *(ran, "ran", ("structure__name",)),
        ("pk", "session", "structure", minutes, "is_volunteer"),
    )


def around_programmes(scope: Scope) -> Iterator[QuerySet]:
    led = Programme.objects.filter(pk__in=scope.keys)
    parties = led.filter(partnerships__parties__isnull=False)
    yield lines(parties, "party", (), ("pk", "partnerships__parties__structure"))
    reviews = Review.objects.filter(
        Q(workshop__isnull=True) | Q(workshop__programme=F("partnership__programmes")),
        partnership__programmes__in=scope.keys,
        meeting__isnull=False,
    )
    yield lines(
        *(reviews, "review", (text_of("meeting__held_on"),)),
        ("pk", "partnership__programmes", Coalesce("workshop", 0)),
    )
    surveys = Survey.objects.closed().filter(programme__in=scope.keys)
    yield lines(
        *(surveys, "survey", (day_of("closed_at"),)),
        ("pk", "programme", Coalesce("workshop", 0)),
    )
    valued = Report.objects.issued().filter(workshops__programme__in=scope.keys)
    yield lines(
        *(valued, "valued", (day_of("issued_at"), Coalesce(replaced_on(), Value("")))),
        ("pk", "workshops"),
    )


def day_of(moment: str) -> Cast:
    """The day on the clock of the wall, as text."""
    return Cast(TruncDate(moment), TEXT)


def replaced_on() -> Subquery:
    """The day the next version of a report was issued."""
    same = {name: OuterRef(name) for name in ("grant", "form", "kind", "starts_on", "ends_on")}
    later = Report.objects.issued().filter(**same, version__gt=OuterRef("version"))
    later = later.order_by("version").annotate(day=day_of("issued_at"))
    return Subquery(later.values("day")[:1], output_field=TEXT)


def around_workshops(scope: Scope) -> Iterator[QuerySet]:
    workshops = Workshop.objects.filter(programme__in=scope.keys)
    yield lines(workshops, "host", ("host__name",), ("pk", "host"))
    themed = workshops.filter(themes__isnull=False)
    yield lines(themed, "theme", ("themes__label",), ("pk", "themes"))
    # A neighbourhood is in a town, itself in a département.
    place = "host__territories"
    for _level in range(3):
        placed = workshops.filter(**{f"{place}__isnull": False})
        yield lines(placed, "territory", (f"{place}__name",), ("pk", place))
        place = f"{place}__parent"


def around_people(scope: Scope) -> Iterator[QuerySet]:
    people = Parent.objects.filter(pk__in=parents_of(scope))
    spoken = people.filter(family__languages__isnull=False)
    yield lines(spoken, "spoken", ("family__languages__label",), ("pk", "family__languages"))
    declared = Schooling.objects.filter(family__in=people.order_by().values("family"))
    yield lines(declared, "declared", (), ("pk", "family", "school_year", "children"))
