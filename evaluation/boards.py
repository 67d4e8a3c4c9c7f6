"""What a dashboard shows: promises first, then the months, the other measures, the groups."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluation import charts
from evaluation.breakdowns import GroupLine, Share
from evaluation.breakdowns import Line as BreakdownLine
from evaluation.disclosure import Disclosed
from evaluation.figures import Figures
from evaluation.measures import MEASURES, Figure, Level, write
from evaluation.models import Grant
from evaluation.pledges import Period, Pledge, Promise, pledges_of
from evaluation.querysets import NOTICE
from evaluation.scopes import WHOLE, Part, in_words
from evaluation.years import Year, years_of
from partnerships import french
from partnerships.calendar import months_between
from workshops.models import Programme

# What only a programme with a pathway has.
OF_GROUPS = {"cohorts_started", "pathways_completed"}


def programme_evidence(programme: int, measure: str, period: Period, part: Part) -> str:
    return over(reverse("evaluation:evidence", args=[programme, measure]), period, part)


def grant_evidence(grant: Grant, measure: str, period: Period, part: Part) -> str:
    return over(reverse("evaluation:grant_evidence", args=[grant.pk, measure]), period, part)


def over(url: str, period: Period, part: Part) -> str:
    """The same page over these days, of this part: what CountedForm reads."""
    asked = {"starts_on": period[0], "ends_on": period[1], "shape": part.format}
    asked |= {
        name: place.key for name, place in part._asdict().items() if place and name != "format"
    }
    return f"{url}?{urlencode({name: value for name, value in asked.items() if value})}"


@dataclass(frozen=True)
class Line:
    """A measure of the table under the promises; pledge when the programme watches it."""

    figure: Figure
    pledge: Pledge | None
    url: str

    @property
    def title(self) -> str:
        return self.pledge.title if self.pledge else self.figure.title


@dataclass(frozen=True)
class Engagement:
    """A promise with its target, as the big figures show it."""

    pledge: Pledge
    gap: str
    url: str
    # Shown when the page tells of several programmes.
    programme: Programme | None = None
    # What comes next: the group about to start.
    ahead: str = ""

    @property
    def reach(self) -> str:
        if not self.pledge.is_measured:
            return ""
        unit = self.pledge.unit
        return charts.reach(
            self.pledge.figure.value,
            self.pledge.target,
            subject=self.pledge.title,
            show=lambda value: write(value, unit),
        )

    @property
    def sentence(self) -> str:
        """The gap; or, without one, why there is none."""
        said = self.gap or " ".join(self.pledge.figure.notes)
        return f"{said} {self.ahead}".strip()

    @property
    def counts_people(self) -> bool:
        return self.pledge.figure.name == "unique_parents"


@dataclass(frozen=True)
class Board:
    """Everything is read already: nothing here asks the database.

    evidence_of is None for who may not see the people behind the figures.
    """

    figures: Figures | Disclosed
    promises: list[Promise]
    today: date
    evidence_of: Callable[[str, Period, Part], str] | None = None
    # What one chose to count; promises are about the whole, and wait.
    part: Part = WHOLE
    # Everything the seasons hold, for the years; None where it is not asked.
    seasons: Figures | Disclosed | None = None
    # Whoever reads figures alone cannot open the page of a workshop.
    opens_workshops: bool = True

    @property
    def counted(self) -> str:
        """« Tous les ateliers, du 1er septembre 2026 au 31 août 2027 »."""
        return in_words(self.part, *self.period)

    @property
    def is_narrowed(self) -> bool:
        return any(self.part)

    @property
    def period(self) -> Period:
        return self.figures.scope.starts_on, self.figures.scope.ends_on

    @property
    def is_partial(self) -> bool:
        """Small counts of people may be hidden from this reader."""
        return isinstance(self.figures, Disclosed)

    @cached_property
    def pledges(self) -> list[Pledge]:
        return [] if self.is_narrowed else pledges_of(self.promises, self.figures)

    @cached_property
    def engagements(self) -> list[Engagement]:
        programmes = {programme.pk: programme for programme in self.figures.scope.programmes}
        return [
            Engagement(
                pledge,
                pledge.gap(self.today),
                self.url_of_pledge(pledge),
                programmes[pledge.promise.programme] if len(programmes) > 1 else None,
                self.ahead_of(pledge),
            )
            for pledge in self.pledges
            if pledge.figure and pledge.target is not None
        ]

    def ahead_of(self, pledge: Pledge) -> str:
        """« Groupe 10 commence le 31 mars. », beside the number of groups."""
        if pledge.figure.name != "cohorts_started":
            return ""
        programmes = {programme.pk: programme for programme in self.figures.scope.programmes}
        own = self.figures.only(programmes[pledge.promise.programme])
        coming = own.next_start(self.today)
        if not coming:
            return ""
        group, day = coming
        return _("« %(group)s » commence le %(day)s.") % {
            "group": group.title,
            "day": french.day(day),
        }

    def url_of_pledge(self, pledge: Pledge) -> str:
        if not self.evidence_of:
            return ""
        promise = pledge.promise
        period = (pledge.starts_on, pledge.ends_on)
        return programme_evidence(promise.programme, promise.measure, period, promise.part)

    @cached_property
    def told(self) -> list[tuple[Pledge, str]]:
        """What is not computed from the sheets, entered or told in words, and its gap."""
        return [(each, each.gap(self.today)) for each in self.pledges if not each.figure]

    @cached_property
    def lines(self) -> list[Line]:
        """Every measure that has no big figure of its own, the watched ones first."""
        shown = {
            engagement.pledge.figure.name
            for engagement in self.engagements
            if not any(engagement.pledge.promise.part)
        }
        watched = [line for line in map(self.line_of, self.pledges) if line]
        watched = [line for line in watched if line.pledge.about or line.figure.name not in shown]
        told = shown | {line.figure.name for line in watched if not line.pledge.about}
        told |= set() if self.groups else OF_GROUPS
        if self.is_partial:
            told |= {name for name, each in MEASURES.items() if not self.figures.tells(each)}
        return watched + [
            Line(self.figures.measure(name), None, self.url_of(name))
            for name in MEASURES
            if name not in told
        ]

    def line_of(self, pledge: Pledge) -> Line | None:
        """Of what is watched without a target."""
        if not pledge.figure or pledge.target is not None:
            return None
        return Line(pledge.figure, pledge, self.url_of_pledge(pledge))

    def url_of(self, name: str) -> str:
        return self.evidence_of(name, self.period, self.part) if self.evidence_of else ""

    @cached_property
    def levels(self) -> list[tuple[str, list[Line]]]:
        """What was done, then what came of it."""
        titles = {Level.OUTPUT: _("Ce qui a été fait"), Level.RESULT: _("Ce que cela donne")}
        found = [
            (title, [line for line in self.lines if line.figure.measure.level == level])
            for level, title in titles.items()
        ]
        return [(title, lines) for title, lines in found if lines]

    @cached_property
    def shares(self) -> list[tuple[str, list[Share]]]:
        """The different parents by what is known of them, the unknown said; nothing from afar."""
        if self.is_partial and self.figures.is_from_afar:
            return []
        return [
            (_("Sexe"), self.figures.by_gender()),
            (_("Âge"), self.figures.by_age_band()),
            (_("Quartier prioritaire (QPV)"), self.figures.by_qpv()),
            (_("Première fois"), self.figures.by_novelty()),
        ]

    @cached_property
    def by_school(self) -> list[BreakdownLine]:
        return self.figures.by_school()

    @cached_property
    def by_structure(self) -> list[BreakdownLine]:
        return self.figures.by_structure()

    @cached_property
    def years(self) -> list[Year]:
        return years_of(self.seasons, self.today) if self.seasons else []

    # -- Month by month ------------------------------------------------------------------------

    @property
    def title_of_chart(self) -> str:
        return _("Parents différents, mois après mois")

    @cached_property
    def chart(self) -> str:
        ahead = [month for month in self.months if month > self.today]
        return charts.line_chart(
            _("Parents différents"),
            [(month, total) for month, total in self.figures.cumulative() if month <= self.today],
            ahead=ahead,
            target=self.target_of_chart,
        )

    @cached_property
    def months(self) -> list[date]:
        return months_between(*self.period)

    @cached_property
    def target_of_chart(self) -> int | None:
        """Of the one promise about different parents over this very period."""
        targets = [
            pledge.target
            for pledge in self.pledges
            if pledge.promise.measure == "unique_parents"
            and (pledge.starts_on, pledge.ends_on) == self.period
            and pledge.target is not None
        ]
        return int(targets[0]) if len(targets) == 1 else None

    @cached_property
    def by_month(self) -> list[dict]:
        """The lines of the table under the chart, up to this month."""
        lines = zip(self.figures.by_month(), self.figures.cumulative(), strict=True)
        return [
            {"month": month, "line": line, "total": total}
            for line, (month, total) in lines
            if month <= self.today
        ]

    # -- Groups --------------------------------------------------------------------------------

    @cached_property
    def groups(self) -> list[GroupLine]:
        return self.figures.groups()

    @property
    def shows_people(self) -> bool:
        return not self.is_partial

    @cached_property
    def groups_with_people(self) -> list[GroupLine]:
        return [line for line in self.groups if line.parents]

    @cached_property
    def elsewhere(self) -> int:
        """People of no group: they came to the other workshops only."""
        return self.figures.outside_groups

    @cached_property
    def twice(self) -> int:
        """How many times somebody of a group is in another one too."""
        people = self.figures.measure("unique_parents").value - self.elsewhere
        return sum(line.parents for line in self.groups_with_people) - people

    @property
    def twice_text(self) -> str:
        return french.gap(-self.twice)


@dataclass(frozen=True)
class DueReport:
    """When the report of a grant is awaited; state is stop (late), wait (soon) or far."""

    sentence: str
    state: str


def request_of(grant: Grant, today: date) -> DueReport | None:
    """« Demande à déposer avant le 31 mars, dans 21 jours »; None once it is past or answered."""
    if not grant.request_due_on or grant.request_due_on < today or grant.awarded is not None:
        return None
    sentence = _("Demande à déposer avant le %(day)s, %(late)s") % {
        "day": french.day(grant.request_due_on),
        "late": french.late(grant.request_due_on),
    }
    return DueReport(sentence, "wait" if grant.request_due_on <= today + NOTICE else "far")


def due_of(grant: Grant, today: date) -> DueReport | None:
    """« Rapport à rendre le 31 mars, dans 21 jours »; None when nobody awaits one."""
    if not grant.report_due_on:
        return None
    sentence = _("Rapport à rendre le %(day)s, %(late)s") % {
        "day": french.day(grant.report_due_on),
        "late": french.late(grant.report_due_on),
    }
    if grant.report_due_on < today:
        return DueReport(sentence, "stop")
    return DueReport(sentence, "wait" if grant.report_due_on <= today + NOTICE else "far")
