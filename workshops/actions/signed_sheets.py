"""The sheet that people signed, kept as the proof of a session: joined, opened, taken back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit, files
from partnerships.actions.changes import create, delete
from partnerships.models import User
from workshops.models import Session, SignedSheet


def add(*, session: Session, paper: files.SafeFile, by: User) -> SignedSheet:
    """Refuses (ValidationError) a session that did not take place, and a file already there."""
    refuse_before(session)
    sheet = SignedSheet(
        session=session,
        media_type=paper.media_type,
        size=paper.size,
        sha256=paper.sha256,
        added_by=by,
    )
    with files.kept(sheet.file, paper):
        return create(sheet, by=by, structure=lead_of(sheet))


def refuse_before(session):
    if session.status == Session.Status.CANCELLED:
        raise ValidationError(_("Cette séance est annulée : personne n’y a signé."))
    if session.date > timezone.localdate():
        raise ValidationError(_("Cette séance n’a pas encore eu lieu : joignez sa feuille après."))


def lead_of(sheet):
    return sheet.session.workshop.programme.lead


@transaction.atomic
def remove(*, sheet: SignedSheet, by: User) -> None:
    """The row, then the file once that stands; the line of the journal stays."""
    files.forget(sheet.file)
    delete(sheet, by=by, structure=lead_of(sheet))


def note_reading(*, sheet: SignedSheet, by: User) -> None:
    """Somebody opened it: names and signatures; whose, only the paper says."""
    audit.record(audit.Verb.READ, sheet, by=by, structure=lead_of(sheet), fields=["file"])
