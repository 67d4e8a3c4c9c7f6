"""What a group needs before it falls apart: news to ask for, modules without a date, places left."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import User
from partnerships.registry import Due
from workshops.models import Enrolment, Module, Session, Workshop

# How many of them are named before « … ».
NAMED = 2


@dataclass(frozen=True)
class Unfinished:
    """A group that has begun, and the modules of its pathway that no session is to follow."""

    workshop: Workshop
    modules: list[Module]
    # Nothing more is planned: the group has come to a stop.
    is_stopped: bool

    @property
    def sentence(self):
        text = ngettext(
            "%(number)s module sans date : %(titles)s",
            "%(number)s modules sans date : %(titles)s",
            len(self.modules),
        )
        titles = [module.title for module in self.modules[:NAMED]]
        if len(self.modules) > NAMED:
            titles.append("…")
        return text % {"number": len(self.modules), "titles": ", ".join(titles)}


def calls(user: User, today: dt.date) -> list[Enrolment]:
    """Whom to call, on the lists this person keeps: the longest without a word first."""
    found = Enrolment.objects.visible_to(user).single().to_call(today)
    found = found.select_related("parent", "workshop")
    return list(found.order_by("-absences", "parent__search_key", "pk"))


def unfinished(user: User, today: dt.date) -> list[Unfinished]:
    """In four queries, whatever their number."""
    workshops = Workshop.objects.loggable_by(user).single()
    workshops = workshops.filter(pathway__isnull=False, programme__ends_on__gte=today)
    begun = workshops.filter(sessions__status=Session.Status.HELD).distinct()
    begun = begun.select_related("programme").prefetch_related("pathway__modules")
    groups = list(begun.order_by("programme", "sort_key", "pk"))
    kept = Session.objects.filter(workshop__in=groups).exclude(status=Session.Status.CANCELLED)
    dated = set(kept.order_by().values_list("workshop", "module"))
    going_on = kept.planned().filter(date__gte=today)
    going_on = set(going_on.order_by().values_list("workshop", flat=True))
    found = [
        Unfinished(
            group,
            [each for each in group.pathway.modules.all() if (group.pk, each.pk) not in dated],
            group.pk not in going_on,
        )
        for group in groups
    ]
    return [each for each in found if each.modules]


def with_room(user: User, today: dt.date) -> list[Workshop]:
    """Where somebody may still be sent: those with places left, that meet again."""
    found = Workshop.objects.loggable_by(user).single().meeting_again(today).with_room(today)
    found = found.filter(places_left__gt=0).select_related("programme")
    return list(found.order_by("programme", "sort_key", "pk"))


def due(user: User, today: dt.date):
    """What waits on the home page: whom to call, which groups have stopped half-way."""
    for enrolment in calls(user, today):
        yield Due(
            kind=_("Nouvelles à prendre"),
            title=str(enrolment.parent),
            detail=f"{enrolment.workshop}, {missed(enrolment)}",
            verb=_("Appeler"),
            url=reverse("workshops:enrolment_call", args=[enrolment.pk]),
        )
    for group in unfinished(user, today):
        if group.is_stopped:
            yield Due(
                kind=_("Parcours à terminer"),
                title=str(group.workshop),
                detail=group.sentence,
                verb=_("Prévoir"),
                url=reverse("workshops:series_create", args=[group.workshop.pk]),
            )


def missed(enrolment: Enrolment) -> str:
    """« trois séances de suite », of an enrolment with its absences."""
    text = ngettext("%(number)s séance de suite", "%(number)s séances de suite", enrolment.absences)
    return text % {"number": enrolment.absences}
