"""Who holds the thread of a partnership: named, passed on, let go (PAR-048, PAR-049)."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships import audit
from partnerships.actions.changes import locked
from partnerships.models import Party, Tenure, Thread, User

DAY = dt.timedelta(days=1)


@transaction.atomic
def name_holder(
    *,
    party: Party,
    tenure: Tenure,
    kind: str,
    starts_on: dt.date,
    replaces: Thread | None = None,
    by: User,
) -> Thread:
    """That person holds the thread for that side; `replaces` is let go the day before.

    Where the last holder left without a successor, this one is theirs: the history tells it.
    Refuses (ValidationError) somebody of another structure, who holds it already, or who has left
    by then; and a start that does not follow the start of the one replaced.
    """
    if tenure.structure_id != party.structure_id:
        raise ValidationError(_("Cette personne ne travaille pas dans cette structure."))
    if tenure.ends_on and tenure.ends_on < starts_on:
        raise ValidationError({"starts_on": _("Cette personne sera déjà partie ce jour-là.")})
    party = locked(party)
    before = last_thread(party)
    if replaces:
        let_go(thread=replaces, ends_on=starts_on - DAY, by=by)
        before = replaces
    thread = Thread(partnership=party.partnership, tenure=tenure, kind=kind, starts_on=starts_on)
    thread.full_clean()
    thread.save()
    audit.record(audit.Verb.CREATED, thread, by=by, structure=party.structure)
    if before and before.tenure.ends_on:
        succeed(former=before.tenure, tenure=tenure, by=by)
    return thread


def last_thread(party: Party) -> Thread | None:
    threads = party.partnership.threads.filter(tenure__structure=party.structure_id)
    return threads.select_related("tenure").order_by("-starts_on", "-pk").first()


def succeed(*, former: Tenure, tenure: Tenure, by: User) -> None:
    """Who left without a successor has one; who named theirs keeps it."""
    if former.successor_id is None and former != tenure:
        former.successor = tenure
        former.save()
        audit.record(
            audit.Verb.CHANGED, former, by=by, structure=tenure.structure, fields=["successor"]
        )


@transaction.atomic
def let_go(*, thread: Thread, ends_on: dt.date, by: User) -> Thread:
    """That person holds it no more after that day; refuses (ValidationError) a day before the
    first."""
    if ends_on < thread.starts_on:
        raise ValidationError(
            {"ends_on": _("Le fil n’est pas encore tenu ce jour-là : choisissez plus tard.")}
        )
    thread = locked(thread)
    thread.ends_on = ends_on
    thread.save()
    audit.record(
        audit.Verb.CHANGED,
        thread,
        by=by,
        structure=thread.tenure.structure,
        fields=["ends_on"],
    )
    return thread


@transaction.atomic
def end_threads_of(*, tenure: Tenure, by: User) -> list[Thread]:
    """The threads a person held end on their last day; those to come are taken back."""
    held = tenure.threads.with_holder()
    for thread in held.filter(starts_on__gt=tenure.ends_on):
        audit.record(audit.Verb.DELETED, thread, by=by, structure=tenure.structure)
        thread.delete()
    later = [
        thread
        for thread in held.filter(starts_on__lte=tenure.ends_on)
        if thread.ends_on is None or thread.ends_on > tenure.ends_on
    ]
    return [let_go(thread=thread, ends_on=tenure.ends_on, by=by) for thread in later]


@transaction.atomic
def take_over(*, thread: Thread, tenure: Tenure, by: User) -> Thread | None:
    """The successor holds it from the day after, or from their first day when it is later.

    None when the successor holds it already.
    """
    if thread.partnership.threads.filter(tenure=tenure, ends_on__isnull=True).exists():
        return None
    follows = Thread(
        partnership=thread.partnership,
        tenure=tenure,
        kind=thread.kind,
        starts_on=max(thread.ends_on + DAY, tenure.starts_on),
    )
    follows.full_clean()
    follows.save()
    audit.record(audit.Verb.CREATED, follows, by=by, structure=tenure.structure)
    return follows
