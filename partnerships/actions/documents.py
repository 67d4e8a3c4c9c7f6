"""What the parties of a partnership keep together: added, renamed, taken back."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit, files, registry
from partnerships.actions.changes import change, create, delete
from partnerships.models import Agreement, Document, Partnership, Structure, User

# Where the ground writes, and which column knows what is there; the floors above have a slot.
FOLDERS = [("documents", Document, "file"), ("logos", Structure, "logo")]
# A file may be a moment ahead of its row.
LEFT_ALONE = dt.timedelta(hours=1)


def add(*, document: Document, paper: files.SafeFile, by: User) -> Document:
    """Refuses (ValidationError) a file already there, and the agreement of others."""
    refuse_elsewhere(document.agreement, document.partnership)
    document.media_type, document.size = paper.media_type, paper.size
    document.sha256, document.added_by = paper.sha256, by
    with files.kept(document.file, paper):
        return create(document, by=by, structure=side_of(document.partnership, by))


def refuse_elsewhere(agreement: Agreement | None, partnership: Partnership) -> None:
    if agreement and agreement.partnership_id != partnership.pk:
        raise ValidationError({"agreement": _("Cet accord est celui d’un autre partenariat.")})


def side_of(partnership: Partnership, user: User) -> Structure | None:
    """In whose journal the line goes: the side this person sits on."""
    sides = partnership.structures.filter(pk__in=user.rights.belongs_to)
    return sides.order_by("parties__pk").first()


def change_document(*, document: Document, values: Mapping[str, object], by: User) -> Document:
    """Its title, its kind, the agreement it goes with; the file itself never changes.

    Refuses (ValidationError) the agreement of others.
    """
    refuse_elsewhere(values.get("agreement"), document.partnership)
    return change(document, values=values, by=by, structure=side_of(document.partnership, by))


@transaction.atomic
def remove(*, document: Document, by: User) -> None:
    """The row, then the file once that stands; the line of the journal stays."""
    files.forget(document.file)
    delete(document, by=by, structure=side_of(document.partnership, by))


def note_reading(*, document: Document, by: User | None, structure: Structure | None) -> None:
    """Somebody opened the file; without an account, on behalf of that structure."""
    audit.record(audit.Verb.READ, document, by=by, structure=structure, fields=["file"])


def sweep() -> int:
    """Deletes the files that no row knows, once an hour old; returns how many.

    A power cut between a file and its row leaves one, and a partnership deleted whole its own.
    """
    return sum(sweep_folder(*kept) for kept in [*FOLDERS, *registry.folders.ask()])


def sweep_folder(folder, model, column):
    try:
        found = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    except FileNotFoundError:
        # No folder before its first file; object storage, where there are none, finds it empty.
        return 0
    known = model.objects.filter(**{f"{column}__in": found}).values_list(column, flat=True)
    lost = [name for name in found - set(known) if is_old(name)]
    for name in lost:
        default_storage.delete(name)
    return len(lost)


def is_old(name):
    return default_storage.get_modified_time(name) <= timezone.now() - LEFT_ALONE
