"""What is noted of an indicator that no sheet counts: written, checked by another, published."""

from collections.abc import Mapping
from contextlib import nullcontext

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.models import Indicator, Reading
from evaluation.readings import is_alone
from partnerships import audit, files
from partnerships.actions.changes import create, delete, locked
from partnerships.models import Structure, User

Kind, Status = Indicator.Kind, Reading.Status


def lead_of(reading: Reading) -> Structure:
    return reading.indicator.programme.lead


@transaction.atomic
def note(*, reading: Reading, paper: files.SafeFile | None = None, by: User) -> Reading:
    """A draft, with what proves it. The value is in the unit of the indicator.

    Refuses (ValidationError) a computed indicator, an entered one without a value, one in words
    without any, and a period that has a reading already.
    """
    check_says(reading)
    reading.entered_by = by
    with attached(reading, paper):
        return create(reading, by=by, structure=lead_of(reading))


@transaction.atomic
def correct(
    *,
    reading: Reading,
    values: Mapping[str, object],
    paper: files.SafeFile | None = None,
    reason: str = "",
    by: User,
) -> Reading:
    """What changed. One that was checked or published is a draft again, and the journal keeps why.

    Refuses (ValidationError) what `note` refuses, and such a one without a reason.
    """
    fresh = locked(reading)
    if fresh.status != Status.DRAFT and not reason:
        raise ValidationError(
            {"reason": _("Dites pourquoi vous corrigez un relevé qui était vérifié.")}
        )
    for name, value in values.items():
        setattr(fresh, name, value)
    check_says(fresh)
    fresh.status, fresh.checked_by, fresh.checked_at = Status.DRAFT, None, None
    fresh.entered_by = by
    told = sorted({*values, *(["file"] if paper else [])})
    with attached(fresh, paper):
        fresh.full_clean()
        fresh.save()
        audit.record(
            audit.Verb.CHANGED, fresh, by=by, structure=lead_of(fresh), fields=told, reason=reason
        )
    return fresh


def attached(reading, paper):
    """The new file written for what is done inside; the one it replaces goes once that stands."""
    if not paper:
        return nullcontext()
    files.forget(reading.file)
    # A file of its own: the one it replaces is untouched until then.
    reading.file = None
    reading.media_type, reading.sha256 = paper.media_type, paper.sha256
    return files.kept(reading.file, paper)


def check_says(reading):
    kind = reading.indicator.kind
    if kind == Kind.COMPUTED:
        raise ValidationError(_("Cet indicateur se compte seul dans les feuilles de présence."))
    if kind == Kind.ENTERED and reading.value is None:
        raise ValidationError({"value": _("Donnez la valeur relevée.")})
    if kind == Kind.QUALITATIVE and not reading.words:
        raise ValidationError({"words": _("Dites en mots ce qui s’est vu.")})


@transaction.atomic
def check(*, reading: Reading, by: User) -> Reading:
    """Somebody read it again. Refuses who noted it, when another coordinator could check it."""
    fresh = locked(reading)
    if fresh.status != Status.DRAFT:
        raise ValidationError(_("Ce relevé est déjà vérifié."))
    if not may_check(fresh, by):
        raise ValidationError(
            _("Un relevé se relit à deux : une autre personne de la coordination le vérifie.")
        )
    fresh.status, fresh.checked_by, fresh.checked_at = Status.CHECKED, by, timezone.now()
    return kept(fresh, by=by)


def may_check(reading: Reading, user: User) -> bool:
    """Another than who noted it; the same when they coordinate alone."""
    lead = reading.indicator.programme.lead_id
    return reading.entered_by_id != user.pk or is_alone(lead, user)


@transaction.atomic
def publish(*, reading: Reading, by: User) -> Reading:
    """From now on it is read outside, and in reports. Refuses what nobody has checked."""
    fresh = locked(reading)
    if fresh.status == Status.DRAFT:
        raise ValidationError(_("Ce relevé n’est pas vérifié : il ne se publie pas encore."))
    fresh.status = Status.PUBLISHED
    return kept(fresh, by=by)


def kept(reading, *, by):
    reading.save(update_fields=["status", "checked_by", "checked_at"])
    told = {"by": by, "structure": lead_of(reading), "fields": ["status"]}
    audit.record(audit.Verb.CHANGED, reading, **told)
    return reading


@transaction.atomic
def remove(*, reading: Reading, by: User) -> None:
    """It goes with its file. Refuses a published one: somebody may have read it."""
    fresh = locked(reading)
    if fresh.status == Status.PUBLISHED:
        raise ValidationError(
            _("Ce relevé est publié : corrigez-le d’abord, il redevient un brouillon.")
        )
    files.forget(fresh.file)
    delete(fresh, by=by, structure=lead_of(fresh))


def note_opening(*, reading: Reading, by: User) -> None:
    """Somebody took what proves it."""
    audit.record(audit.Verb.READ, reading, by=by, structure=lead_of(reading), fields=["file"])
