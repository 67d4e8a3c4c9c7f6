"""The local diagnosis: who does what, where, for whom, with whom, since when; and what is missing.

Published facts alone: what the directory says of structures, and the workshops of the programmes
one may read, or whose figures one may read. Never a person, nor a figure of people.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from django.db.models import Count, Min, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluation.network import in_territory
from evaluation.pledges import Period
from evaluation.tables import Table
from partnerships import french
from partnerships.calendar import school_year
from partnerships.models import Agreement, Structure, Term, Territory, User
from workshops.models import Programme, Workshop

CHILDREN = {Workshop.Format.PARENTS_CHILDREN}
WITH_SCHOOL = {Workshop.Format.TOGETHER, Workshop.Format.MEAL, Workshop.Format.MIXED}
# What a page shows open; above, a theme opens when one asks, some actions at a time.
FEW = 12
AT_A_TIME = 20


@dataclass(frozen=True)
class Action:
    """One workshop as anybody may hear of it."""

    workshop: Workshop
    themes: list[str]
    places: list[str]
    partners: list[str]

    @property
    def who(self) -> str:
        return self.workshop.programme.lead.name

    @property
    def format(self) -> str:
        return str(Workshop.Format(self.workshop.format).label)

    @property
    def what(self) -> str:
        return f"{self.workshop.title} ({self.format})"

    @property
    def whom(self) -> str:
        return self.workshop.programme.addressed_to or audience(self.workshop.format)

    @property
    def since(self) -> str:
        first = self.workshop.first_on or self.workshop.programme.starts_on
        return date_format(first, "F Y")

    @property
    def held(self) -> int:
        return self.workshop.sessions_held

    def row(self) -> list:
        return [
            self.what,
            self.who,
            joined(self.places),
            self.whom,
            joined(self.partners),
            self.since,
            self.held,
        ]


def audience(format: str) -> str:
    if format in CHILDREN:
        return _("parents et enfants")
    if format in WITH_SCHOOL:
        return _("parents et équipe de l’école")
    return _("parents")


def joined(names: list[str]) -> str:
    return ", ".join(names) or french.NOTHING


@dataclass(frozen=True)
class Theme:
    """The actions of one theme; the last one gathers those without any."""

    label: str
    actions: list[Action]

    @property
    def handfuls(self) -> list[list[Action]]:
        """Even parts, in the order of their titles: a telephone never unrolls hundreds at once."""
        number = ceil(len(self.actions) / AT_A_TIME)
        size = ceil(len(self.actions) / number)
        return [self.actions[start : start + size] for start in range(0, len(self.actions), size)]

    @property
    def table(self) -> Table:
        rows = [action.row() for action in self.actions]
        return Table("theme", self.label, headers(), rows, frozenset({6}))


def headers() -> list[str]:
    return [
        _("Action"),
        _("Qui"),
        _("Où"),
        _("Pour qui"),
        _("Avec qui"),
        _("Depuis"),
        _("Séances tenues"),
    ]


@dataclass(frozen=True)
class Words:
    """What somebody wrote of the place, with the year it was written for."""

    year: str
    title: str
    text: str
    url: str


@dataclass(frozen=True)
class Inventory:
    """Everything is read already: nothing here asks the database."""

    year: str
    territory: Territory | None
    actions: list[Action]
    structures: list[Structure]
    territories: list[Territory]
    themes: list[Term]
    words: list[Words]

    @cached_property
    def by_theme(self) -> list[Theme]:
        """In the order of the list of themes; an action of two themes is told twice."""
        found = defaultdict(list)
        for action in self.actions:
            for theme in action.themes or [""]:
                found[theme].append(action)
        named = [
            Theme(theme.label, found[theme.label]) for theme in self.themes if found[theme.label]
        ]
        others = [Theme(_("Sans thème noté"), found[""])] if found[""] else []
        return named + others

    @property
    def is_short(self) -> bool:
        """Whether every theme is open; otherwise one reads how many there are of each first."""
        return sum(len(theme.actions) for theme in self.by_theme) <= FEW

    @property
    def has_many_structures(self) -> bool:
        return len(self.structures) > FEW

    @cached_property
    def missing(self) -> list[tuple[str, list[str]]]:
        """Territory → the themes that neither an action nor a structure takes up there."""
        taken = self.taken_up
        lines = []
        for territory in self.territories:
            absent = [each.label for each in self.themes if each.label not in taken[territory.pk]]
            lines.append((str(territory), absent))
        return lines

    @cached_property
    def taken_up(self) -> dict[int, set[str]]:
        taken = defaultdict(set)
        for action in self.actions:
            for structure in [action.workshop.host, *schools_of(action.workshop)]:
                for territory in structure.territories.all():
                    taken[territory.pk].update(action.themes)
        for structure in self.structures:
            for territory in structure.territories.all():
                taken[territory.pk].update(term.label for term in structure.themes.all())
        return taken

    # -- As tables -------------------------------------------------------------------------------

    @property
    def tables(self) -> Iterator[Table]:
        """One after the other: a page that takes none away makes none."""
        yield self.table_of_actions
        yield self.table_of_structures
        yield self.table_of_gaps

    @property
    def table_of_actions(self) -> Table:
        rows = [[theme.label, *action.row()] for theme in self.by_theme for action in theme.actions]
        title = _("Actions de %(year)s") % {"year": self.year}
        return Table("actions", title, [_("Thème"), *headers()], rows, frozenset({7}))

    @property
    def table_of_structures(self) -> Table:
        rows = [
            [
                structure.name,
                structure.get_kind_display(),
                joined([str(territory) for territory in structure.territories.all()]),
                joined([term.label for term in structure.themes.all()]),
                structure.mission or french.NOTHING,
            ]
            for structure in self.structures
        ]
        headers = [_("Structure"), _("Nature"), _("Territoires"), _("Thèmes"), _("Mission")]
        return Table(
            "annuaire",
            _("Structures du territoire"),
            headers,
            rows,
            empty=_("L’annuaire ne connaît aucune structure ici."),
        )

    @property
    def table_of_gaps(self) -> Table:
        rows = [[place, joined(themes)] for place, themes in self.missing if themes]
        return Table(
            "manques",
            _("Thèmes que rien ne porte encore"),
            [_("Territoire"), _("Thèmes sans action ni structure")],
            rows,
            notes=[
                _("D’après ce que vous voyez ici : une action que personne n’a notée y manque.")
            ],
            empty=_("Chaque thème a son action, ou aucun territoire n’est noté."),
        )


def schools_of(workshop: Workshop) -> list[Structure]:
    return [school.structure for school in workshop.schools.all()]


# -- Reading it ----------------------------------------------------------------------------------


def inventory(user: User, *, year: str, period: Period, territory=None, theme=None) -> Inventory:
    """A dozen queries, whatever there is to tell."""
    mine = list(around(user))
    territories = list(Territory.objects.around(mine).distinct().order_by("kind", "sort_key", "pk"))
    if territory:
        territories = [each for each in territories if territory.pk in {each.pk, each.parent_id}]
    themes = [theme] if theme else list(Term.objects.of(Term.Vocabulary.THEME))
    return Inventory(
        year,
        territory,
        [action_of(workshop) for workshop in workshops(user, period, territory, theme)],
        list(directory(territories, theme)),
        territories,
        themes,
        words_of(user, period),
    )


def around(user: User):
    """The structures of this person: theirs, and those they observe."""
    rights = user.rights
    return Structure.objects.filter(pk__in=rights.belongs_to | rights.watches | rights.observes)


def workshops(user: User, period: Period, territory, theme):
    """Those of the year that one sees, and those whose figures one reads."""
    counted = Programme.objects.counted_for(user).order_by().values("pk")
    seen = Workshop.objects.visible_to(user).order_by().values("pk")
    found = Workshop.objects.filter(
        Q(programme__in=counted) | Q(pk__in=seen),
        programme__starts_on__lte=period[1],
        programme__ends_on__gte=period[0],
    )
    if territory:
        there = in_territory("host__", territory)
        there |= in_territory("schools__structure__", territory)
        found = found.filter(pk__in=Workshop.objects.filter(there).values("pk"))
    if theme:
        found = found.filter(themes=theme)
    return (
        found.annotate(
            first_on=Min("sessions__date", filter=~Q(sessions__status="cancelled")),
            sessions_held=Count("sessions", filter=Q(sessions__status="held"), distinct=True),
        )
        .select_related("programme__lead", "host")
        .prefetch_related("themes", "host__territories", "schools__structure__territories")
        .order_by("sort_key", "pk")
    )


def action_of(workshop: Workshop) -> Action:
    schools, lead = schools_of(workshop), workshop.programme.lead_id
    others = [each.name for each in [workshop.host, *schools] if each.pk != lead]
    places = [str(territory) for territory in workshop.host.territories.all()]
    where = workshop.place or workshop.host.name
    return Action(
        workshop,
        [term.label for term in workshop.themes.all()],
        [where, *places],
        list(dict.fromkeys(others)),
    )


def directory(territories: list[Territory], theme):
    """What the directory says of the structures of these territories; schools have their pages."""
    found = Structure.objects.filter(territories__in=territories)
    found = found.exclude(kind=Structure.Kind.SCHOOL)
    if theme:
        found = found.filter(themes=theme)
    return found.distinct().prefetch_related("territories", "themes").in_name_order()


def words_of(user: User, period: Period) -> list[Words]:
    """The diagnoses that this person may read, the last first: of agreements, then programmes."""
    year = int(school_year(period[0])[:4])
    agreements = Agreement.objects.visible_to(user).filter(school_year__lte=year)
    agreements = agreements.exclude(diagnosis="").select_related("partnership")
    programmes = Programme.objects.visible_to(user).filter(starts_on__lte=period[1])
    programmes = programmes.exclude(diagnosis="")
    return [
        Words(each.year, str(each.partnership), each.diagnosis, each.partnership.get_absolute_url())
        for each in agreements.order_by("-school_year", "pk")
    ] + [
        Words(school_year(each.starts_on), each.title, each.diagnosis, each.get_absolute_url())
        for each in programmes.order_by("-starts_on", "pk")
    ]
