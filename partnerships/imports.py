"""From an upload to its list: kept in the database, shown before it is written, written once.

Closes what the stock upload of django-import-export leaves open: files left in a shared folder,
a preview confirmed by somebody else or twice, a failure half-way (reliability.md, finding 4).
"""

import hashlib
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _
from import_export.tmp_storages import BaseStorage

from partnerships import audit
from partnerships.formats import SafeCSV, SafeXLSX
from partnerships.models import ImportFile, User
from partnerships.resources import FileResource
from partnerships.resources.files import Entry, Remark
from partnerships.spreadsheets import Limits

LIMITS = Limits()
SHOWN = 50
SAMPLES = 3


@dataclass(frozen=True)
class Preview:
    """What a file would do, or what is wrong with it; everything a page needs to say so."""

    name: str
    announced: str
    recognised: list[str]
    ignored: list[str]
    samples: list[str]
    new: list[Entry]
    changed: list[Entry]
    unchanged: int
    refusals: list[Remark]
    warnings: list[Remark]
    notes: list[str]
    ticket: str = field(default="", compare=False)

    @property
    def is_refused(self):
        return bool(self.refusals)

    @property
    def changes_something(self):
        return bool(self.new or self.changed)


class DatabaseStorage(BaseStorage):
    """The temporary storage of the library, bound to one person and one list, for one use."""

    def __init__(self, *, owner, kind, **kwargs):
        super().__init__(**kwargs)
        self.owner, self.kind = owner, kind

    def save(self, data, file_name=""):
        purge()
        kept = ImportFile.objects.create(
            owner=self.owner,
            kind=self.kind,
            # The end of a name says what it is.
            name=file_name[-80:],
            sha256=hashlib.sha256(data).hexdigest(),
            content=data,
        )
        self.name = kept.pk

    def find(self):
        """Locked, so that of two confirmations at once the second finds nothing.

        Refuses alike a ticket that was used, is out of date, is not theirs, or never was.
        """
        theirs = ImportFile.objects.visible_to(self.owner).filter(kind=self.kind, pk=self.name)
        if kept := theirs.select_for_update().first():
            return kept
        raise ValidationError(
            _(
                "Cet aperçu a déjà servi, a plus d’une heure ou n’est pas le vôtre : rien n’a été "
                "importé. Déposez le fichier à nouveau."
            ),
            code="ticket",
        )

    def remove(self):
        ImportFile.objects.filter(owner=self.owner, pk=self.name).delete()


def kilobytes(ticket: str, *, by: User) -> int:
    """What that upload weighs, before anything is done with it; nothing when it is not theirs."""
    sent = ImportFile.objects.visible_to(by).filter(pk=ticket)
    found = sent.annotate(size=Length("content")).values_list("size", flat=True).first()
    return (found or 0) // 1000


def purge() -> int:
    """Deletes the uploads nobody confirmed within the hour; returns how many."""
    deleted, _rows = ImportFile.objects.out_of_date().delete()
    return deleted


def preview(*, resource: FileResource, data: bytes, name: str, storage, by) -> Preview:
    """Rehearses the import, then undoes it; keeps the file only if there is something to confirm.

    Refuses, as a ValidationError in French, a file that cannot be read as this list.
    """
    found = rehearse(resource=resource, data=data, name=name, by=by)
    if found.is_refused or not found.changes_something:
        return found
    storage.save(data, file_name=name)
    return Preview(**vars(found) | {"ticket": storage.name})


def rehearse(*, resource, data, name, by) -> Preview:
    with transaction.atomic():
        found = run(resource=resource, data=data, name=name, by=by, dry_run=True)
        transaction.set_rollback(True)
    return found


def confirm(*, resource: FileResource, storage, by) -> Preview:
    """Writes what was shown, in one transaction with its line of the journal; works once.

    Refuses a ticket that is not usable, and a file that the list, changed since, no longer takes.
    """
    try:
        with transaction.atomic():
            kept = storage.find()
            data = bytes(kept.content)
            storage.remove()
            done = run(resource=resource, data=data, name=kept.name, by=by, dry_run=False)
            refuse_what_changed(done)
            note(kept, done, by=by)
            return done
    except (ValidationError, IntegrityError) as error:
        storage.remove()
        if isinstance(error, IntegrityError):
            raise outrun() from error
        raise


def run(*, resource, data, name, by, dry_run) -> Preview:
    """The library reads the rows and writes them; what it found is told in our words."""
    spreadsheet = (SafeXLSX if name.casefold().endswith(".xlsx") else SafeCSV)()
    spreadsheet.file_name, spreadsheet.limits = name, LIMITS
    dataset = spreadsheet.create_dataset(data)
    result = resource.import_data(
        dataset,
        dry_run=dry_run,
        use_transactions=True,
        rollback_on_validation_errors=True,
        file_name=name,
        user=by,
    )
    for failure in [*result.base_errors, *(row.errors[0] for row in result.error_rows)]:
        raise failure.error
    return told(resource, result, name, str(spreadsheet.announced))


def told(resource, result, name, announced) -> Preview:
    refusals = [
        Remark(resource.lines[row.number - 1], text)
        for row in result.invalid_rows
        for text in row.error.messages
    ]
    entries = resource.entries
    samples = [resource.describe(row.instance) for row in result.rows[:SAMPLES] if row.instance]
    return Preview(
        name=name,
        announced=announced,
        recognised=resource.recognised,
        ignored=resource.ignored,
        samples=samples,
        new=[entry for entry in entries if entry.is_new],
        changed=[entry for entry in entries if not entry.is_new],
        unchanged=resource.unchanged,
        refusals=refusals,
        warnings=resource.warnings,
        notes=[str(note) for note in resource.notes()],
    )


def refuse_what_changed(done):
    if done.is_refused:
        raise outrun()


def outrun():
    return ValidationError(
        _(
            "La liste a changé depuis l’aperçu et ne peut plus recevoir ce fichier : rien n’a été "
            "importé. Déposez-le à nouveau."
        ),
        code="outrun",
    )


def note(kept, done, *, by):
    """One line for the file; each row that changed has its own."""
    reason = f"{kept.kind} : +{len(done.new)} ~{len(done.changed)} ={done.unchanged}"
    audit.record(audit.Verb.IMPORTED, kept, by=by, reason=f"{reason} {kept.sha256[:16]}")
