"""Search-or-add: whom one may mean, those who look like it included, before creating anybody."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from families.models import Parent, Schooling
from partnerships.calendar import first_year
from partnerships.validators import fold
from workshops.models import Programme, Session

MOST = 6
SHORTEST = 2
# From so many on, those who merely look alike are left out.
ENOUGH = 4


@dataclass(frozen=True)
class Proposal:
    """Somebody known of the structure: a short name and the schools of the children, no more."""

    id: str
    name: str
    schools: list[str]
    is_noted: bool
    looks_like: bool = False


def propose(session: Session, text: str) -> list[Proposal]:
    """Whom one may mean on a sheet; who is on it already is marked so."""
    noted = set(session.attendances.values_list("parent", flat=True))
    return find(text, programme=session.workshop.programme, noted=noted)


def find(text: str, *, programme: Programme, noted: Collection[int] = ()) -> list[Proposal]:
    """Those whose name holds every word, then those whose name is close to what was typed."""
    key = fold(text)
    if len(key) < SHORTEST:
        return []
    known = Parent.objects.findable_for(programme)
    found = list(known.search(key).in_name_order()[:MOST])
    close = []
    if len(found) < ENOUGH:
        others = known.exclude(pk__in=[parent.pk for parent in found])
        close = others.resembling(key, most=MOST - len(found))
    schools = schools_of({parent.family_id for parent in [*found, *close]})
    return [
        Proposal(
            id=str(parent.pk),
            name=parent.get_short_name(),
            schools=sorted(schools[parent.family_id]),
            is_noted=parent.pk in noted,
            looks_like=parent in close,
        )
        for parent in [*found, *close]
    ]


def schools_of(families):
    """The schools of this school year, by household."""
    this_year = first_year(timezone.localdate())
    schoolings = Schooling.objects.of_year(this_year).filter(family__in=families)
    found = defaultdict(set)
    for schooling in schoolings.with_school():
        found[schooling.family_id].add(str(schooling.school))
    return found
