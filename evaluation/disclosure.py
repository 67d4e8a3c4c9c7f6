"""What may leave the structure: counts of people by something personal are hidden when small.

Source: design.md section 4. Totals, sessions, hours and participations are shown in full; of
distinct people by sex, age, QPV, novelty or completion, no count under settings.SMALL_CELL is
shown, nor can be had by subtracting what is shown from the total.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.conf import settings

from evaluation.figures import Figures, Line, Share
from evaluation.measures import MEASURES, Figure
from partnerships.models import User
from workshops.models import Programme


def suppress(cells: Sequence[int], threshold: int) -> set[int]:
    """The places to hide in a table whose cells add up to a total that is shown.

    Small cells first; then the next smallest, until the hidden ones together are no small group
    and cannot be told from their sum. A zero tells of nobody, and goes last. Of few people,
    either everything can be shown or nothing is.
    """
    hidden = {place for place, number in enumerate(cells) if 0 < number < threshold}
    if hidden and sum(cells) < 2 * threshold:
        return set(range(len(cells)))
    if not hidden:
        return hidden
    others = [place for place in range(len(cells)) if place not in hidden]
    for place in sorted(others, key=lambda place: (not cells[place], cells[place])):
        if is_safe([cells[place] for place in hidden], threshold):
            break
        hidden.add(place)
    return hidden


def is_safe(hidden: list[int], threshold: int) -> bool:
    """Zeros being shown, each hidden cell is one at least: their sum must leave them some play."""
    return len(hidden) > 1 and sum(hidden) >= threshold and sum(hidden) > len(hidden)


class Disclosed:
    """The figures of a scope as somebody outside the structure may read them.

    The same questions as Figures; no answer says who, and parents by school are left out.
    """

    def __init__(self, figures: Figures):
        self.figures = figures
        self.scope = figures.scope

    def within(self, starts_on, ends_on) -> "Disclosed":
        return Disclosed(self.figures.within(starts_on, ends_on))

    def only(self, programme: Programme) -> "Disclosed":
        return Disclosed(self.figures.only(programme))

    def measure(self, name: str) -> Figure:
        figure = self.figures.measure(name)
        if figure.measure.is_internal:
            return figure.hidden()
        if not figure.measure.is_personal:
            return replace(figure, keys=[])
        cells, place, unknown = TABLES[name](self.figures, figure)
        hidden = suppress(cells, settings.SMALL_CELL)
        if place in hidden:
            return figure.hidden()
        return replace(figure, keys=[], unknown=0 if unknown in hidden else figure.unknown)

    def measures(self, names: Iterable[str] = MEASURES) -> dict[str, Figure]:
        return {name: self.measure(name) for name in names}

    def by_month(self) -> list[Line]:
        return self.figures.by_month()

    def cumulative(self):
        return self.figures.cumulative()

    def by_school(self) -> list[Line]:
        return [line._replace(parents=None) for line in self.figures.by_school()]

    def groups(self):
        return [line._replace(parents=None) for line in self.figures.groups()]

    def next_start(self, today):
        return self.figures.next_start(today)

    def by_qpv(self) -> list[Share]:
        return conceal(self.figures.by_qpv())

    def by_gender(self) -> list[Share]:
        return conceal(self.figures.by_gender())

    def by_age_band(self) -> list[Share]:
        return conceal(self.figures.by_age_band())


def conceal(shares: list[Share]) -> list[Share]:
    hidden = suppress([share.parents for share in shares], settings.SMALL_CELL)
    return [
        share._replace(parents=None) if place in hidden else share
        for place, share in enumerate(shares)
    ]


# -- The table each personal measure is a cell of -----------------------------------------------
# (figures, figure) → the cells that add up to a printed total, the place of the figure among
# them, and that of the unknown (None without one).


def among(shares: list[Share], key: str):
    keys = [share.key for share in shares]
    unknown = next(place for place, share in enumerate(shares) if share.is_unknown)
    return [share.parents for share in shares], keys.index(key), unknown


def or_not(value: int, total: int):
    return [value, total - value], 0, None


TABLES = {
    "fathers": lambda figures, figure: among(figures.by_gender(), "m"),
    "qpv_parents": lambda figures, figure: among(figures.by_qpv(), "yes"),
    "new_parents": lambda figures, figure: or_not(figure.value, len(figures.people)),
    "pathways_completed": lambda figures, figure: or_not(
        figure.value, max(figure.value, sum(line.parents for line in figures.groups()))
    ),
}


# -- Who reads what ----------------------------------------------------------------------------


def is_inside(user: User, programmes: Iterable[Programme]) -> bool:
    """Works in the structure that leads them all: everything in full."""
    return all(programme.lead_id in user.rights.works_in for programme in programmes)


def may_see_evidence(user: User, programmes: Iterable[Programme]) -> bool:
    """Coordinates the structure that leads them all: the people behind the figures too."""
    return all(programme.lead_id in user.rights.coordinates for programme in programmes)


def as_seen_by(user: User, figures: Figures) -> Figures | Disclosed:
    """The one door from figures to a page: hidden where they must be for this person."""
    return figures if is_inside(user, figures.scope.programmes) else Disclosed(figures)
