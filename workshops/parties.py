"""The structures around a programme: the one that leads it, and those of its partnerships."""

from django.db.models import Q, QuerySet

from partnerships.models import Structure, User
from workshops.models import Programme


def around(programme: Programme, **also) -> QuerySet[Structure]:
    """By name; `also` are conditions under which another sits there too."""
    found = Q(pk=programme.lead_id) | Q(parties__partnership__programmes=programme)
    if also:
        found |= Q(**also)
    return Structure.objects.filter(found).distinct().in_name_order()


def spoken_for(programme: Programme, user: User) -> QuerySet[Structure]:
    """Those in whose name somebody may propose something there."""
    return around(programme).filter(pk__in=user.rights.belongs_to)
