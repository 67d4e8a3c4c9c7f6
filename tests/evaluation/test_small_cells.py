"""G26: no count of one to four people, by something personal, is shown outside nor can be had.

Two attackers. One knows the rule, the total and what is shown, and lists every table that would be
shown the same (suppress). The other adds and subtracts all the cells of all the pages one reader
has, structures, totals, programmes, periods, and solves what can be solved (the network).
"""

import datetime as dt
import random
from collections import defaultdict
from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import pytest
from django.conf import settings

from evaluation.disclosure import Disclosed, suppress
from evaluation.figures import Figures, Scope
from evaluation.network import PERSONAL, Asked, Network
from evaluation.rows import Group, Meeting, Row
from evaluation.sources import Sources
from families.models import AgeBand, Gender, Qpv
from partnerships.models import Structure
from workshops.models import Programme

SMALL = settings.SMALL_CELL
YEAR = (dt.date(2026, 9, 1), dt.date(2027, 8, 31))

# -- The rule, for somebody who knows it ---------------------------------------------------------


def told_by_the_rule(size, highest, threshold):
    """Small cells that every table shown the same way has in common."""
    alike = defaultdict(list)
    for cells in product(range(highest), repeat=size):
        hidden = suppress(cells, threshold)
        seen = tuple(None if place in hidden else cell for place, cell in enumerate(cells))
        alike[seen, sum(cells)].append(cells)
    return [
        (seen, total)
        for (seen, total), tables in alike.items()
        for place in range(size)
        if len({cells[place] for cells in tables}) == 1 and 0 < tables[0][place] < threshold
    ]


@pytest.mark.parametrize(
    ("size", "highest", "threshold"), [(2, 40, 5), (3, 24, 5), (4, 12, 3), (5, 7, 3), (6, 5, 2)]
)
def test_who_knows_the_rule_and_the_total_learns_no_small_cell(size, highest, threshold):
    assert told_by_the_rule(size, highest, threshold) == []


@pytest.mark.deep
@pytest.mark.parametrize(
    ("size", "highest", "threshold"), [(3, 60, 5), (4, 22, 5), (5, 11, 5), (6, 8, 3)]
)
def test_nor_in_larger_tables(size, highest, threshold):
    assert told_by_the_rule(size, highest, threshold) == []


# -- A world, without a database -----------------------------------------------------------------


class World:
    """Some structures, their programmes of this year and the one before, and who came there."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.rows, self.meetings, self.groups, self.programmes = [], [], {}, []
        for number in range(1, self.dice.randint(1, 4) + 1):
            self.add_structure(Structure(pk=number, name=f"Structure {number}"))

    def add_structure(self, lead):
        people = [self.person(lead) for _each in range(self.dice.choice([3, 9, 20, 45]))]
        for year in (2025, 2026):
            for _each in range(self.dice.randint(1, 2)):
                self.add_programme(lead, people, year)

    def person(self, lead):
        """Some attributes are rare: there lie the small cells."""
        self.last = getattr(self, "last", 0) + 1
        weights = self.dice.choice([(10, 5, 3), (30, 3, 1), (30, 1, 0)])
        return SimpleNamespace(
            pk=self.last,
            gender=self.dice.choices(Gender.values, weights)[0],
            qpv=self.dice.choices(Qpv.values, weights)[0],
            age=self.dice.choices(AgeBand.values, (1, 4, 30, 3, 1, 3))[0],
        )

    def add_programme(self, lead, people, year):
        key = len(self.programmes) + 1
        days = dt.date(year, 9, 1), dt.date(year + 1, 8, 31)
        self.programmes.append(
            Programme(pk=key, title=f"P{key}", lead=lead, starts_on=days[0], ends_on=days[1])
        )
        self.groups[key] = Group(
            key, f"A{key}", key, None, 0, 0, 0, False, "parents", lead.pk, None
        )
        for month in self.dice.sample(range(9, 13), 3):
            self.add_session(key, people, dt.date(year, month, 10))

    def add_session(self, workshop, people, day):
        session, day = len(self.meetings) + 1, day.isoformat()
        self.meetings.append(Meeting(session, workshop, day, "held", 60, None, None, None))
        for person in self.dice.sample(people, self.dice.randint(1, len(people))):
            self.rows.append(
                Row(
                    day,
                    session,
                    person.pk,
                    "present",
                    workshop,
                    None,
                    workshop,
                    None,
                    60,
                    person.pk,
                    person.qpv,
                    person.gender,
                    person.age,
                )
            )

    @property
    def figures(self):
        rows = sorted(map(tuple, self.rows))
        meetings = sorted(self.meetings, key=lambda meeting: meeting.day)
        firsts = {}
        for row in rows:
            firsts.setdefault(row[2], row[0])
        sources = Sources(
            rows, rows, rows, self.groups, meetings, [], [], firsts, {}, {}, beside=None
        )
        scope = Scope(tuple(self.programmes), dt.date(2025, 9, 1), dt.date(2027, 8, 31))
        return Figures(scope, sources)

    def network(self, year, *, is_whole=True, reports=()):
        days = (dt.date(year, 9, 1), dt.date(year + 1, 8, 31))
        asked = Asked(days, f"{year}-{year + 1}", ("2026-2027", "2025-2026"), is_whole=is_whole)
        return Network(asked, self.programmes, self.figures, list(reports), [])


# -- What can be solved --------------------------------------------------------------------------


class Solver:
    """Sums one knows exactly, of cells one does not; a cell is told when they determine it."""

    def __init__(self):
        self.lines = {}

    def know(self, cells, total):
        """These cells add up to that."""
        line = self.reduced(dict.fromkeys(cells, Fraction(1)), Fraction(total))
        coefficients, rest = line
        if coefficients:
            pivot = min(coefficients)
            by = coefficients[pivot]
            line = {cell: each / by for cell, each in coefficients.items()}, rest / by
            self.lines = {lead: without(known, pivot, line) for lead, known in self.lines.items()}
            self.lines[pivot] = line

    def reduced(self, coefficients, rest):
        line = coefficients, rest
        for pivot, known in self.lines.items():
            line = without(line, pivot, known)
        return line

    def told(self):
        """Cells whose value follows, alone or because what it adds up to is nothing."""
        found = {}
        for pivot, (coefficients, rest) in self.lines.items():
            if len(coefficients) == 1:
                found[pivot] = rest
            elif not rest and all(each > 0 for each in coefficients.values()):
                found |= dict.fromkeys(coefficients, Fraction(0))
        return found


def without(line, pivot, known):
    coefficients, rest = line
    times = coefficients.get(pivot)
    if not times:
        return line
    kept = dict(coefficients)
    for cell, each in known[0].items():
        kept[cell] = kept.get(cell, 0) - times * each
    return {cell: each for cell, each in kept.items() if each}, rest - times * known[1]


def read(world, solver):
    """Every page of one observer: two years, their structures, their totals; the true cells too."""
    truth = {}
    for year in (2025, 2026):
        seen = world.network(year)
        for attribute in PERSONAL:
            key, fold, table = attribute[0], attribute[-1], seen.people_of(*attribute)
            for (structure, programmes), row in zip(
                seen.structures.items(), table.rows, strict=True
            ):
                figures = seen.figures_of(programmes)
                cells = [(year, structure.pk, key, share.key) for share in getattr(figures, fold)()]
                truth |= zip(
                    cells, [share.parents for share in getattr(figures, fold)()], strict=True
                )
                solver.know(cells, len(figures.people))
                for cell, shown in zip(cells, row[1:], strict=True):
                    if isinstance(shown, int):
                        solver.know([cell], shown)
            if table.total:
                read_total(table, seen, year, key, solver)
    return truth


def read_total(table, seen, year, key, solver):
    """The last row adds up the structures shown in full."""
    full = [
        structure.pk
        for structure, row in zip(seen.structures, table.rows, strict=True)
        if all(isinstance(cell, int) for cell in row[1:])
    ]
    choices = next(choices for name, _title, choices, _fold in PERSONAL if name == key)
    for choice, total in zip(choices, table.total[1:], strict=True):
        solver.know([(year, pk, key, choice.value) for pk in full], total)


def leaks(seed):
    """Small cells of that world that its pages show, or give to whoever can subtract."""
    solver = Solver()
    truth = read(World(seed), solver)
    told = solver.told()
    assert {cell: told[cell] for cell in told if told[cell] != truth[cell]} == {}
    return [cell for cell in told if 0 < truth[cell] < SMALL]


def test_no_page_of_an_observer_gives_a_small_cell_to_whoever_subtracts():
    assert [(seed, found) for seed in range(40) if (found := leaks(seed))] == []


@pytest.mark.deep
def test_nor_in_two_hundred_worlds():
    assert [(seed, found) for seed in range(40, 240) if (found := leaks(seed))] == []


def test_the_solver_would_see_a_leak():
    solver = Solver()

    solver.know(["few", "many"], 33)
    solver.know(["many", "others"], 60)
    solver.know(["others"], 30)

    assert solver.told() == {"few": 3, "many": 30, "others": 30}


def test_the_worlds_hold_small_cells_hidden_ones_and_shown_ones():
    rows = [
        cell
        for seed in range(40)
        for attribute in PERSONAL
        for row in World(seed).network(2026).people_of(*attribute).rows
        for cell in row[1:]
    ]

    assert {type(cell) for cell in rows} == {int, str}
    assert rows.count("masqué") > 100
    assert len([cell for cell in rows if isinstance(cell, int) and cell >= SMALL]) > 100
    assert [cell for cell in rows if isinstance(cell, int) and 0 < cell < SMALL] == []


@pytest.mark.parametrize("seed", range(10))
def test_chosen_narrower_the_network_tells_nobody_by_something_personal(seed):
    seen = World(seed).network(2026, is_whole=False)

    assert seen.people == []
    assert [table.key for table in seen.tables] == ["structures", "programmes", "annees", "releves"]


@pytest.mark.parametrize("seed", range(10))
def test_from_afar_no_dashboard_tells_anybody_by_something_personal(seed):
    world = World(seed)
    for programme in world.programmes:
        own = world.figures.only(programme).within(programme.starts_on, programme.ends_on)
        seen = Disclosed(own, is_from_afar=True)

        parts = [*seen.by_gender(), *seen.by_qpv(), *seen.by_age_band(), *seen.by_novelty()]
        names = ["mothers", "fathers", "qpv_parents", "new_parents", "pathways_completed"]
        assert {share.parents for share in parts} == {None}
        assert {seen.measure(name).text for name in names} == {"masqué"}
        assert {line.parents for line in seen.by_school()} <= {None}
