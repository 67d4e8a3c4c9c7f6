"""Search-or-add: whom one may mean, those who look like it included, before creating anybody."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Prefetch
from django.utils import timezone

from families.models import Parent, Schooling
from partnerships.calendar import FIRST_MONTH
from partnerships.validators import fold
from workshops.models import Session

MOST = 6
SHORTEST = 2
LIKENESS = 0.75


@dataclass(frozen=True)
class Proposal:
    """Somebody known of the structure: a short name and the schools of the children, no more."""

    id: str
    name: str
    schools: list[str]
    is_noted: bool
    looks_like: bool = False


def propose(session: Session, text: str) -> list[Proposal]:
    """Those whose name holds every word, then those whose name is close to what was typed."""
    key = fold(text)
    if len(key) < SHORTEST:
        return []
    known = Parent.objects.findable_for(session.workshop.programme)
    found = list(known.search(key).order_by("search_key", "pk").values_list("pk", flat=True)[:MOST])
    close = alike(known.exclude(pk__in=found), key)[: MOST - len(found)]
    noted = set(session.attendances.values_list("parent", flat=True))
    parents = with_schools(Parent.objects.filter(pk__in=[*found, *close])).in_bulk()
    return [
        Proposal(
            id=str(pk),
            name=parents[pk].get_short_name(),
            schools=schools_of(parents[pk]),
            is_noted=pk in noted,
            looks_like=pk in close,
        )
        for pk in [*found, *close]
    ]


def alike(known, key):
    """Primary keys of those whose first name, or whole name, is nearly what was typed."""
    likeness = {
        pk: max(ratio(key, other), ratio(key.split()[0], other.split()[0]))
        for pk, other in known.filter(search_key__startswith=key[0])
        .order_by()
        .values_list("pk", "search_key")
    }
    close = [pk for pk, score in likeness.items() if score >= LIKENESS]
    return sorted(close, key=lambda pk: (-likeness[pk], pk))


def ratio(one, other):
    return SequenceMatcher(None, one, other).ratio()


def with_schools(parents):
    today = timezone.localdate()
    year = today.year if today.month >= FIRST_MONTH else today.year - 1
    schoolings = Schooling.objects.of_year(year).select_related("school__structure")
    return parents.select_related("family").prefetch_related(
        Prefetch("family__schoolings", queryset=schoolings, to_attr="this_year")
    )


def schools_of(parent):
    return sorted({str(schooling.school) for schooling in parent.family.this_year})
