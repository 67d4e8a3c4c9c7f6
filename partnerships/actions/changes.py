"""Correcting a record: only what somebody changed is written, and a line says so."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.models import Structure, User


class Gone(ValidationError):
    """Somebody deleted the record in between; nothing was written."""


def locked(target: Model) -> Model:
    """The record as it is now, and nobody else’s until this transaction ends.

    Others may still add rows that point to it: they do not wait, and cannot deadlock. Refuses
    (Gone) one that was deleted since the page was shown.
    """
    rows = type(target)._default_manager.select_for_update(no_key=True)
    fresh = rows.filter(pk=target.pk).first()
    if fresh is None:
        raise Gone(
            _(
                "Quelqu’un l’a effacé pendant que vous écriviez : rien n’est enregistré. "
                "Copiez ce que vous voulez garder, puis rouvrez la page."
            ),
            code="gone",
        )
    return fresh


@transaction.atomic
def change(
    target: Model,
    *,
    values: Mapping[str, object],
    by: User,
    structure: Structure | None = None,
    family: int | None = None,
) -> Model:
    """Write those values on what the record is now, so that two people correcting lose nothing.

    Refuses (ValidationError) what breaks a rule of the model, and a record that is gone. Nothing
    to write leaves no line.
    """
    fresh = locked(target)
    if not values:
        return fresh
    several = {field.name for field in fresh._meta.many_to_many}
    for name in values.keys() - several:
        setattr(fresh, name, values[name])
    fresh.full_clean()
    fresh.save()
    for name in values.keys() & several:
        getattr(fresh, name).set(values[name])
    whose = {"structure": structure, "family": family}
    audit.record(audit.Verb.CHANGED, fresh, by=by, fields=sorted(values), **whose)
    return fresh


@transaction.atomic
def create(
    target: Model, *, by: User, structure: Structure | None = None, family: int | None = None
) -> Model:
    """A new record, with its line. Refuses (ValidationError) what breaks a rule of the model."""
    target.full_clean()
    target.save(force_insert=True)
    audit.record(audit.Verb.CREATED, target, by=by, structure=structure, family=family)
    return target


@transaction.atomic
def delete(
    target: Model, *, by: User, structure: Structure | None = None, family: int | None = None
) -> None:
    """A record written by mistake goes; its line stays."""
    audit.record(audit.Verb.DELETED, target, by=by, structure=structure, family=family)
    target.delete()
