"""How money, indicators and reports are asked."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Subquery

# How long before its date a report starts to be asked for.
NOTICE = timedelta(days=60)


class GrantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Money is for the coordinators of the structure that holds it."""
        return self.filter(holder__in=user.rights.coordinates)

    def with_draft(self):
        """Adds draft: the report being written, by its primary key."""
        reports = self.model._meta.get_field("reports").related_model
        drafts = reports.objects.drafts().filter(grant=OuterRef("pk")).order_by("-pk")
        return self.annotate(draft=Subquery(drafts.values("pk")[:1]))

    def due(self, today):
        """Whose report is awaited within two months, or late; one issued since answers."""
        reports = self.model._meta.get_field("reports").related_model
        since = ExpressionWrapper(
            OuterRef("report_due_on") - NOTICE, output_field=models.DateTimeField()
        )
        answered = reports.objects.issued().filter(grant=OuterRef("pk"), issued_at__gte=since)
        return self.filter(~Exists(answered), report_due_on__lte=today + NOTICE)


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

    def drafts(self):
        return self.filter(status="draft")

    def issued(self):
        return self.filter(status="issued")
