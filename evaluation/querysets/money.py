"""How money and reports are asked."""

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

    def with_a_budget(self):
        """Those where somebody wrote a line."""
        lines = self.model._meta.get_field("budget_lines").related_model
        return self.filter(Exists(lines.objects.filter(grant=OuterRef("pk"))))

    def to_request(self, today):
        """Whose request is to be made within two months, and of which nothing is awarded yet."""
        return self.filter(request_due_on__range=(today, today + NOTICE), awarded__isnull=True)

    def due(self, today):
        """Whose report is awaited within two months, or late; one issued since answers."""
        reports = self.model._meta.get_field("reports").related_model
        since = ExpressionWrapper(
            OuterRef("report_due_on") - NOTICE, output_field=models.DateTimeField()
        )
        answered = reports.objects.issued().filter(grant=OuterRef("pk"), issued_at__gte=since)
        return self.filter(~Exists(answered), report_due_on__lte=today + NOTICE)


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
        """Still being written, or read over: not issued."""
        return self.exclude(status="issued")

    def issued(self):
        return self.filter(status="issued")

    def telling_of(self, programme):
        """Issued, about days of that programme: its people are counted in them."""
        return self.issued().filter(
            grant__programmes=programme,
            starts_on__lte=programme.ends_on,
            ends_on__gte=programme.starts_on,
        )

    def about_programmes_of(self, report):
        """Of any grant of one of its programmes: nearly the same people may be counted in them."""
        programmes = report.grant.programmes.order_by().values("pk")
        return self.filter(grant__programmes__in=programmes).distinct()


class BudgetLineQuerySet(models.QuerySet):
    def in_order(self):
        """As the form lists the accounts."""
        return self.order_by("account", "order", "pk")
