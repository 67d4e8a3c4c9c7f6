"""What a measure is, and the figure it gives for a scope."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerships import french

if TYPE_CHECKING:
    from evaluation.figures import Figures


class Unit(StrEnum):
    PARENTS = "parents"
    FAMILIES = "families"
    PARTICIPATIONS = "participations"
    SESSIONS = "sessions"
    MINUTES = "minutes"
    PERCENT = "percent"
    SCHOOLS = "schools"
    GROUPS = "groups"
    PATHWAYS = "pathways"
    SUPPORTS = "supports"
    REFERRALS = "referrals"
    CHILDREN = "children"
    LANGUAGES = "languages"
    PARTNERS = "partners"
    ACTIONS = "actions"
    REVIEWS = "reviews"


# One and several of what a unit counts; hours and percentages carry theirs.
NOUNS = {
    Unit.PARENTS: gettext_lazy("parent,parents"),
    Unit.FAMILIES: gettext_lazy("famille,familles"),
    Unit.PARTICIPATIONS: gettext_lazy("participation,participations"),
    Unit.SESSIONS: gettext_lazy("séance,séances"),
    Unit.SCHOOLS: gettext_lazy("établissement,établissements"),
    Unit.GROUPS: gettext_lazy("groupe,groupes"),
    Unit.PATHWAYS: gettext_lazy("parcours,parcours"),
    Unit.SUPPORTS: gettext_lazy("accompagnement,accompagnements"),
    Unit.REFERRALS: gettext_lazy("orientation,orientations"),
    Unit.CHILDREN: gettext_lazy("enfant,enfants"),
    Unit.LANGUAGES: gettext_lazy("langue,langues"),
    Unit.PARTNERS: gettext_lazy("partenaire,partenaires"),
    Unit.ACTIONS: gettext_lazy("action,actions"),
    Unit.REVIEWS: gettext_lazy("bilan,bilans"),
}


def write(value, unit: Unit | None) -> str:
    """A value as it is read: « 1 234 », « 15 h 30 », « 81,3 % »; unknown is said."""
    if value is None:
        return _("inconnu")
    if unit == Unit.MINUTES:
        return french.hours(value)
    if unit == Unit.PERCENT:
        return f"{french.number(value)}{french.SPACE}%"
    return french.number(value)


def write_whole(value, unit: Unit) -> str:
    """With its noun, for a sentence: « 34 parents », « 15 h 30 »."""
    if value is None or unit not in NOUNS:
        return write(value, unit)
    return french.count(value, NOUNS[unit])


class Level(StrEnum):
    """What evaluators call the place of an indicator: what was done, or what came of it."""

    OUTPUT = "output"
    RESULT = "result"


class Kind(StrEnum):
    """What the rows behind a figure are; see the keys of Found."""

    PEOPLE = "people"  # parent
    FAMILIES = "families"  # family key
    PRESENCES = "presences"  # (session, parent), None for a parent without a name
    SESSIONS = "sessions"  # (session, amount in the unit of the measure)
    EXPECTED = "expected"  # (session, came, expected)
    SCHOOLS = "schools"  # school
    GROUPS = "groups"  # workshop
    COMPLETIONS = "completions"  # (workshop, parent)
    SUPPORTS = "supports"  # (support, minutes)
    REFERRALS = "referrals"  # referral
    CHILDREN = "children"  # (session, children counted there)
    HOMES = "homes"  # (family key, children declared)
    PLACES = "places"  # (session, in the room, places)
    LANGUAGES = "languages"  # language
    PARTNERS = "partners"  # structure
    ACTIONS = "actions"  # workshop
    REVIEWS = "reviews"  # review
    OPINIONS = "opinions"  # (survey, answers that say yes, answers)


@dataclass(frozen=True)
class Found:
    """What a fold finds: the rows, and their value when it is not their number."""

    keys: list
    value: int | Decimal | None = None
    # People of whom the attribute is not known.
    unknown: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    name: str
    title: str
    unit: Unit
    definition: str
    level: Level
    kind: Kind
    fold: Callable[["Figures"], Found]
    # Distinct people: at least so many when some came without a name, at most over structures.
    is_unique: bool = False
    # Counts people by something personal: hidden when small, outside the structure.
    is_personal: bool = False
    # Told outside by an issued report alone: a school must not learn of a support from a figure.
    is_internal: bool = False

    def of(self, figures: "Figures") -> "Figure":
        return self.figure(self.fold(figures), figures)

    def figure(self, found: Found, figures) -> "Figure":
        """What was found, as it is read: of Figures, or of what is kept (evaluation.rollups)."""
        is_count = found.value is None and self.unit != Unit.PERCENT
        return Figure(
            measure=self,
            value=len(found.keys) if is_count else found.value,
            keys=found.keys,
            unknown=found.unknown,
            is_at_least=self.is_unique and figures.unnamed > 0,
            is_at_most=self.is_unique and len(figures.scope.leads) > 1,
            notes=(*found.notes, *self.warnings(figures)),
        )

    def warnings(self, figures: "Figures"):
        if self.is_unique and figures.unnamed:
            yield ngettext(
                "%(count)s présence sans nom n’est pas ajoutée.",
                "%(count)s présences sans nom ne sont pas ajoutées.",
                figures.unnamed,
            ) % {"count": french.number(figures.unnamed)}
        if self.is_unique and len(figures.scope.leads) > 1:
            yield _(
                "Au plus : une même personne peut être connue de plusieurs structures, "
                "qui ne rapprochent pas leurs noms."
            )


@dataclass(frozen=True)
class Figure:
    """A value and where it comes from; None is unknown, hidden is known and not shown."""

    measure: Measure
    value: int | Decimal | None
    keys: list
    unknown: int = 0
    is_at_least: bool = False
    is_at_most: bool = False
    is_hidden: bool = False
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.measure.name

    @property
    def title(self) -> str:
        return str(self.measure.title)

    @property
    def unit(self) -> Unit:
        return self.measure.unit

    @property
    def definition(self) -> str:
        return str(self.measure.definition)

    @property
    def evidence(self) -> list:
        """The keys of the rows behind the figure; what they are is measure.kind."""
        return self.keys

    @property
    def prefix(self) -> str:
        """What a unique count must say: « au moins », « au plus », or neither bound is sure."""
        if self.is_at_least and self.is_at_most:
            return _("environ")
        if self.is_at_least:
            return _("au moins")
        return _("au plus") if self.is_at_most else ""

    @property
    def amount(self) -> str:
        """The value alone, without « au moins » nor the unknown."""
        return _("masqué") if self.is_hidden else write(self.value, self.unit)

    @property
    def text(self) -> str:
        """The whole figure in words: « au moins 34 », « 21, et 5 inconnus », « 15 h 30 »."""
        if self.is_hidden or self.value is None:
            return self.amount
        text = f"{self.prefix}{french.SPACE}{self.amount}" if self.prefix else self.amount
        if not self.unknown:
            return text
        return ngettext(
            "%(text)s, et %(count)s inconnu", "%(text)s, et %(count)s inconnus", self.unknown
        ) % {"text": text, "count": french.number(self.unknown)}

    def hidden(self) -> "Figure":
        """The same, once it may not be told: nothing of the value is left in it."""
        notes = (_("Les petits nombres de personnes ne sont pas montrés."),)
        if self.measure.is_internal:
            notes = (_("Ce chiffre reste dans la structure."),)
        return replace(self, value=None, keys=[], unknown=0, is_hidden=True, notes=notes)

    def frozen(self) -> dict:
        """What an issued report keeps: plain values, no person."""
        return {
            "name": self.name,
            "title": self.title,
            "unit": str(self.unit),
            "value": None if self.value is None else float(self.value),
            "text": self.text,
            "definition": self.definition,
            "notes": [str(note) for note in self.notes],
        }
