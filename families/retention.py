"""How long a family is kept: so many months after the last contact, announced a month before.

Source: CNIL, délibération 2023-095 (accompagnement social: two years from the last contact).
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from families.models import Family, Parent
from partnerships import registry
from partnerships.calendar import months_after

NOTICE = dt.timedelta(days=30)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Ending:
    """A household that reaches its term within the month, or has passed it."""

    family: Family
    # None when nothing dated was ever noted.
    last_on: dt.date | None
    # Its term: months after the last contact, or the day after the one it was kept until.
    due_on: dt.date
    # When it will really be forgotten: never less than a month after it was announced.
    ends_on: dt.date
    # Announced long enough ago, and its term passed.
    is_over: bool


def named_families() -> QuerySet[Family]:
    """Households in which somebody still has a name, with those people."""
    people = Prefetch("parents", Parent.objects.named().in_name_order())
    return Family.objects.named().select_related("structure").prefetch_related(people)


def last_contacts(families: QuerySet[Family]) -> dict[int, dt.date]:
    """The last day anybody of each was seen, helped or heard, whichever floor knows of it."""
    found = {}
    for rows in registry.last_contacts.ask(families.order_by().values("pk")):
        for row in rows:
            if row["day"]:
                found[row["family"]] = max(row["day"], found.get(row["family"], dt.date.min))
    return found


def endings(families: QuerySet[Family], today: dt.date) -> list[Ending]:
    """Those that reach their term within the month, the nearest first."""
    last = last_contacts(families)
    found = [ending(family, last.get(family.pk), today) for family in families]
    found = [each for each in found if each.due_on <= today + NOTICE]
    return sorted(found, key=lambda each: (each.ends_on, each.family.pk))


def ending(family: Family, last_on: dt.date | None, today: dt.date) -> Ending:
    due_on = months_after(last_on, settings.RETENTION_MONTHS) if last_on else today
    if family.kept_until:
        due_on = max(due_on, family.kept_until + DAY)
    ends_on = max(due_on, (family.warned_on or today) + NOTICE)
    is_over = family.warned_on is not None and ends_on <= today
    return Ending(family, last_on, due_on, ends_on, is_over)
