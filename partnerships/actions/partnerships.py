"""How a partnership starts, and what its parties write in it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.actions.changes import change, locked
from partnerships.models import Partnership, Party, Structure, Term, User


@transaction.atomic
def open_partnership(
    *,
    partnership: Partnership,
    structures: Iterable[Structure],
    grounds: Mapping[str, Iterable[Term]] = MappingProxyType({}),
    by: User,
) -> Partnership:
    """Tie those structures, the one that takes the step first (PAR-026).

    `grounds` says its levers, purposes, schemes and actors (PAR-067, PAR-070, PAR-075).
    Refuses (ValidationError) a structure named twice, and an end before the start.
    """
    partnership.full_clean()
    partnership.save()
    for name, terms in grounds.items():
        getattr(partnership, name).set(terms)
    first, *others = structures
    audit.record(audit.Verb.CREATED, partnership, by=by, structure=first)
    for structure in (first, *others):
        add_party(partnership=partnership, structure=structure, by=by)
    return partnership


@transaction.atomic
def add_party(*, partnership: Partnership, structure: Structure, by: User) -> Party:
    """One more structure around the table; refuses (ValidationError) one that is already there."""
    party = Party(partnership=locked(partnership), structure=structure)
    party.full_clean()
    party.save()
    audit.record(audit.Verb.CREATED, party, by=by, structure=structure)
    return party


@transaction.atomic
def remove_party(*, party: Party, by: User) -> None:
    """Take back a structure added by mistake; one that leaves is told by the stage and the dates.

    Refuses (ValidationError) to leave fewer than two, or nobody of one’s own to go on writing.
    """
    # Locked: two people removing the last two at once leave one.
    partnership, party = locked(party.partnership), locked(party)
    if partnership.parties.count() <= 2:
        raise ValidationError(
            _("Un partenariat tient à deux parties au moins : ajoutez-en une autre d’abord.")
        )
    audit.record(audit.Verb.DELETED, party, by=by, structure=party.structure)
    party.delete()
    if not Partnership.objects.writable_by(by).filter(pk=partnership.pk).exists():
        raise ValidationError(
            _("Votre structure ne s’en retire pas ainsi : dites plutôt le partenariat terminé.")
        )


def change_partnership(
    *, partnership: Partnership, values: Mapping[str, object], by: User
) -> Partnership:
    """Refuses (ValidationError) an end before the start."""
    return change(partnership, values=values, by=by)


def change_party(*, party: Party, values: Mapping[str, object], by: User) -> Party:
    """Roles, complementarity and limits of one side (PAR-026, PAR-027, PAR-028)."""
    return change(party, values=values, by=by, structure=party.structure)
