"""What is done as time passes: announce, keep for a reason, forget."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from families import lines
from families.actions import erasure
from families.models import Erasure, Family, Referral
from families.retention import Ending, endings, named_families
from partnerships import letters
from partnerships.actions.changes import change
from partnerships.calendar import months_after
from partnerships.models import Structure, User


@dataclass(frozen=True)
class Passed:
    """What one night did, or would do."""

    announced: list[Ending]
    forgotten: list[Ending]
    referrals: int


def keep(*, family: Family, until: dt.date, because: str, today: dt.date, by: User) -> Family:
    """Keep a household past its term, until a day and for a written reason.

    Refuses (ValidationError) a day that is past, or further than the ordinary term from today, and
    an empty reason.
    """
    furthest = months_after(today, settings.RETENTION_MONTHS)
    if not today < until <= furthest:
        raise ValidationError(
            {
                "kept_until": _("Choisissez un jour à venir, dans les %(months)s mois au plus.")
                % {"months": settings.RETENTION_MONTHS}
            }
        )
    if not because.strip():
        raise ValidationError({"kept_because": _("Dites pourquoi : on vous le demandera.")})
    values = {"kept_until": until, "kept_because": because, "warned_on": None}
    return change(family, values=values, by=by, **lines.of(family))


def pass_time(*, today: dt.date, is_rehearsal: bool = False) -> Passed:
    """Announce what reaches its term, forget what was announced a month ago and is past it.

    A contact since the announcement takes it back. Each household is a transaction of its own: one
    that fails does not keep the others.
    """
    families = named_families()
    near = endings(families, today)
    passed = Passed(
        announced=[each for each in near if not each.family.warned_on],
        forgotten=[each for each in near if each.is_over],
        referrals=outdated_referrals(today).count(),
    )
    if not is_rehearsal:
        take_back(families, near)
        announce(passed.announced, today)
        for each in passed.forgotten:
            forget(each.family)
        for referral in outdated_referrals(today):
            erasure.forget_referral(referral=referral, by=None)
    return passed


@transaction.atomic
def take_back(families, near):
    """Somebody was seen since, or it is kept: nothing is announced any more."""
    heard = families.filter(warned_on__isnull=False).exclude(pk__in=[e.family.pk for e in near])
    for family in heard:
        change(family, values={"warned_on": None}, by=None, **lines.of(family))


def announce(near: list[Ending], today: dt.date) -> None:
    by_structure = defaultdict(list)
    for each in near:
        change(each.family, values={"warned_on": today}, by=None, **lines.of(each.family))
        by_structure[each.family.structure].append(each)
    for structure, found in by_structure.items():
        write(structure, len(found), min(each.ends_on for each in found))


def write(structure: Structure, number: int, ends_on: dt.date) -> None:
    """To the coordinators: how many and when, no name."""
    context = {"structure": structure, "number": number, "ends_on": ends_on}
    for coordinator in User.objects.coordinating([structure]):
        letters.send(
            "families/emails/retention.txt",
            context,
            to=coordinator.email,
            subject=gettext_lazy("Des fiches de familles seront bientôt oubliées"),
        )


def forget(family: Family) -> None:
    for parent in family.parents.named():
        erasure.erase_unread(parent=parent, reason=Erasure.Reason.RETENTION, by=None)


def outdated_referrals(today: dt.date):
    """Of people nobody registered: their voucher has been out of date for as long."""
    last_day = months_after(today, -settings.RETENTION_MONTHS)
    return Referral.objects.filter(
        parent=None, received_as=None, forgotten_on=None, valid_until__lte=last_day
    )
