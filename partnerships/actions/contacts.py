"""People of the directory: who they are, and the functions they hold, one after the other."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships import audit
from partnerships.actions import threads
from partnerships.actions.changes import change, locked
from partnerships.models import Contact, KnowledgeNote, Structure, Tenure, Term, User

# What an account says of its function until somebody says better.
FUNCTIONS = {
    "coordinator": _("coordination"),
    "facilitator": _("animation"),
    "partner": _("équipe"),
}


@transaction.atomic
def add_contact(*, contact: Contact, tenure: Tenure, by: User) -> Contact:
    """A person and the function by which one knows them (PAR-031); checked as of today.

    Refuses (ValidationError) what breaks a rule of either.
    """
    contact.checked_on = timezone.localdate()
    contact.full_clean()
    contact.save()
    audit.record(audit.Verb.CREATED, contact, by=by, structure=tenure.structure)
    tenure.contact = contact
    add_tenure(tenure=tenure, by=by)
    tie_account(contact=contact)
    return contact


@transaction.atomic
def add_tenure(*, tenure: Tenure, by: User) -> Tenure:
    """One more function; refuses (ValidationError) one that is already held."""
    locked(tenure.contact)
    tenure.full_clean()
    tenure.save()
    audit.record(audit.Verb.CREATED, tenure, by=by, structure=tenure.structure)
    return tenure


def tie_account(*, contact: Contact) -> None:
    """The account of the same e-mail, in a structure where the person works, is theirs."""
    if not contact.email or contact.account_id:
        return
    accounts = User.objects.filter(
        email=contact.email.lower(),
        contact__isnull=True,
        memberships__structure__in=contact.tenures.values("structure"),
    )
    if account := accounts.first():
        contact.account = account
        contact.save()


@transaction.atomic
def introduce(*, account: User, structure: Structure, by: User) -> Tenure:
    """A colleague who has an account, and is not yet in the directory, enters it."""
    role = account.memberships.current().filter(structure=structure).order_by("pk").first()
    contact = getattr(account, "contact", None) or Contact(
        first_name=account.first_name,
        last_name=account.last_name or account.email,
        email=account.email,
        account=account,
    )
    tenure = Tenure(
        structure=structure,
        function=FUNCTIONS.get(getattr(role, "role", ""), FUNCTIONS["partner"]),
        starts_on=role.starts_on if role else timezone.localdate(),
    )
    if contact.pk:
        tenure.contact = contact
        return add_tenure(tenure=tenure, by=by)
    add_contact(contact=contact, tenure=tenure, by=by)
    return tenure


@transaction.atomic
def change_contact(*, contact: Contact, values: Mapping[str, object], by: User) -> Contact:
    """Correct a record, which is then checked as of today (PAR-032)."""
    values = {**values, "checked_on": timezone.localdate()}
    fresh = change(contact, values=values, by=by, structure=structure_of(contact))
    tie_account(contact=fresh)
    return fresh


def check_contact(*, contact: Contact, by: User) -> Contact:
    """Somebody called, and everything was right."""
    return change_contact(contact=contact, values={}, by=by)


def structure_of(contact: Contact) -> Structure | None:
    """Whose journal tells of that person: where they came last."""
    latest = contact.tenures.select_related("structure").order_by("-starts_on", "-pk").first()
    return latest.structure if latest else None


def change_tenure(*, tenure: Tenure, values: Mapping[str, object], by: User) -> Tenure:
    """Correct a function that was noted wrongly; one that ends is ended, never rewritten."""
    return change(tenure, values=values, by=by, structure=tenure.structure)


@transaction.atomic
def end_tenure(
    *,
    tenure: Tenure,
    ends_on: dt.date,
    end_reason: str,
    successor: Tenure | None = None,
    takes_threads: bool = False,
    by: User,
) -> Tenure:
    """Somebody leaves a function; the threads they held end with it (PAR-050, PAR-051).

    `takes_threads`: the successor holds each of those threads from the day after.
    Refuses (ValidationError) an end before the start, and no reason.
    """
    tenure = locked(tenure)
    tenure.ends_on, tenure.end_reason, tenure.successor = ends_on, end_reason, successor
    tenure.full_clean()
    tenure.save()
    audit.record(
        audit.Verb.CHANGED,
        tenure,
        by=by,
        structure=tenure.structure,
        fields=["end_reason", "ends_on", "successor"],
    )
    let_go = threads.end_threads_of(tenure=tenure, by=by)
    if successor and takes_threads:
        for thread in let_go:
            threads.take_over(thread=thread, tenure=successor, by=by)
    return tenure


@transaction.atomic
def write_knowledge(*, structure: Structure, aspect: Term, text: str, by: User) -> None:
    """What is to be understood about a partner, one aspect at a time (PAR-058, PAR-059).

    Dated today; an empty text takes the note away.
    """
    structure = locked(structure)
    note = KnowledgeNote.objects.filter(structure=structure, aspect=aspect).first()
    if not text:
        if note:
            audit.record(audit.Verb.DELETED, note, by=by, structure=structure)
            note.delete()
        return
    note = note or KnowledgeNote(structure=structure, aspect=aspect)
    is_new = note.pk is None
    note.text, note.written_on = text, timezone.localdate()
    note.full_clean()
    note.save()
    verb = audit.Verb.CREATED if is_new else audit.Verb.CHANGED
    audit.record(verb, note, by=by, structure=structure, fields=["text"])


def record_export(*, structures: Iterable[Structure], columns: Iterable[str], by: User) -> None:
    """The line an export of the contacts leaves in the journal of each structure of whoever asks."""
    audit.record_all(
        [
            audit.line(audit.Verb.EXPORTED, structure, by=by, structure=structure, fields=columns)
            for structure in structures
        ]
    )
