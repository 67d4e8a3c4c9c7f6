"""What a household lived and where its children learn: prepared so that a page adds nothing up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from families.models import Schooling
from partnerships.calendar import school_year
from partnerships.registry import Presence


@dataclass(frozen=True)
class Year:
    """A school year, « 2026-2027 », of what a household took part in; the latest first."""

    label: str
    presences: tuple[Presence, ...]

    @property
    def minutes(self):
        return sum(presence.minutes for presence in self.presences)


@dataclass(frozen=True)
class History:
    years: tuple[Year, ...]

    @classmethod
    def of(cls, presences: Iterable[Presence]) -> "History":
        latest_first = sorted(presences, key=lambda presence: presence.on, reverse=True)
        years = groupby(latest_first, key=lambda presence: school_year(presence.on))
        return cls(tuple(Year(label, tuple(found)) for label, found in years))

    @property
    def presences(self):
        return [presence for year in self.years for presence in year.presences]

    @property
    def number(self):
        return len(self.presences)

    @property
    def last(self) -> date | None:
        return self.years[0].presences[0].on if self.years else None


@dataclass(frozen=True)
class SchoolYear:
    """The children of one school year: rows by school and level, and how many in all."""

    label: str
    rows: tuple[Schooling, ...]

    @property
    def children(self):
        return sum(row.children for row in self.rows)

    @property
    def levels(self):
        """« maternelle » → 1, in the order of the school, those with nobody left out."""
        found = dict.fromkeys(Schooling.Level.labels, 0)
        for row in self.rows:
            found[row.get_level_display()] += row.children
        return [(str(level), number) for level, number in found.items() if number]


def by_school_year(schoolings: Iterable[Schooling]) -> list[SchoolYear]:
    """By school year, the latest first; the rows come in that order already."""
    years = groupby(schoolings, key=lambda row: row.school_year)
    return [SchoolYear(f"{year}-{year + 1}", tuple(rows)) for year, rows in years]
