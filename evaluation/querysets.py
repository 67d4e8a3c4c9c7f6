"""How money, indicators and reports are asked."""

from django.db import models
from django.db.models import Q


class GrantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Money is for the coordinators of the structure that holds it."""
        return self.filter(holder__in=user.rights.coordinates)

    def due(self, today):
        return self.filter(report_due_on__isnull=False, ends_on__gte=today)


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(programme__lead__in=user.rights.coordinates)


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts are the coordinators’; an issued report opens to those it was made for."""
        rights = user.rights
        shared = Q(is_shared_with_partners=True) & Q(
            grant__programmes__partnerships__parties__structure__in=rights.belongs_to
        )
        issued = (
            Q(grant__holder__in=rights.works_in)
            | shared
            | Q(grant__funder__in=rights.observes)
            | Q(grant__holder__in=rights.watches)
        )
        return self.filter(
            Q(grant__holder__in=rights.coordinates) | Q(status="issued") & issued
        ).distinct()

    def writable_by(self, user):
        return self.filter(grant__holder__in=user.rights.coordinates)

    def drafts(self):
        return self.filter(status="draft")

    def issued(self):
        return self.filter(status="issued")
