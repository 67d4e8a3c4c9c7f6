"""School year by school year: each counted on its own, the whole recounted, never summed."""

from dataclasses import dataclass
from datetime import date

from evaluation.disclosure import Disclosed
from evaluation.figures import Figures
from evaluation.measures import Figure
from partnerships.calendar import school_year, school_year_after, school_year_bounds
from workshops.models import Programme

# Nothing here counts people by something personal: it is read from outside too.
YEARLY = (
    *("unique_parents", "families", "participations", "sessions_held", "hours_delivered"),
    "schools_reached",
)
# How far back one looks: the horizon of a plan of six years.
MOST = 6


@dataclass(frozen=True)
class Year:
    """One school year, or all of them when it has no name; its figures in the order of YEARLY."""

    name: str
    starts_on: date
    ends_on: date
    figures: list[Figure]


def seasons_of(programme: Programme, known: list[Programme]) -> tuple[Programme, ...]:
    """The programme and the seasons before it, among those one may count, the latest first."""
    before, found = {one.pk: one for one in known}, [programme]
    while len(found) < MOST and found[-1].previous_id in before:
        found.append(before[found[-1].previous_id])
    return tuple(found)


def years_of(figures: Figures | Disclosed, today: date) -> list[Year]:
    """The years where a session was held, then all together; nothing when there is but one.

    Not all together outside: less the years before, it would tell who is new.
    """
    scope = figures.scope
    first, last = scope.starts_on, min(scope.ends_on, today)
    name, years = school_year(first), []
    while school_year_bounds(name)[0] <= last:
        starts_on, ends_on = school_year_bounds(name)
        years.append(counted(figures, name, max(starts_on, first), min(ends_on, scope.ends_on)))
        name = school_year_after(name)
    years = [year for year in years if year.figures[YEARLY.index("sessions_held")].value]
    if len(years) < 2:
        return []
    if isinstance(figures, Disclosed):
        return years
    return [*years, counted(figures, "", years[0].starts_on, years[-1].ends_on)]


def counted(figures: Figures | Disclosed, name: str, starts_on: date, ends_on: date) -> Year:
    found = figures.within(starts_on, ends_on).measures(YEARLY)
    return Year(name, starts_on, ends_on, list(found.values()))
