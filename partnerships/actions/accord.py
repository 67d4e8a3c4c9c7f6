"""A text written by several hands: who has the pen, what each version says, who accepted it.

It knows a SharedText, its `versions` and its `acceptances`, and nothing of what is written there:
the agreement of a partnership and the plan of a workshop share it, with their letters (asking.py).
"""

import datetime as dt
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.actions.changes import locked
from partnerships.actions.days import refuse_tomorrow
from partnerships.models import Acceptance, SharedText, Structure, User

PEN_LASTS = dt.timedelta(minutes=30)


class Outdated(ValidationError):
    """Somebody wrote in between; nothing was written, and both texts must be shown."""


def pen_holder(text: SharedText) -> User | None:
    """Who has the pen; nobody any more half an hour after it was taken."""
    is_held = text.pen_taken_at and timezone.now() - text.pen_taken_at < PEN_LASTS
    return text.pen if is_held else None


@transaction.atomic
def take_pen(*, text: SharedText, by: User, reason: str = "") -> SharedText:
    """Everybody sees who writes, for half an hour.

    Refuses (ValidationError) to take it out of somebody’s hands without a sentence that says why.
    """
    fresh = locked(text)
    holder = pen_holder(fresh)
    if holder and holder != by:
        refuse_without_a_reason(holder, reason)
        fresh.pen_reason = reason
        audit.record(audit.Verb.CHANGED, fresh, by=by, fields=["pen"], reason=reason)
    elif holder is None:
        fresh.pen_reason = ""
    fresh.pen, fresh.pen_taken_at = by, timezone.now()
    fresh.save(update_fields=["pen", "pen_taken_at", "pen_reason"])
    return fresh


def refuse_without_a_reason(holder: User, reason: str) -> None:
    if not reason:
        raise ValidationError(
            _("%(name)s a la plume : dites en une phrase pourquoi vous la reprenez."),
            params={"name": str(holder)},
        )


@transaction.atomic
def drop_pen(*, text: SharedText, by: User) -> None:
    """Leave without writing; the pen of somebody else stays where it is."""
    fresh = locked(text)
    if fresh.pen == by:
        release(fresh)


def release(text: SharedText) -> None:
    text.pen, text.pen_taken_at, text.pen_reason = None, None, ""
    text.save(update_fields=["pen", "pen_taken_at", "pen_reason"])


@transaction.atomic
def start(*, text: SharedText, by: User) -> None:
    """The first version, as it stands once everything about it is saved."""
    text.versions.create(number=text.version, content=text.content(), written_by=by)


def refuse_when_over(text: SharedText) -> None:
    if not text.is_in_force:
        raise ValidationError(text.OVER)


@transaction.atomic
def write(
    *,
    text: SharedText,
    seen: int,
    change: Callable[[SharedText], None],
    by: User,
    reason: str = "",
) -> SharedText:
    """A new version, which every party is asked again to accept; the pen is put down.

    `change` sets what is written on the text it is given, and saves the rows beside it. Refuses
    (Outdated) when a later version than the one `seen` exists, and (ValidationError) a text that is
    closed, and when somebody else has the pen and no reason is given to take it. The same words
    again are no new version.
    """
    fresh = locked(text)
    refuse_when_over(fresh)
    if fresh.version != seen:
        raise Outdated(_("Quelqu’un a écrit entre-temps : comparez les deux textes."))
    holder = pen_holder(fresh)
    if holder and holder != by:
        refuse_without_a_reason(holder, reason)
    renew(fresh, change, by, reason)
    release(fresh)
    return fresh


@transaction.atomic
def add(*, text: SharedText, change: Callable[[SharedText], None], by: User) -> SharedText:
    """A new version by a row put beside the words, or taken back: nobody’s words are overwritten.

    Hence whatever the version one has read, and without the pen, which stays where it is. Refuses
    (ValidationError) a text that is closed.
    """
    fresh = locked(text)
    refuse_when_over(fresh)
    renew(fresh, change, by, "")
    return fresh


def renew(fresh, change, by, reason):
    before = fresh.content()
    change(fresh)
    fresh.full_clean()
    after = fresh.content()
    if after != before:
        fresh.version += 1
        fresh.versions.create(number=fresh.version, content=after, written_by=by)
        names = [name for name in after if after[name] != before.get(name)]
        audit.record(audit.Verb.CHANGED, fresh, by=by, fields=names, reason=reason)
    fresh.save()


def refuse_to_ask(text: SharedText, structure: Structure) -> None:
    """A text that is closed, a structure that is no party, words nobody has written."""
    refuse_when_over(text)
    if structure not in text.parties():
        raise ValidationError(text.NO_PARTY)
    if text.is_blank:
        raise ValidationError(_("Rien n’est encore écrit : prenez la plume d’abord."))


@transaction.atomic
def accept(
    *,
    text: SharedText,
    structure: Structure,
    seen: int,
    by: User | None,
    how: str = Acceptance.How.ACCOUNT,
    spoken_by: str = "",
    said_on: dt.date | None = None,
) -> Acceptance:
    """A party says yes to the version it has `seen`; saying it twice is no fault.

    Refuses (Outdated) when the text has changed since, (ValidationError) what `refuse_to_ask`
    refuses and a yes of tomorrow.
    """
    fresh = locked(text)
    refuse_to_ask(fresh, structure)
    if fresh.version != seen:
        raise Outdated(
            _("Le texte a changé pendant que vous le lisiez : relisez-le, puis acceptez.")
        )
    refuse_tomorrow(said_on=said_on)
    acceptance, is_new = fresh.acceptances.get_or_create(
        structure=structure,
        version=seen,
        defaults={"accepted_by": by, "how": how, "spoken_by": spoken_by, "said_on": said_on},
    )
    if is_new:
        audit.record(audit.Verb.ACCEPTED, fresh, by=by, structure=structure, fields=["version"])
    return acceptance
