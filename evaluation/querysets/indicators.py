"""How what is promised and what was noted of it are asked."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from workshops.querysets.conditions import rows_of


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(programme__lead__in=user.rights.coordinates)

    def counted_for(self, user):
        """What was promised goes with the figures, for whoever may read these."""
        rights = user.rights
        return self.filter(
            Q(programme__lead__in=rights.works_in | rights.watches | rights.observes)
            | Q(programme__partnerships__parties__structure__in=rights.belongs_to)
        ).distinct()


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(indicator__programme__lead__in=user.rights.coordinates)

    def awaited(self, today, since):
        """Of what no sheet counts, ended between these days, over which nothing is noted."""
        readings = rows_of(rows_of(self, "indicator"), "readings").filter(
            indicator=OuterRef("indicator"),
            starts_on__lte=OuterRef("ends_on"),
            ends_on__gte=OuterRef("starts_on"),
        )
        ended = self.filter(~Exists(readings), ends_on__lt=today, ends_on__gte=since)
        ended = ended.exclude(indicator__kind="computed").select_related("indicator")
        return ended.order_by("ends_on", "pk")


class ReadingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(indicator__programme__lead__in=user.rights.coordinates)

    def published(self):
        """What may leave the structure: noted, checked, then published."""
        return self.filter(status="published")
