"""What was promised against what is done: an indicator, its target over a period, its figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.disclosure import Disclosed
from evaluation.figures import Figures
from evaluation.measures import MEASURES, Figure, Unit, write, write_whole
from evaluation.models import Indicator, Reading
from evaluation.readings import published_of, text_of
from evaluation.scopes import WHOLE, Named, Part
from partnerships import french

# Below so many days, the time left is said in days.
FEW_DAYS = 14

Period = tuple[date, date]


@dataclass(frozen=True)
class Promise:
    """One line of an indicator, with one of its targets or none; nothing computed yet."""

    indicator: int
    programme: int
    title: str
    kind: str
    measure: str
    target: Decimal | None
    starts_on: date | None
    ends_on: date | None
    # What it is about, when it is not the whole programme.
    part: Part = WHOLE
    # Of what no sheet counts: its own words, and what was published of it, the latest first.
    unit: str = ""
    definition: str = ""
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class Pledge:
    """A promise and where one stands; figure is None when it is not computed from the sheets.

    What was published of it over these days stands then in its place.
    """

    promise: Promise
    figure: Figure | None
    starts_on: date
    ends_on: date

    @property
    def title(self) -> str:
        return self.promise.title

    @property
    def target(self) -> Decimal | None:
        return self.promise.target

    @property
    def about(self) -> str:
        """« Compté : café des parents, accueil : centre du Port »; nothing of the whole programme."""
        words = self.promise.part.words
        return _("Compté : %(part)s.") % {"part": words} if words and self.figure else ""

    @property
    def unit(self) -> Unit | None:
        return self.figure.unit if self.figure else None

    @property
    def reading(self) -> Reading | None:
        """The latest one published that touches these days."""
        for reading in self.promise.readings:
            if reading.starts_on <= self.ends_on and reading.ends_on >= self.starts_on:
                return reading
        return None

    @property
    def value(self) -> Decimal | int | None:
        if self.figure:
            return self.figure.value
        return self.reading.value if self.reading else None

    @property
    def obtained(self) -> str:
        """Where one stands, as it is read: « au moins 34 », « 12 familles »; empty when unknown."""
        if self.figure:
            return self.figure.text
        return text_of(self.reading) if self.reading else ""

    @property
    def definition(self) -> str:
        if self.figure:
            return f"{self.figure.definition} {self.about}".strip()
        return self.promise.definition

    @property
    def target_text(self) -> str:
        if self.target is None:
            return ""
        return f"{write(self.target, self.unit)}{french.SPACE}{self.promise.unit}".strip()

    @property
    def is_measured(self) -> bool:
        """Is there a value to set against a target?"""
        return self.value is not None and self.target is not None

    @property
    def share(self) -> Decimal | None:
        """How far, from 0 to 1 and beyond; None without a value or with a target of 0."""
        return self.value / self.target if self.is_measured and self.target else None

    @property
    def variance(self) -> Decimal | None:
        """Done minus promised, in the unit of the measure."""
        return self.value - self.target if self.is_measured else None

    @property
    def variance_text(self) -> str:
        """« −66 », « +1 h », « +6 » (points of a rate); an en dash without a target."""
        if self.variance is None:
            return french.NOTHING
        return french.gap(self.variance, "hours" if self.unit == Unit.MINUTES else "number")

    @property
    def variance_percent(self) -> str:
        """The gap in % of the target; « n.s. », not significant, when the target is 0."""
        if self.variance is None:
            return french.NOTHING
        if not self.target:
            return _("n.s.")
        percent = (100 * self.variance / self.target).quantize(Decimal(1), ROUND_HALF_UP)
        return f"{french.gap(percent)}{french.SPACE}%"

    @property
    def sentence_of_figure(self) -> str:
        """« 34 parents sur 100 », what a drawing says to whoever does not see it."""
        prefix = self.figure.prefix if self.figure else ""
        done = f"{prefix} {write_whole(self.value, self.unit)}".strip()
        return _("%(done)s sur %(target)s") % {"done": done, "target": self.target_text}

    def gap(self, today: date) -> str:
        """« Il en manque 66, il reste 16 semaines. »"""
        if not self.is_measured:
            return ""
        if self.variance >= 0:
            return surplus(self.variance, self.unit)
        missing = amount(-self.variance, self.unit)
        if self.figure and self.figure.is_at_least:
            missing = _("au plus %(gap)s") % {"gap": missing}
        if today > self.ends_on:
            return sentence_when_over(self.unit) % {"gap": missing}
        return sentence(self.unit) % {"gap": missing, "left": time_left(today, self)}


def amount(value: Decimal, unit: Unit) -> str:
    """Of a gap: percentages differ by points."""
    if unit != Unit.PERCENT:
        return write(value, unit)
    return ngettext("%(gap)s point", "%(gap)s points", int(value)) % {"gap": french.number(value)}


def surplus(beyond: Decimal, unit: Unit) -> str:
    if not beyond:
        return _("C’est atteint, tout juste.")
    return _("C’est atteint, et dépassé de %(gap)s.") % {"gap": amount(beyond, unit)}


def sentence(unit: Unit) -> str:
    if unit in (Unit.MINUTES, Unit.PERCENT):
        return _("Il manque %(gap)s, %(left)s.")
    return _("Il en manque %(gap)s, %(left)s.")


def sentence_when_over(unit: Unit) -> str:
    if unit in (Unit.MINUTES, Unit.PERCENT):
        return _("Il a manqué %(gap)s.")
    return _("Il en a manqué %(gap)s.")


def time_left(today: date, pledge: Pledge) -> str:
    if today < pledge.starts_on:
        return _("la période commence le %(day)s") % {"day": french.day(pledge.starts_on)}
    days = (pledge.ends_on - today).days + 1
    if days >= FEW_DAYS:
        return _("il reste %(count)s semaines") % {"count": days // 7}
    return ngettext("il reste %(count)s jour", "il reste %(count)s jours", days) % {"count": days}


# -- Reading and computing them ----------------------------------------------------------------


def promises_of(indicators: QuerySet[Indicator]) -> list[Promise]:
    """One query: every target of every indicator, and the indicators without any.

    One more when some are entered or told in words: what was published of them.
    """
    lines = indicators.order_by("order", "pk", "targets__starts_on").values_list(
        "pk",
        "programme_id",
        "title",
        "kind",
        "measure",
        "targets__value",
        "targets__starts_on",
        "targets__ends_on",
        "format",
        *("theme", "theme__label", "school", "school__structure__name"),
        *("territory", "territory__name", "host", "host__name", "unit", "definition"),
    )
    told = {line[0] for line in lines if line[3] != Indicator.Kind.COMPUTED}
    readings = published_of(told) if told else {}
    return [
        Promise(*line[:8], part_of(*line[8:-2]), *line[-2:], tuple(readings.get(line[0], ())))
        for line in lines
    ]


def part_of(format: str, *named) -> Part:
    """From a form of workshop, then four keys, each followed by its name."""
    pairs = zip(named[::2], named[1::2], strict=True)
    return Part(format, *(Named(key, name) if key else None for key, name in pairs))


def pledges_of(promises: Iterable[Promise], figures: Figures | Disclosed) -> list[Pledge]:
    """Each promise over its own period, or over the scope when it has none.

    A target whose period does not touch the scope is left out.
    """
    programmes = {programme.pk: programme for programme in figures.scope.programmes}
    scope, computed = figures.scope, {}
    pledges = []
    for promise in promises:
        period = (promise.starts_on or scope.starts_on, promise.ends_on or scope.ends_on)
        programme = programmes.get(promise.programme)
        if programme is None or period[0] > scope.ends_on or period[1] < scope.starts_on:
            continue
        key = (programme, promise.part, *period)
        if key not in computed:
            computed[key] = figures.only(programme).of_part(promise.part).within(*period)
        measure = promise.measure in MEASURES
        figure = computed[key].measure(promise.measure) if measure else None
        pledges.append(Pledge(promise, figure, *period))
    return pledges
