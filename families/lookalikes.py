"""Who is perhaps already known: proposed before a duplicate is made, never merged."""

from dataclasses import dataclass

from families.models import Parent, Schooling
from partnerships.models import Structure, User
from partnerships.validators import fold


@dataclass(frozen=True)
class Lookalike:
    """No more than a name and the schools of the children, whoever asks (design.md section 4)."""

    parent: Parent
    schools: str
    # Whether this person may open the household.
    is_open: bool


def lookalikes(*, name: str, structure: Structure, user: User) -> list[Lookalike]:
    """The people of that structure who may bear this name, the closest first."""
    parents = Parent.objects.findable_in(structure).resembling(fold(name))
    if not parents:
        return []
    visible = set(
        Parent.objects.visible_to(user)
        .filter(pk__in=[parent.pk for parent in parents])
        .values_list("pk", flat=True)
    )
    schools = schools_of({parent.family_id for parent in parents})
    return [
        Lookalike(parent, ", ".join(schools.get(parent.family_id, [])), parent.pk in visible)
        for parent in parents
    ]


# How many a search proposes, and from how many on those who merely look alike are left out.
MOST = 8
ENOUGH = 4


def named_like(text, people) -> list[Parent]:
    """Those of these people whose name holds every word, then the closest; `schools` says which."""
    key = fold(text)
    if not key:
        return []
    found = list(people.search(key).in_name_order()[:MOST])
    if len(found) < ENOUGH:
        others = people.exclude(pk__in=[parent.pk for parent in found])
        found += others.resembling(key, most=MOST - len(found))
    return with_schools(found)


def with_schools(parents) -> list[Parent]:
    """Each parent with `schools`, the names of the schools of the children, in words."""
    parents = list(parents)
    schools = schools_of({parent.family_id for parent in parents}) if parents else {}
    for parent in parents:
        parent.schools = ", ".join(schools.get(parent.family_id, []))
    return parents


def schools_of(families):
    """{family: names of the schools of its children, the latest year first, each once}."""
    rows = Schooling.objects.filter(family__in=families).with_school().in_name_order()
    found = {}
    for row in rows:
        names = found.setdefault(row.family_id, [])
        if str(row.school) not in names:
            names.append(str(row.school))
    return found
