"""The dates of funders, beside the rhythm of schools (PAR-096)."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.models import Grant
from partnerships.models import User
from partnerships.registry import Moment, Occasion, Wanted


def deadlines(user: User, wanted: Wanted):
    """Where a grant begins and ends, its request and its report; for those who answer for it."""
    days = (wanted.first, wanted.last)
    found = kept(Grant.objects.visible_to(user), wanted).filter(
        Q(starts_on__range=days)
        | Q(ends_on__range=days)
        | Q(request_due_on__range=days)
        | Q(report_due_on__range=days)
    )
    today = timezone.localdate()
    awaited = set(Grant.objects.visible_to(user).due(today).values_list("pk", flat=True))
    for grant in found.select_related("funder").distinct().order_by("pk"):
        for what, on, words in dates_of(grant):
            if on and wanted.first <= on <= wanted.last:
                state = state_of(on, today, what == "rapport" and grant.pk in awaited)
                yield moment(grant, what, on, words, state)


def kept(grants, wanted):
    if wanted.programme:
        grants = grants.filter(programmes=wanted.programme)
    if wanted.partnership:
        grants = grants.filter(programmes__partnerships=wanted.partnership)
    if wanted.school:
        school = wanted.school.pk
        grants = grants.filter(programmes__partnerships__parties__structure=school)
    if wanted.structure:
        grants = grants.filter(Q(holder=wanted.structure) | Q(funder=wanted.structure))
    return grants


def dates_of(grant):
    return [
        ("debut", grant.starts_on, _("Début de la période")),
        ("fin", grant.ends_on, _("Fin de la période")),
        ("demande", grant.request_due_on, _("Demande à déposer")),
        ("rapport", grant.report_due_on, _("Rapport à rendre")),
    ]


def state_of(on, today, is_awaited):
    if on >= today:
        return "next"
    return "late" if is_awaited else "done"


def moment(grant, what, on, words, state):
    return Moment(
        key=f"subvention-{grant.pk}-{what}",
        occasion=Occasion.DEADLINE,
        on=on,
        title=_("%(what)s : %(funder)s") % {"what": words, "funder": grant.funder},
        url=grant.get_absolute_url(),
        lines=(grant.title,),
        state=state,
        note=_("en retard") if state == "late" else "",
    )
