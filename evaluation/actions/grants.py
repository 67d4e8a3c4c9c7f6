"""What a coordinator does with the money asked of funders."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.models import Grant, Indicator
from partnerships import audit
from partnerships.models import User
from workshops.models import Programme


@transaction.atomic
def save(
    *, grant: Grant, programmes: Iterable[Programme], indicators: Iterable[Indicator], by: User
) -> Grant:
    """Write a grant, new or changed, with the programmes it pays for and what it answers for.

    Amounts in euros. Refuses a holder `by` does not coordinate, no programme, a programme the
    holder does not lead, and an indicator of another programme.
    """
    programmes, indicators = list(programmes), list(indicators)
    check(grant, programmes, indicators, by)
    grant.full_clean()
    verb = audit.Verb.CREATED if grant.pk is None else audit.Verb.CHANGED
    grant.save()
    grant.programmes.set(programmes)
    grant.indicators.set(indicators)
    audit.record(verb, grant, by=by, structure=grant.holder)
    return grant


def check(grant: Grant, programmes: list[Programme], indicators: list[Indicator], by: User) -> None:
    if grant.holder_id not in by.rights.coordinates:
        raise ValidationError(_("Vous ne coordonnez pas la structure qui porte cette subvention."))
    if not programmes:
        raise ValidationError(_("Choisissez au moins un programme financé."))
    foreign = [programme for programme in programmes if programme.lead_id != grant.holder_id]
    if foreign:
        raise ValidationError(
            _("« %(programme)s » n’est pas porté par %(holder)s."),
            params={"programme": foreign[0], "holder": grant.holder},
        )
    funded = {programme.pk for programme in programmes}
    stray = [indicator for indicator in indicators if indicator.programme_id not in funded]
    if stray:
        raise ValidationError(
            _(
                "« %(indicator)s » est l’indicateur d’un programme que cette subvention ne finance pas."
            ),
            params={"indicator": stray[0]},
        )
