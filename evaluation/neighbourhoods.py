"""Where nothing happens yet: neighbourhoods against actions, schools and the parents who came.

How many live where is told in two words only, « moins de dix » or « dix ou plus »: nothing can be
subtracted from them.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.network import Network
from evaluation.tables import Table
from partnerships import french
from partnerships.models import Party, Structure, Territory
from workshops.models import Attendance, Session

MANY = 10


@dataclass(frozen=True)
class Gap:
    """One neighbourhood; schools are those that work with none of the structures."""

    territory: Territory
    workshops: int
    has_many_parents: bool
    schools: list[str]

    @property
    def is_open(self) -> bool:
        return not self.workshops or not self.has_many_parents or bool(self.schools)

    @property
    def name(self) -> str:
        if self.territory.kind != Territory.Kind.QPV:
            return self.territory.name
        return _("%(name)s (QPV)") % {"name": self.territory.name}

    @property
    def action(self) -> str:
        if not self.workshops:
            return _("Aucune action cette année.")
        text = ngettext("%(count)s action.", "%(count)s actions.", self.workshops)
        return text % {"count": french.number(self.workshops)}

    @property
    def parents(self) -> str:
        if self.has_many_parents:
            return _("Dix parents venus ou plus y habitent.")
        return _("Moins de dix parents venus y habitent, à notre connaissance.")

    @property
    def partners(self) -> str:
        if not self.schools:
            return _("Toutes les écoles connues ont un partenariat, ou aucune n’est connue.")
        return _("Sans partenariat : %(schools)s.") % {"schools": ", ".join(self.schools)}


def gaps(network: Network) -> list[Gap]:
    """Every neighbourhood around the structures shown; five queries."""
    structures = list(network.structures)
    around = Territory.objects.around(structures).filter(
        kind__in=[Territory.Kind.NEIGHBOURHOOD, Territory.Kind.QPV]
    )
    territories = list(around.distinct().order_by("sort_key", "pk"))
    places, schools = ground(territories)
    happening, partnered = actions(network, places), schools_of(structures)
    living = parents_by_territory(network)
    return [
        Gap(
            territory,
            len(happening[territory.pk]),
            living[territory.pk] >= MANY,
            [name for school, name in schools[territory.pk] if school not in partnered],
        )
        for territory in territories
    ]


def ground(territories):
    """(structure → its territories, territory → its schools and their names)."""
    links = (
        Structure.objects.filter(territories__in=territories)
        .order_by("search_key", "pk")
        .values_list("pk", "territories", "kind", "name")
    )
    known = {territory.pk for territory in territories}
    places, schools = defaultdict(set), defaultdict(list)
    for structure, territory, kind, name in links:
        if territory in known:
            places[structure].add(territory)
            if kind == Structure.Kind.SCHOOL:
                schools[territory].append((structure, name))
    return places, schools


def actions(network: Network, places) -> dict[int, set[int]]:
    """Territory → the workshops that met, or will, in a structure or with a school of its own."""
    sessions = Session.objects.filter(workshop__programme__in=network.current)
    sessions = sessions.between(*network.asked.period).exclude(status=Session.Status.CANCELLED)
    found = defaultdict(set)
    lines = sessions.order_by().values_list(
        "workshop", "workshop__host", "school", "workshop__schools"
    )
    for workshop, *where in lines.distinct():
        for structure in where:
            for territory in places.get(structure, ()):
                found[territory].add(workshop)
    return found


def schools_of(structures) -> set[int]:
    """The parties of the partnerships of these structures; that there is one, and nothing of it."""
    parties = Party.objects.filter(partnership__parties__structure__in=structures)
    return set(parties.order_by().values_list("structure", flat=True))


def parents_by_territory(network: Network) -> Counter:
    """Different parents who came, by where their family said it lives."""
    came = Attendance.objects.taken_part().filter(
        programme__in=network.current, date__range=network.asked.period
    )
    lines = (
        came.order_by()
        .values_list("parent__family__neighbourhood", "parent__family__qpv")
        .annotate(number=Count("parent", distinct=True))
    )
    living = Counter()
    for neighbourhood, qpv, number in lines:
        for territory in {neighbourhood, qpv} - {None}:
            living[territory] += number
    return living


def table_of(found: list[Gap]) -> Table:
    rows = [[gap.name, gap.action, gap.parents, gap.partners] for gap in found if gap.is_open]
    return Table(
        "quartiers",
        _("Quartier par quartier : ce qui manque"),
        [_("Quartier"), _("Actions"), _("Parents"), _("Écoles")],
        rows,
        notes=[
            _(
                "Le quartier d’une famille n’est connu que si elle l’a dit. Une action compte là où "
                "travaillent la structure qui l’accueille et les écoles concernées."
            )
        ],
        empty=_("Rien ne manque, ou aucun quartier n’est noté autour de ces structures."),
    )
