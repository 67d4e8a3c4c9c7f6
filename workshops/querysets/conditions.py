"""Conditions and subqueries that several querysets of this floor share."""

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce


def taken_part(path=""):
    """A condition: the row counts as taking part, in a session that was held."""
    return Q(**{f"{path}held": True, f"{path}status__in": ["present", "late"]})


def rows_of(queryset, name):
    """Every row of the model behind a reverse relation, for a subquery."""
    return queryset.model._meta.get_field(name).related_model._default_manager.all()


def counted(rows, column):
    """A subquery: how many rows point at the outer one through that column."""
    rows = rows.filter(**{column: OuterRef("pk")}).order_by().values(column)
    return or_zero(rows.annotate(number=Count("pk")).values("number"))


def or_zero(rows):
    """A subquery of one number: 0 when it finds none."""
    return Coalesce(Subquery(rows), 0, output_field=models.IntegerField())


def shared_with(user, path=""):
    """A condition on a programme: the person's structure leads it, or is party to it."""
    rights = user.rights
    return Q(**{f"{path}lead__in": rights.works_in}) | Q(
        **{f"{path}partnerships__parties__structure__in": rights.belongs_to}
    )


def any_of(first, *others):
    """Keys from several querysets of one column: each asks an index, whatever the size of the rest.

    The same as conditions joined by « or » across tables would have every row looked at.
    """
    return first.order_by().union(*(other.order_by() for other in others))


def of_or_run(workshops, facilitations):
    """A condition on sessions: of these workshops, or run so.

    Without a join, so that a page of a long list reads no more sessions than it shows.
    """
    return Q(workshop__in=workshops.order_by().values("pk")) | Q(
        pk__in=facilitations.order_by().values("session")
    )
