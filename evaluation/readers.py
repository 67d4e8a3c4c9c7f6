"""Who reads a report over before it leaves: another coordinator than the one who gave it.

Alone to coordinate the structure, one reads it over oneself.
"""

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.models import Report, ReportComment
from partnerships import french
from partnerships.models import Membership, User
from partnerships.registry import Due


def others(report: Report) -> set[int]:
    """The coordinators of the holder, today, but the one who gave it to be read."""
    found = coordinating([report.grant.holder_id]).exclude(user=report.submitted_by_id)
    return set(found.values_list("user", flat=True))


def coordinating(structures):
    current = Membership.objects.current().filter(
        structure__in=structures, role=Membership.Role.COORDINATOR, user__is_active=True
    )
    return current.order_by()


def may_read_over(report: Report, user: User) -> bool:
    """May they issue it? Anybody who coordinates the holder may send it back."""
    if report.grant.holder_id not in user.rights.coordinates:
        return False
    return user.pk != report.submitted_by_id or not others(report)


def awaited_from(user: User) -> QuerySet[Report]:
    """Those to read over by this person, then those sent back and not given again.

    Adds last_return_at.
    """
    coordinates = user.rights.coordinates
    if not coordinates:
        return Report.objects.none()
    shared = coordinating(coordinates).exclude(user=user).values_list("structure", flat=True)
    returns = ReportComment.objects.filter(report=OuterRef("pk"), is_return=True)
    found = Report.objects.filter(grant__holder__in=coordinates).annotate(
        last_return_at=Subquery(returns.order_by("-written_at").values("written_at")[:1])
    )
    own = Q(submitted_by=user, grant__holder__in=set(shared))
    return found.filter(
        Q(status=Report.Status.SUBMITTED) & ~own
        | Q(status=Report.Status.DRAFT, last_return_at__isnull=False)
    ).order_by("-status", "submitted_at", "pk")


def due(user: User, today):
    """What was given to be read over, to those who may; what was sent back, to those who write."""
    for report in awaited_from(user):
        is_back = report.status == Report.Status.DRAFT
        day = timezone.localdate(report.last_return_at if is_back else report.submitted_at)
        detail = _("Renvoyé le %(day)s") if is_back else _("Donné à relire le %(day)s")
        yield Due(
            kind=_("Rapports à reprendre") if is_back else _("Rapports à relire"),
            title=str(report),
            detail=detail % {"day": french.day(day)},
            verb=_("Reprendre") if is_back else _("Relire"),
            url=report.get_absolute_url(),
        )
