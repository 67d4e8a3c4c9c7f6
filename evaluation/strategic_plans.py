"""A plan of several years as it is read: its tree, its table, and its indicators year by year.

Values are recomputed over the programmes and the days of each column: different people are never
summed, neither over years nor over structures.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluation.aims import Aims, years
from evaluation.disclosure import as_seen_by, is_inside
from evaluation.figures import Figures, Scope
from evaluation.measures import MEASURES
from evaluation.models import (
    ActionSheet,
    ExpectedResult,
    Indicator,
    SheetItem,
    StrategicAxis,
    StrategicPlan,
)
from evaluation.pledges import Period, promises_of
from evaluation.readings import published_of, text_of
from evaluation.scopes import Part
from evaluation.sheets import result_lines
from partnerships.models import User
from workshops.models import Programme

HEADERS = (
    _("Axe"),
    _("Objectif"),
    _("Fiche"),
    _("Porteur"),
    _("Action"),
    _("Échéance"),
    _("Résultat attendu"),
    _("Indicateur"),
    _("Visé"),
    _("Obtenu"),
)


def tree(plan: StrategicPlan, user: User, *, is_whole: bool = False) -> list[StrategicAxis]:
    """The axes with their objectives, and under each the sheets this person may read.

    `is_whole` reads the actions and the results of the sheets too.
    """
    sheets = ActionSheet.objects.visible_to(user).select_related("holder")
    sheets = sheets.order_by("code", "starts_on", "title", "pk")
    if is_whole:
        results = ExpectedResult.objects.select_related("indicator").order_by("order")
        items = SheetItem.objects.order_by("order")
        sheets = sheets.prefetch_related(
            Prefetch("items", queryset=items), Prefetch("results", queryset=results)
        )
    axes = plan.axes.order_by("number").prefetch_related("objectives")
    return list(axes.prefetch_related(Prefetch("objectives__sheets", queryset=sheets)))


def sheets_of(axes: list[StrategicAxis]) -> list[ActionSheet]:
    return [
        sheet
        for axis in axes
        for objective in axis.objectives.all()
        for sheet in objective.sheets.all()
    ]


# -- The table -----------------------------------------------------------------------------------


def table(plan: StrategicPlan, user: User) -> Iterator[list[str]]:
    """A line for each action and result, side by side; an objective without a sheet has its own."""
    axes = tree(plan, user, is_whole=True)
    results = [result for sheet in sheets_of(axes) for result in sheet.results.all()]
    aims = Aims.of([each.indicator_id for each in results if each.indicator_id], user)
    for axis in axes:
        for objective in axis.objectives.all():
            place = [str(axis), f"{axis.number}.{objective.number} - {objective.title}"]
            sheets = objective.sheets.all()
            for sheet in sheets:
                yield from ([*place, *line] for line in lines_of(sheet, aims))
            if not sheets:
                yield [*place, *[""] * (len(HEADERS) - len(place))]


def lines_of(sheet: ActionSheet, aims: Aims) -> Iterator[list[str]]:
    over = aims.over(sheet.starts_on, sheet.ends_on)
    results = result_lines(list(sheet.results.all()), over)
    known = [str(sheet), str(sheet.holder)]
    dates = years(sheet.starts_on, sheet.ends_on)
    pairs = zip_longest(sheet.items.all(), results) if results else [(None, None)]
    for item, line in pairs:
        yield [*known, str(item or ""), dates, *told(line)]


def told(line) -> list[str]:
    """What is expected, its indicator, what it aims at and what was obtained."""
    if line is None:
        return [""] * 4
    result, aims = line.result, line.aims
    obtained = [aim.obtained for aim in aims] + [result.obtained]
    return [
        result.words,
        str(result.indicator or ""),
        " ; ".join(f"{aim.target} ({aim.period})" for aim in aims if aim.target),
        " ; ".join(filter(None, obtained)),
    ]


# -- Year by year ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Consolidated:
    """One indicator over every programme whose sheets follow it, a value a year and one in all."""

    title: str
    definition: str
    structures: int
    values: list[str]
    total: str
    # Told, not counted: read apart from the table.
    is_words: bool = False

    @property
    def said(self) -> list[str]:
        return [value for value in self.values if value]


def years_of(plan: StrategicPlan) -> list[Period]:
    """The civil years of the plan that have begun, within its dates."""
    last = min(plan.ends_on, timezone.localdate())
    return [
        (max(plan.starts_on, date(year, 1, 1)), min(plan.ends_on, date(year, 12, 31)))
        for year in range(plan.starts_on.year, last.year + 1)
    ]


def consolidated(plan: StrategicPlan, user: User) -> list[Consolidated]:
    """The indicators of the sheets of a plan, those that count the same thing together."""
    sheets = ActionSheet.objects.visible_to(user).filter(objective__axis__plan=plan)
    followed = ExpectedResult.objects.filter(sheet__in=sheets.order_by().values("pk"))
    indicators = Indicator.objects.counted_for(user).filter(
        pk__in=followed.order_by().values("indicator")
    )
    parts = {promise.indicator: promise.part for promise in promises_of(indicators)}
    groups = {}
    for indicator in indicators.select_related("programme__lead").order_by(
        "programme", "order", "pk"
    ):
        key = same(indicator, parts[indicator.pk])
        groups.setdefault(key, []).append(indicator)
    periods, found = years_of(plan), list(groups.values())
    figures = figures_of([group for group in found if is_counted(group)], plan)
    published = published_of([each for group in found for each in group])
    return [
        counted(group, parts[group[0].pk], periods, figures, user)
        if is_counted(group)
        else noted(group, periods, published)
        for group in found
    ]


def is_counted(group: list[Indicator]) -> bool:
    return group[0].measure in MEASURES


def figures_of(groups: list[list[Indicator]], plan: StrategicPlan) -> Figures | None:
    """Those of every programme that is counted, read once."""
    programmes = {each.programme: None for group in groups for each in group}
    if not programmes:
        return None
    return Figures.of(Scope(tuple(programmes), plan.starts_on, plan.ends_on))


def same(indicator: Indicator, part: Part) -> tuple:
    """Two indicators that count the same thing are one over the plan; the others go by title."""
    if indicator.measure in MEASURES:
        return (indicator.measure, part)
    return (indicator.kind, indicator.title.casefold(), indicator.unit.casefold())


def counted(group, part, periods, figures, user) -> Consolidated:
    programmes = programmes_of(group)
    figures = figures.only(*programmes).of_part(part)
    spans = [*periods, (figures.scope.starts_on, figures.scope.ends_on)]
    *values, total = [value(figures, span, group[0], user) for span in spans]
    definition = " ".join(filter(None, [str(MEASURES[group[0].measure].definition), part.words]))
    return Consolidated(group[0].title, definition, structures_of(programmes), values, total)


def programmes_of(group: list[Indicator]) -> tuple[Programme, ...]:
    return tuple(dict.fromkeys(indicator.programme for indicator in group))


def value(figures: Figures, span: Period, indicator: Indicator, user: User) -> str:
    """Outside, nothing personal: years taken from the whole would tell of a few people."""
    figure = as_seen_by(user, figures.within(*span)).measure(indicator.measure)
    if figure.measure.is_personal and not is_inside(user, figures.scope.programmes):
        return figure.hidden().text
    return figure.text


def noted(group, periods, published) -> Consolidated:
    """What was published of each year, structure by structure: nobody knows whether it adds up."""
    programmes = programmes_of(group)
    several = len(programmes) > 1
    values = [
        " ; ".join(
            f"{text_of(reading)} ({indicator.programme.lead})" if several else text_of(reading)
            for indicator in group
            for reading in published.get(indicator.pk, ())
            if first <= reading.ends_on <= last
        )
        for first, last in periods
    ]
    return Consolidated(
        group[0].title,
        group[0].definition,
        structures_of(programmes),
        values,
        "",
        is_words=group[0].kind == Indicator.Kind.QUALITATIVE,
    )


def structures_of(programmes: tuple[Programme, ...]) -> int:
    return len({programme.lead_id for programme in programmes})
