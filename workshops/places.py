"""Places: how many a workshop has, how many are taken, and who waits for one.

A capacity is said, never enforced: nobody is sent home by a computer.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import User
from partnerships.registry import Due
from workshops.models import Enrolment, Waiting, Workshop


@dataclass(frozen=True)
class Places:
    """`capacity` is None when nobody said how many there are: there is always one more."""

    capacity: int | None
    taken: int

    @property
    def left(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        return self.left == 0


def of(workshop: Workshop, today: dt.date) -> Places:
    """One query. Who leaves today has left their place for tomorrow."""
    return Places(workshop.capacity, workshop.enrolments.staying(today).count())


def among(workshop: Workshop, enrolments: Iterable[Enrolment], today: dt.date) -> Places:
    """The same, from all the enrolments of the workshop."""
    staying = [each for each in enrolments if each.left_on is None or each.left_on > today]
    return Places(workshop.capacity, len(staying))


def to_call(places: Places, waiting: list[Waiting]) -> list[Waiting]:
    """Those who may come now: as many as there are places, the first to ask first."""
    return waiting[: places.left]


def due(user: User, today: dt.date):
    """Somebody waits for a place, and there is one."""
    seen = Waiting.objects.visible_to(user).filter(workshop__programme__ends_on__gte=today)
    lines = seen.in_order().with_places(today).order_by("workshop", "asked_on", "pk")
    for workshop, waiting in groupby(lines, key=lambda line: line.workshop):
        waiting = list(waiting)
        places = Places(workshop.capacity, waiting[0].taken)
        if called := to_call(places, waiting):
            yield Due(
                kind=_("Liste d’attente"),
                title=sentence(places, called),
                detail=str(workshop),
                verb=_("Voir la liste"),
                url=reverse("workshops:workshop_detail", args=[workshop.pk]) + "#attente",
            )


def sentence(places: Places, called: list[Waiting]) -> str:
    """« 1 place libre : appeler Awa »."""
    names = ", ".join(line.parent.get_short_name() for line in called[:3])
    if places.left is None:
        return _("Appeler %(names)s") % {"names": names}
    free = ngettext("%(number)d place libre", "%(number)d places libres", places.left)
    return _("%(free)s : appeler %(names)s") % {
        "free": free % {"number": places.left},
        "names": names,
    }
