"""What waits for those who answer for families."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from families.models import Family
from partnerships.models import User
from partnerships.registry import Due


def due(user: User, today: dt.date):
    """One line however many: the families told of an older version than the one in force."""
    if not user.rights.coordinates:
        return
    number = Family.objects.of_coordinator(user).told_of_an_older_version().count()
    if number:
        yield Due(
            kind=_("Familles à informer"),
            title=_("La nouvelle version de la notice"),
            detail=ngettext(
                "%(count)s famille a entendu une version plus ancienne.",
                "%(count)s familles ont entendu une version plus ancienne.",
                number,
            )
            % {"count": number},
            verb=_("Voir"),
            url=reverse("families:information_list"),
        )
