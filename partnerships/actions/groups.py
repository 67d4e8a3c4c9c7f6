"""Working groups: contacts of the directory and parents, counted."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from partnerships.actions.changes import change, create
from partnerships.models import Contact, User, WorkingGroup


@transaction.atomic
def open_group(
    *, group: WorkingGroup, contacts: Iterable[Contact], parents: int, by: User
) -> WorkingGroup:
    """« Constituer un groupe de travail parentalité » (PAR-105)."""
    create(group, by=by)
    compose(group, contacts, parents)
    return group


@transaction.atomic
def change_group(
    *,
    group: WorkingGroup,
    values: Mapping[str, object],
    contacts: Iterable[Contact],
    parents: int,
    by: User,
) -> WorkingGroup:
    """Refuses (ValidationError) an end before the start."""
    group = change(group, values=values, by=by)
    compose(group, contacts, parents)
    return group


def compose(group: WorkingGroup, contacts: Iterable[Contact], parents: int) -> None:
    """Who is in it, said whole; parents are a number, never names."""
    contacts = set(contacts)
    group.members.exclude(contact__in=contacts, contact__isnull=False).delete()
    known = set(group.members.values_list("contact", flat=True))
    for contact in sorted(contacts, key=str):
        if contact.pk not in known:
            group.members.create(contact=contact)
    if parents:
        group.members.create(parents=parents)
