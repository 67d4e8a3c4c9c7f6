"""How stable the team of a school is: counts drawn from the directory, never a score (PAR-053)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from partnerships.calendar import school_year, school_year_bounds
from partnerships.models import Partnership, Structure, Tenure, User


@dataclass(frozen=True)
class Stability:
    """Of those one knows there: the key persons, the first day of the longest there, who left."""

    structure: Structure
    people: int
    key_persons: int
    since: dt.date | None
    # Since the first of September.
    left: int


def stability(structure: Structure, tenures: Iterable[Tenure], today: dt.date) -> Stability:
    """A person with two functions is one; who only changed function has not left."""
    first, _last = school_year_bounds(school_year(today))
    begun = [each for each in tenures if each.starts_on <= today]
    there = [each for each in begun if not each.is_over(today)]
    keys = [each for each in there if each.is_key_person]
    over = {each.contact_id for each in begun if each.is_over(today) and each.ends_on >= first}
    present = {each.contact_id for each in there}
    return Stability(
        structure=structure,
        people=len(present),
        key_persons=len({each.contact_id for each in keys}),
        since=min((each.starts_on for each in keys), default=None),
        left=len(over - present),
    )


def of_schools(partnership: Partnership, user: User, today: dt.date) -> list[Stability]:
    """One line a school of the partnership."""
    schools = [party.structure for party in partnership.sides() if party.structure.kind == "school"]
    tenures = list(Tenure.objects.visible_to(user).filter(structure__in=schools))
    return [
        stability(school, [each for each in tenures if each.structure_id == school.pk], today)
        for school in schools
    ]
