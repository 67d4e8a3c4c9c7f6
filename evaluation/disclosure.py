"""What may leave the structure: counts of people by something personal are hidden when small.

Source: design.md section 4. Totals, sessions, hours and participations are shown in full; of
distinct people by sex, age, QPV, novelty or completion, no count under settings.SMALL_CELL is
shown, nor can be had by subtracting what is shown from the total.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.conf import settings

from evaluation.figures import Figures, Line, Share
from evaluation.measures import MEASURES, Figure, Measure
from evaluation.scopes import Part
from partnerships.models import User
from workshops.models import Programme


def suppress(cells: Sequence[int], threshold: int) -> set[int]:
    """The places to hide in a table whose cells add up to a total that is shown.

    Where a cell is small, everything is hidden but the one that is most of the whole, when the
    others together are no small group. Whoever knows this rule and the total learns nothing: each
    way of sharing out what is hidden, with a small cell in it, would be shown the same.
    """
    every = set(range(len(cells)))
    if not any(0 < number < threshold for number in cells):
        return set()
    most = max(every, key=lambda place: cells[place])
    others = sum(cells) - cells[most]
    is_told = len(cells) > 2 and threshold <= others < cells[most]
    return every - {most} if is_told else every


class Disclosed:
    """The figures of a scope as somebody outside the structure may read them.

    The same questions as Figures; no answer says who, and parents by school are left out. Of a part
    of a programme, no count by something personal is told: the whole less the part would tell it.
    Nor is it from afar, where it is read in the network or in a report: what is told twice, of
    people who are nearly the same, is subtracted.
    """

    def __init__(self, figures: Figures, *, is_from_afar: bool = False):
        self.figures = figures
        self.scope = figures.scope
        self.is_from_afar = is_from_afar

    def within(self, starts_on, ends_on) -> "Disclosed":
        return self.of(self.figures.within(starts_on, ends_on))

    def only(self, *programmes: Programme) -> "Disclosed":
        return self.of(self.figures.only(*programmes))

    def of_part(self, part: Part) -> "Disclosed":
        return self.of(self.figures.of_part(part))

    def of(self, figures: Figures) -> "Disclosed":
        return Disclosed(figures, is_from_afar=self.is_from_afar)

    def tells(self, measure: Measure) -> bool:
        """Whether it is told here at all, small or not."""
        return not (measure.is_internal or self.is_from_afar and measure.is_personal)

    def measure(self, name: str) -> Figure:
        figure = self.figures.measure(name)
        is_apart = figure.measure.is_personal and self.scope.is_part
        if is_apart or not self.tells(figure.measure):
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
        return self.concealed(self.figures.by_qpv())

    def by_gender(self) -> list[Share]:
        return self.concealed(self.figures.by_gender())

    def by_age_band(self) -> list[Share]:
        return self.concealed(self.figures.by_age_band())

    def by_novelty(self) -> list[Share]:
        return self.concealed(self.figures.by_novelty())

    def by_structure(self) -> list[Line]:
        return self.figures.by_structure()

    def concealed(self, shares: list[Share]) -> list[Share]:
        if self.scope.is_part or self.is_from_afar:
            return [share._replace(parents=None) for share in shares]
        return conceal(shares)


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
    "mothers": lambda figures, figure: among(figures.by_gender(), "f"),
    "referrals_succeeded": lambda figures, figure: or_not(figure.value, len(figures.sent)),
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


def watches(user: User, programmes: Iterable[Programme]) -> bool:
    """Reads these figures among others, as a federation or a funder does."""
    watched = user.rights.watches | user.rights.observes
    return any(programme.lead_id in watched for programme in programmes)


def as_seen_by(user: User, figures: Figures, *, is_from_afar: bool = False) -> Figures | Disclosed:
    """The one door from figures to a page: hidden where they must be for this person."""
    programmes = figures.scope.programmes
    if is_inside(user, programmes):
        return figures
    return Disclosed(figures, is_from_afar=is_from_afar or watches(user, programmes))
