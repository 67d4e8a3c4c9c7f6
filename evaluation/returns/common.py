"""What the returns share: whose, when, workshop by workshop; figures in full."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.figures import Figures, Scope
from evaluation.figures import Line as Counted
from evaluation.pledges import Period
from evaluation.tables import Table, hours
from partnerships.models import Structure
from workshops.models import Programme, Workshop

BY_HAND = gettext_lazy(
    "Les cases vides se remplissent à la main : la plateforme ne tient aucune fiche d’enfant."
)


@dataclass(frozen=True)
class Return:
    """The tables of one survey, read already."""

    structure: Structure
    period: Period
    tables: list[Table]


def programmes_of(structure: Structure, period: Period, scheme: str = "") -> list[Programme]:
    found = structure.programmes.filter(starts_on__lte=period[1], ends_on__gte=period[0])
    return list(found.filter(scheme__label=scheme) if scheme else found)


def figures_of(programmes: Iterable[Programme], period: Period, workshops) -> Figures:
    kept = frozenset(workshop.pk for workshop in workshops)
    return Figures.of(Scope(tuple(programmes), *period, workshops=kept))


def workshops_of(programmes: Iterable[Programme]) -> list[Workshop]:
    found = Workshop.objects.filter(programme__in=list(programmes)).order_by("sort_key", "pk")
    return list(found.prefetch_related("schools__structure"))


def by_workshop(figures: Figures):
    """A function from a workshop to what was held, and to how many different parents."""
    held = [meeting.workshop for meeting in figures.held]
    return figures.broken_down(held, figures.came.workshop)


def shares(title: str, found) -> list[list]:
    return [
        [_("%(title)s : %(part)s") % {"title": title, "part": share.label}, share.parents]
        for share in found
    ]


def number_headers() -> list[str]:
    return [
        _("Séances réalisées"),
        _("Heures face public"),
        _("Parents différents"),
        _("Participations"),
    ]


def numbers(line: Counted) -> list:
    return [line.sessions, hours(line.minutes), line.parents, line.participations]
