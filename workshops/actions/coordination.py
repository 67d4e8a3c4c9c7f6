"""Who coordinates a programme at one of its partners’ (PAR-034)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships import audit
from partnerships.models import Partnership, Structure, Tenure, User
from workshops.models import LocalCoordination, Programme


@transaction.atomic
def name_coordinator(*, programme: Programme, tenure: Tenure, by: User) -> LocalCoordination:
    """That person coordinates the programme where they work, in the place of those who left.

    Refuses (ValidationError) somebody of a structure that is no partner of the programme, who has
    left, or who coordinates it already.
    """
    if not partners_of(programme).filter(pk=tenure.structure_id).exists():
        raise ValidationError(
            _("%(name)s n’est pas partenaire de ce programme."), params={"name": tenure.structure}
        )
    if tenure.is_over(timezone.localdate()):
        raise ValidationError(
            _("%(name)s n’est plus dans cette structure."), params={"name": tenure.contact}
        )
    coordination = LocalCoordination(programme=programme, tenure=tenure)
    coordination.full_clean()
    for left in gone(programme, tenure.structure):
        remove_coordinator(coordination=left, by=by)
    coordination.save()
    audit.record(audit.Verb.CREATED, coordination, by=by, structure=programme.lead)
    return coordination


@transaction.atomic
def remove_coordinator(*, coordination: LocalCoordination, by: User) -> None:
    """Named by mistake, or no longer; the function itself goes on."""
    structure = coordination.programme.lead
    audit.record(audit.Verb.DELETED, coordination, by=by, structure=structure)
    coordination.delete()


def partners_of(programme):
    """The other parties of its partnerships."""
    tied = Partnership.objects.filter(programmes=programme)
    return Structure.objects.filter(partnerships__in=tied).exclude(pk=programme.lead_id).distinct()


def gone(programme, structure):
    rows = LocalCoordination.objects.filter(programme=programme, tenure__structure=structure)
    return rows.left(timezone.localdate()).select_related("programme__lead")
