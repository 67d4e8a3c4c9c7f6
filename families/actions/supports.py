"""Individual support: noted by whoever met a parent, corrected by them alone.

The journal never tells that there is a confidential note: any change to what is written, shared
or not, is the field « notes », and opening a meeting leaves the same line whether there is one or
not. Otherwise whoever reads the journal would learn it (reliability.md T11).
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from families import lines
from families.models import Parent, SupportMeeting
from partnerships import audit, registry
from partnerships.actions.changes import create, delete, locked
from partnerships.actions.days import refuse_tomorrow
from partnerships.models import User
from partnerships.registry import Frame

NOTES = ("shared_note", "confidential_note", "is_shared_with_coordinator")


class Outdated(ValidationError):
    """Somebody wrote since the page was shown; nothing was written over it."""


@transaction.atomic
def note(
    *, support: SupportMeeting, parent: Parent, frame: Frame | None = None, by: User
) -> SupportMeeting:
    """Log a meeting with a parent (FAM-029 to FAM-036); minutes are whole minutes.

    It keeps what figures need to know of the parent that day. Refuses (ValidationError) a day to
    come, and what breaks a rule of the model.
    """
    refuse_tomorrow(held_on=support.held_on)
    support.parent, support.author = parent, by
    support.structure, support.family_key = parent.family.structure, parent.family_id
    support.lives_in_qpv, support.gender = parent.family.lives_in_qpv, parent.gender
    support.age_band = parent.age_band_in(support.held_on.year)
    create(support, by=by, **lines.of(support.parent.family))
    if frame:
        frame.attach(support)
    return support


@transaction.atomic
def correct(
    *,
    support: SupportMeeting,
    values: Mapping[str, object],
    seen: int,
    frame: Frame | None = None,
    by: User,
) -> SupportMeeting:
    """Write these values on the version one has `seen`, and say what programme it is part of.

    Refuses (Outdated) when it was written meanwhile (T13), (ValidationError) as `note`, and a
    record that is gone. Nothing to write leaves no line.
    """
    fresh = locked(support)
    if fresh.version != seen:
        raise Outdated(_("Cet accompagnement a été modifié entre-temps."))
    values = {name: value for name, value in values.items() if getattr(fresh, name) != value}
    changed = told(values) + reframe(fresh, frame)
    if not changed:
        return fresh
    for name, value in values.items():
        setattr(fresh, name, value)
    refuse_tomorrow(held_on=fresh.held_on)
    if "held_on" in values:
        fresh.age_band = fresh.parent.age_band_in(fresh.held_on.year) or fresh.age_band
    fresh.version += 1
    fresh.full_clean()
    fresh.save()
    audit.record(audit.Verb.CHANGED, fresh, by=by, fields=changed, **lines.of(fresh.parent.family))
    return fresh


def remove(*, support: SupportMeeting, by: User) -> None:
    """Noted by mistake: it goes with its notes and out of the figures; its line stays."""
    delete(support, by=by, **lines.of(support.parent.family))


def open_notes(*, support: SupportMeeting, by: User) -> None:
    """The line that reading leaves, the same whatever there was to read."""
    audit.record(
        audit.Verb.READ, support, by=by, fields=["notes"], **lines.of(support.parent.family)
    )


def told(values):
    """What the journal says was changed: which note, and whether it was shared, is not its affair."""
    return sorted({"notes" if name in NOTES else name for name in values})


def reframe(support, frame):
    """[« frame »] when it is now part of something else, or of nothing."""
    now = next(iter(registry.frames_of.ask(support)), None)
    if (now and now.key) == (frame and frame.key):
        return []
    if frame:
        frame.attach(support)
    else:
        now.detach(support)
    return ["frame"]
