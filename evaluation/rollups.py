"""Figures of whole school years from what is kept of each structure, equal to those of its sheets.

What adds up is kept by programme and year. What does not, different people, is kept as the number of
those who came to the same programmes and of whom the same is known there: any choice among the
programmes of a structure is then counted exactly, and nobody is in it.

    {"programmes": keys, "has_strangers": bool, "years": {"2026": {
        "sums": {programme: {"sessions_held", "hours_delivered", "participations", "unnamed"}},
        "schools": {programme: keys},
        "families": [[programmes, number], …],
        "gender" | "qpv" | "age_band": [[[[programme, value], …], number], …]}}}

In a list of programmes and values, the last one is what was learnt last.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import F

from evaluation.breakdowns import Share, shares_of
from evaluation.figures import UNKNOWN, Figures
from evaluation.measures import MEASURES, Figure
from evaluation.measures.figure import Found
from evaluation.measures.folds import unnamed_note
from evaluation.rows import DAY
from evaluation.scopes import Scope
from families.models import AgeBand, Gender, Qpv
from partnerships.calendar import first_year, school_year_bounds
from workshops.models import Attendance, Programme

ADDED = ("sessions_held", "hours_delivered", "participations")
# Structures counted in one go, so that a thousand of them need no more memory than a few.
BATCH = 10


# -- Counting the sheets -------------------------------------------------------------------------


def counted(structures: Collection[int]) -> dict[int, dict]:
    """What to keep of each structure; six queries."""
    programmes = list(Programme.objects.filter(lead__in=structures).order_by("pk"))
    strangers = with_strangers(structures)
    figures = figures_of(programmes)
    led = {structure: [] for structure in structures}
    for programme in programmes:
        led[programme.lead_id].append(programme)
    return {
        structure: {
            "programmes": [programme.pk for programme in own],
            "has_strangers": structure in strangers,
            "years": years_of(figures.only(*own)) if own else {},
        }
        for structure, own in led.items()
    }


def figures_of(programmes: list[Programme]) -> Figures | None:
    if not programmes:
        return None
    starts_on = min(programme.starts_on for programme in programmes)
    return Figures.of(Scope(tuple(programmes), starts_on, starts_on))


def with_strangers(structures: Collection[int]) -> set[int]:
    """Those that count a parent another structure knows: two of them then share somebody."""
    from_elsewhere = Attendance.objects.taken_part().filter(programme__lead__in=structures)
    from_elsewhere = from_elsewhere.exclude(parent__family__structure=F("programme__lead"))
    return set(from_elsewhere.order_by().values_list("programme__lead", flat=True).distinct())


def years_of(figures: Figures) -> dict[str, dict]:
    """Every school year in which something took place, by its first year."""
    days = {row.day for row in figures.sources.meetings}
    days |= {row[DAY] for row in figures.sources.came}
    years = {first_year(date.fromisoformat(day)) for day in days}
    return {str(year): of_a_year(figures, year) for year in sorted(years)}


def of_a_year(figures: Figures, year: int) -> dict:
    figures = figures.within(*bounds_of(year))
    apart = {str(programme.pk): figures.only(programme) for programme in figures.scope.programmes}
    came_to = programmes_of(figures)
    return {
        "sums": {
            programme: {name: one.measure(name).value for name in ADDED} | {"unnamed": one.unnamed}
            for programme, one in apart.items()
        },
        "schools": {
            programme: one.measure("schools_reached").keys for programme, one in apart.items()
        },
        "families": told(families_of(figures, came_to)),
        **{column: told(people_by(figures, came_to, column)) for column in UNKNOWN},
    }


def programmes_of(figures: Figures) -> list[int]:
    """Of each row of those who came."""
    groups = figures.sources.groups
    return [groups[workshop].programme for workshop in figures.came.workshop]


def families_of(figures: Figures, came_to: list[int]) -> Counter:
    found = {}
    for family, programme in zip(figures.came.family, came_to, strict=True):
        found.setdefault(family, set()).add(programme)
    return Counter(tuple(sorted(programmes)) for programmes in found.values())


def people_by(figures: Figures, came_to: list[int], column: str) -> Counter:
    """As Figures.last_known() does, programme by programme: an unknown never replaces a known."""
    known, unknown = {}, UNKNOWN[column]
    values = getattr(figures.came, column)
    for parent, programme, value in zip(figures.came.parent, came_to, values, strict=True):
        theirs = known.setdefault(parent, {})
        if value != unknown:
            theirs.pop(programme, None)
            theirs[programme] = value
        else:
            theirs.setdefault(programme, value)
    return Counter(tuple(theirs.items()) for theirs in known.values())


def told(numbers: Counter) -> list[list]:
    return [[key, number] for key, number in sorted(numbers.items())]


def bounds_of(year: int) -> tuple[date, date]:
    return school_year_bounds(f"{year}-{year + 1}")


# -- Reading what is kept ------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """Figures of whole school years, without a sheet: what an observatory asks of Figures.

    `rollups` is what is kept by structure; the period is a school year.
    """

    scope: Scope
    rollups: dict[int, dict]

    def only(self, *programmes: Programme) -> "Kept":
        return replace(self, scope=replace(self.scope, programmes=programmes))

    def within(self, starts_on: date, ends_on: date) -> "Kept":
        return replace(self, scope=replace(self.scope, starts_on=starts_on, ends_on=ends_on))

    # -- Measures --------------------------------------------------------------------------------

    def measure(self, name: str) -> Figure:
        return MEASURES[name].figure(FOUND[name](self), self)

    def measures(self, names: Iterable[str]) -> dict[str, Figure]:
        return {name: self.measure(name) for name in names}

    @cached_property
    def years(self) -> list[tuple[dict, frozenset[int]]]:
        """What each structure keeps of the year, and the programmes to count there."""
        year, led = str(first_year(self.scope.starts_on)), {}
        for programme in self.scope.programmes:
            led.setdefault(programme.lead_id, set()).add(programme.pk)
        return [
            (years[year], frozenset(keys))
            for lead, keys in led.items()
            if year in (years := self.rollups[lead]["years"])
        ]

    def added(self, name: str) -> int:
        return sum(
            kept["sums"][str(programme)][name]
            for kept, programmes in self.years
            for programme in programmes
            if str(programme) in kept["sums"]
        )

    @cached_property
    def unnamed(self) -> int:
        return self.added("unnamed")

    @property
    def parents(self) -> int:
        return sum(self.latest("gender").values())

    @property
    def families(self) -> int:
        return sum(
            number
            for kept, programmes in self.years
            for came_to, number in kept["families"]
            if not programmes.isdisjoint(came_to)
        )

    @property
    def schools(self) -> int:
        reached = (
            kept["schools"].get(str(programme), ())
            for kept, programmes in self.years
            for programme in programmes
        )
        return len(set().union(*reached))

    # -- People ----------------------------------------------------------------------------------

    def latest(self, column: str) -> Counter:
        """How many different parents by what was last known of each in these programmes."""
        found = Counter()
        for kept, programmes in self.years:
            for known, number in kept[column]:
                values = [value for programme, value in known if programme in programmes]
                if values:
                    sure = (value for value in reversed(values) if value != UNKNOWN[column])
                    found[next(sure, UNKNOWN[column])] += number
        return found

    def by_gender(self) -> list[Share]:
        return shares_of(self.latest("gender"), Gender)

    def by_qpv(self) -> list[Share]:
        return shares_of(self.latest("qpv"), Qpv)

    def by_age_band(self) -> list[Share]:
        return shares_of(self.latest("age_band"), AgeBand)


FOUND = {
    "unique_parents": lambda kept: Found([], kept.parents),
    "families": lambda kept: Found([], kept.families),
    "sessions_held": lambda kept: Found([], kept.added("sessions_held")),
    "hours_delivered": lambda kept: Found([], kept.added("hours_delivered")),
    "participations": lambda kept: Found(
        [], kept.added("participations"), notes=unnamed_note(kept)
    ),
    "schools_reached": lambda kept: Found([], kept.schools),
}
