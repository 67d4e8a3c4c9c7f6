"""What a federation, a funder or a town reads of the structures it observes; never a name.

Sex, QPV and age leave here by one door alone, structure by structure and for a whole school year,
so that no two tables can be subtracted: see people_of().
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evaluation.actions.rollups import current
from evaluation.disclosure import Disclosed, conceal
from evaluation.figures import Figures, Scope
from evaluation.measures import MEASURES, Figure
from evaluation.models import Indicator, Reading, Report
from evaluation.outside import ProgrammeLine
from evaluation.pledges import Period
from evaluation.rollups import Kept
from evaluation.tables import Hours, Table, numbers_from, value_of
from families.models import AgeBand, Gender, Qpv
from partnerships import french
from partnerships.calendar import school_year_bounds
from partnerships.models import Structure, User
from workshops.models import Programme, Workshop

# Nothing here counts people by something personal.
SHOWN = ["unique_parents", "families", "sessions_held", "hours_delivered", "participations"]
SHOWN += ["schools_reached"]
PERSONAL = [
    ("sexe", gettext_lazy("par sexe"), Gender, "by_gender"),
    ("qpv", gettext_lazy("en quartier prioritaire (QPV)"), Qpv, "by_qpv"),
    ("age", gettext_lazy("par âge au 31 décembre"), AgeBand, "by_age_band"),
]


@dataclass(frozen=True)
class Asked:
    """What one wants to see: a period, and what narrows it; years are those set side by side."""

    period: Period
    year: str
    years: tuple[str, ...]
    is_whole: bool
    territory: object = None
    scheme: object = None
    format: str = ""
    theme: object = None

    @property
    def narrows_workshops(self) -> bool:
        return bool(self.territory or self.format or self.theme)


def watched_by(user: User) -> frozenset[int]:
    return user.rights.watches | user.rights.observes


def programmes_of(user: User, asked: Asked) -> list[Programme]:
    """Of all the years set side by side and of the period, with their leads: one query."""
    bounds = [school_year_bounds(year) for year in asked.years]
    first = min(asked.period[0], *(day for day, _end in bounds))
    last = max(asked.period[1], *(day for _start, day in bounds))
    found = Programme.objects.counted_for(user).filter(
        lead__in=watched_by(user), starts_on__lte=last, ends_on__gte=first
    )
    if asked.scheme:
        found = found.filter(scheme=asked.scheme)
    return list(found.select_related("lead").order_by("lead__search_key", "sort_key", "pk"))


def workshops_of(programmes: list[Programme], asked: Asked) -> frozenset[int] | None:
    """The keys of those that answer; None when nothing narrows them."""
    if not asked.narrows_workshops:
        return None
    found = Workshop.objects.filter(programme__in=programmes)
    if asked.format:
        found = found.filter(format=asked.format)
    if asked.theme:
        found = found.filter(themes=asked.theme)
    if asked.territory:
        found = found.filter(
            in_territory("host__", asked.territory)
            | in_territory("schools__structure__", asked.territory)
        )
    return frozenset(found.order_by().values_list("pk", flat=True))


def in_territory(path: str, territory) -> Q:
    """A condition: the structure works there, or in a part of it."""
    return Q(**{f"{path}territories": territory}) | Q(**{f"{path}territories__parent": territory})


def overlapping(programmes: Iterable[Programme], period: Period) -> list[Programme]:
    return [
        programme
        for programme in programmes
        if programme.starts_on <= period[1] and programme.ends_on >= period[0]
    ]


@dataclass(frozen=True)
class Network:
    """Everything is read already: nothing here asks the database."""

    asked: Asked
    programmes: list[Programme]
    figures: Figures | Kept | None
    reports: list[Report]
    readings: list[Reading]

    @cached_property
    def current(self) -> list[Programme]:
        """Those of the period."""
        return overlapping(self.programmes, self.asked.period)

    @cached_property
    def structures(self) -> dict[Structure, list[Programme]]:
        """Their programmes of the period, in the order of their names."""
        found = {}
        for programme in self.current:
            found.setdefault(programme.lead, []).append(programme)
        return found

    def over(self, programmes: list[Programme], period: Period) -> Disclosed:
        return Disclosed(self.figures.only(*programmes).within(*period))

    def shown(self, programmes: list[Programme], period: Period) -> dict[str, Figure]:
        return self.over(programmes, period).measures(SHOWN)

    @cached_property
    def lines(self) -> list[ProgrammeLine]:
        return [
            ProgrammeLine(programme, self.shown([programme], self.asked.period))
            for programme in self.current
        ]

    @cached_property
    def total(self) -> dict[str, Figure] | None:
        return self.shown(self.current, self.asked.period) if self.current else None

    @property
    def period_in_words(self) -> str:
        return french.span_of_days(*self.asked.period)

    @cached_property
    def tables(self) -> list[Table]:
        if not self.current:
            return []
        return [self.by_structure, self.by_programme, self.by_year, *self.people, self.told]

    # -- Activity --------------------------------------------------------------------------------

    @cached_property
    def headers(self) -> list[str]:
        return [str(MEASURES[name].title) for name in SHOWN]

    @property
    def notes(self) -> list[str]:
        return [*self.total["unique_parents"].notes] if self.total else []

    @cached_property
    def by_structure(self) -> Table:
        rows = [
            [structure.name, *values(self.shown(programmes, self.asked.period))]
            for structure, programmes in self.structures.items()
        ]
        headers = [_("Structure"), *self.headers]
        total = [_("Ensemble"), *values(self.total)] if len(rows) > 1 else None
        return Table(
            "structures",
            _("Structure par structure"),
            headers,
            rows,
            numbers_from(1, headers),
            total,
            [
                *self.notes,
                _(
                    "Un parent venu plusieurs fois compte une fois ; les participations comptent "
                    "chaque venue. Dans le tableur, 1 h 30 s’écrit 1,5."
                ),
            ],
        )

    @cached_property
    def by_programme(self) -> Table:
        rows = [
            [line.programme.title, line.programme.lead.name, *values(line.figures)]
            for line in self.lines
        ]
        headers = [_("Programme"), _("Structure"), *self.headers]
        title = _("Programme par programme")
        return Table("programmes", title, headers, rows, numbers_from(2, headers))

    @cached_property
    def by_year(self) -> Table:
        rows = []
        for year in self.asked.years:
            period = school_year_bounds(year)
            if programmes := overlapping(self.programmes, period):
                rows.append([year, len(leads(programmes)), *values(self.shown(programmes, period))])
        headers = [_("Année scolaire"), _("Structures"), *self.headers]
        return Table(
            "annees",
            _("Année après année"),
            headers,
            rows,
            numbers_from(1, headers),
            None,
            [_("Les parents sont recomptés chaque année : les années ne s’additionnent pas.")],
        )

    # -- People ----------------------------------------------------------------------------------

    @cached_property
    def reported(self) -> dict[int, Report]:
        """Structures of which a report that this person reads tells the people, those days."""
        found, current = {}, {programme.pk: programme.lead_id for programme in self.current}
        for report in self.reports:
            if report.starts_on <= self.asked.period[1] and report.ends_on >= self.asked.period[0]:
                for programme in report.grant.programmes.all():
                    if programme.pk in current:
                        found.setdefault(current[programme.pk], report)
        return found

    @property
    def told_by(self) -> list[Report]:
        """Those reports, each once."""
        return list(dict.fromkeys(self.reported.values())) if self.asked.is_whole else []

    @cached_property
    def people(self) -> list[Table]:
        """Of a whole year and of everything; nothing narrower, which could be subtracted."""
        if not self.asked.is_whole or self.reported.keys() >= leads(self.current):
            return []
        return [without_masks(self.people_of(*attribute)) for attribute in PERSONAL]

    def people_of(self, key, title, choices, fold) -> Table:
        """One row a structure, left out where an issued report tells of the same people.

        The last row adds up those shown in full: it teaches nothing that they do not.
        """
        rows, full = [], []
        for structure, programmes in self.structures.items():
            if structure.pk in self.reported:
                continue
            shares = conceal(getattr(self.figures_of(programmes), fold)())
            parts = [share.parents for share in shares]
            rows.append([structure.name, *(_("masqué") if n is None else n for n in parts)])
            if None not in parts:
                full.append(parts)
        headers = [_("Structure"), *(str(choice.label).capitalize() for choice in choices)]
        return Table(
            key,
            _("Parents différents %(what)s") % {"what": title},
            headers,
            rows,
            numbers_from(1, headers),
            total_of(full, len(rows)),
            [
                _(
                    "Les petits nombres de personnes ne sont pas montrés, ni ce qui permettrait de "
                    "les retrouver. Ces chiffres se lisent par année entière, sans filtre."
                )
            ],
        )

    def figures_of(self, programmes: list[Programme]) -> Figures | Kept:
        return self.figures.only(*programmes).within(*self.asked.period)

    # -- Noted by hand ---------------------------------------------------------------------------

    @cached_property
    def told(self) -> Table:
        rows = [
            [
                reading.indicator.title,
                reading.indicator.programme.lead.name,
                french.span_of_days(reading.starts_on, reading.ends_on),
                " ".join(filter(None, [number_of(reading), reading.words])),
                reading.source,
            ]
            for reading in self.readings
        ]
        return Table(
            "releves",
            _("Relevés publiés"),
            [
                _("Indicateur"),
                _("Structure"),
                _("Période"),
                _("Ce qui est relevé"),
                _("D’où cela vient"),
            ],
            rows,
            empty=_("Aucune structure n’a publié de relevé sur cette période."),
        )


def without_masks(table: Table) -> Table:
    """A sentence says it better than a table of masks."""
    if any(isinstance(cell, int) for row in table.rows for cell in row):
        return table
    sentence = _("Il y a trop peu de personnes, ou de trop petits nombres, pour les montrer.")
    return replace(table, rows=[], empty=sentence)


def values(figures: dict[str, Figure]) -> list:
    return [in_hours(figures[name]) for name in SHOWN]


def in_hours(figure: Figure):
    value = value_of(figure)
    return Hours(value) if isinstance(value, Decimal) else value


def number_of(reading: Reading) -> str:
    if reading.value is None:
        return ""
    return f"{french.number(reading.value)}{french.SPACE}{reading.indicator.unit}".strip()


def leads(programmes: Iterable[Programme]) -> set[int]:
    return {programme.lead_id for programme in programmes}


def total_of(full: list[list[int]], structures: int) -> list | None:
    """People of two structures are two people: they are not matched. None when it says nothing."""
    if len(full) < 2:
        return None
    label = ngettext(
        "Ensemble, au plus (%(full)s structure montrée en entier sur %(all)s)",
        "Ensemble, au plus (%(full)s structures montrées en entier sur %(all)s)",
        len(full),
    ) % {"full": len(full), "all": structures}
    return [label, *(sum(column) for column in zip(*full, strict=True))]


def network(user: User, asked: Asked) -> Network:
    """Ten queries or so, whatever the number of structures, programmes and years."""
    programmes = programmes_of(user, asked)
    figures = figures_for(programmes, asked) if programmes else None
    reports = Report.objects.visible_to(user).issued().order_by("-ends_on", "-version", "-pk")
    reports = reports.select_related("grant__funder", "grant__holder")
    return Network(
        asked,
        programmes,
        figures,
        list(reports.prefetch_related("grant__programmes")),
        list(readings_of(user, programmes, asked)),
    )


def figures_for(programmes: list[Programme], asked: Asked) -> Figures | Kept:
    """From what is kept of whole years, and from the sheets of the days or the part asked."""
    if asked.period != school_year_bounds(asked.year) or asked.narrows_workshops:
        return figures_of_sheets(programmes, asked)
    rollups = current(programmes)
    # Who counts somebody known elsewhere counts them once with the others: only the sheets say who.
    if any(kept["has_strangers"] for kept in rollups.values()):
        return figures_of_sheets(programmes, asked)
    return Kept(Scope(tuple(programmes), *asked.period), rollups)


def figures_of_sheets(programmes: list[Programme], asked: Asked) -> Figures:
    starts_on = min(programme.starts_on for programme in programmes)
    ends_on = max(programme.ends_on for programme in programmes)
    workshops = workshops_of(programmes, asked)
    return Figures.of(Scope(tuple(programmes), starts_on, ends_on, workshops=workshops))


def readings_of(user: User, programmes: list[Programme], asked: Asked):
    """What was entered, checked, then published, of the programmes shown and of these days."""
    indicators = Indicator.objects.counted_for(user).filter(programme__in=programmes)
    found = Reading.objects.published().filter(
        indicator__in=indicators.order_by().values("pk"),
        starts_on__lte=asked.period[1],
        ends_on__gte=asked.period[0],
    )
    return found.select_related("indicator__programme__lead").order_by("indicator", "starts_on")
