"""What leaves the structure: the same figures, read from a school or by another partner."""

from collections.abc import Iterable
from dataclasses import dataclass

from evaluation.disclosure import Disclosed, as_seen_by
from evaluation.figures import Figures, Line, Scope
from evaluation.measures import Figure
from partnerships.models import User
from workshops.models import Programme

# Nothing here counts people by something personal.
SHOWN = ["unique_parents", "sessions_held", "hours_delivered", "participations"]


@dataclass(frozen=True)
class ProgrammeLine:
    programme: Programme
    figures: dict[str, Figure]


@dataclass(frozen=True)
class Overview:
    """A line for each programme and one for all: people are recounted there, never summed."""

    lines: list[ProgrammeLine]
    total: dict[str, Figure] | None
    figures: Figures | Disclosed | None = None

    def at(self, schools: frozenset[int]) -> Line | None:
        """Sessions, minutes and participations of what was held for these schools."""
        lines = self.figures.by_school() if self.figures else []
        lines = [line for line in lines if line.key in schools]
        if not lines:
            return None
        total = [sum(column) for column in zip(*(line[2:5] for line in lines), strict=True)]
        return Line(None, "", *total, None)


def overview(programmes: Iterable[Programme], user: User) -> Overview:
    """Each programme over its own season, and all of them; five queries in all."""
    programmes = tuple(programmes)
    if not programmes:
        return Overview([], None)
    starts_on = min(programme.starts_on for programme in programmes)
    ends_on = max(programme.ends_on for programme in programmes)
    figures = Figures.of(Scope(programmes, starts_on, ends_on))
    lines = [
        ProgrammeLine(programme, shown(figures.only(programme), programme, user))
        for programme in programmes
    ]
    seen = as_seen_by(user, figures)
    return Overview(lines, seen.measures(SHOWN), seen)


def shown(figures: Figures, programme: Programme, user: User) -> dict[str, Figure]:
    own = figures.within(programme.starts_on, programme.ends_on)
    return as_seen_by(user, own).measures(SHOWN)
