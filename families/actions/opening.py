"""An administrator of the platform opens a record: rare, said why, and told to who answers for it."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy

from families import lines
from families.models import Family
from partnerships import audit, letters
from partnerships.models import User


@transaction.atomic
def open_family(*, family: Family, reason: str, by: User) -> None:
    """Leave the line with its reason, and write to the structure’s coordinators (T09)."""
    audit.record(audit.Verb.READ, family, by=by, reason=reason, **lines.of(family))
    transaction.on_commit(partial(tell, family, reason, by))


def tell(family, reason, by):
    """The letter names nobody of the household."""
    for coordinator in User.objects.coordinating([family.structure]):
        letters.send(
            "families/emails/opened.txt",
            {"family": family, "reason": reason, "by": by},
            to=coordinator.email,
            subject=gettext_lazy("Une fiche famille a été ouverte par l’administration"),
        )
