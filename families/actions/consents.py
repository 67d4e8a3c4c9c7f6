"""What a parent answers about a use: an answer ends the former one, and rewrites none."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from families import lines
from families.models import Consent, Notice, Parent
from partnerships import audit
from partnerships.actions.changes import locked
from partnerships.actions.days import refuse_tomorrow
from partnerships.models import Structure, User

Purpose, State = Consent.Purpose, Consent.State
VERBS = {
    State.GIVEN: audit.Verb.ACCEPTED,
    State.REFUSED: audit.Verb.REFUSED,
    State.WITHDRAWN: audit.Verb.CANCELLED,
}


@transaction.atomic
def record(
    *,
    parent: Parent,
    purpose: str,
    state: str,
    how: str,
    said_on: dt.date,
    structure: Structure | None = None,
    by: User,
) -> Consent:
    """Note an answer, under the version of the notice in force the day it was said (FAM-042).

    Refuses (ValidationError) an answer of tomorrow, one older than the answer in force, and a
    sharing without a structure, or with the one that keeps the record.
    """
    # One at a time, so that two answers noted together do not both stand.
    parent = locked(parent)
    keeper = parent.family.structure
    refuse_tomorrow(said_on=said_on)
    if structure == keeper:
        raise ValidationError(_("Cette structure tient déjà la fiche : rien à partager avec elle."))
    end_former(parent, purpose, structure, said_on)
    answer = Consent(
        parent=parent,
        purpose=purpose,
        structure=structure,
        state=state,
        how=how,
        said_on=said_on,
        notice=Notice.objects.told_on(keeper, said_on),
        recorded_by=by,
    )
    answer.full_clean()
    answer.save(force_insert=True)
    audit.record(VERBS[state], answer, by=by, fields=[purpose], **lines.of(parent.family))
    return answer


def withdraw(*, consent: Consent, how: str, by: User) -> Consent:
    """End an agreement today: at the next request nothing uses it any more.

    Refuses (ValidationError) an agreement that no longer stands.
    """
    with transaction.atomic():
        locked(consent.parent)
        if not Consent.objects.given().filter(pk=consent.pk).exists():
            raise ValidationError(_("Cet accord n’est déjà plus en vigueur."))
        return record(
            parent=consent.parent,
            purpose=consent.purpose,
            state=State.WITHDRAWN,
            how=how,
            said_on=timezone.localdate(),
            structure=consent.structure,
            by=by,
        )


def end_former(parent, purpose, structure, said_on):
    former = Consent.objects.in_force().filter(parent=parent).for_use(purpose, structure).first()
    if former is None:
        return
    if former.said_on > said_on:
        raise ValidationError(
            {"said_on": _("Une réponse plus récente est déjà notée : l’historique la garde.")}
        )
    former.ended_at = timezone.now()
    former.save(update_fields=["ended_at"])
