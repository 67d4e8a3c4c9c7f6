"""How action sheets and the plans they belong to are asked; nobody is named there."""

from django.db import models
from django.db.models import Q

from workshops.querysets.conditions import rows_of


class StrategicPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of its structure, of those it observes, and of those who observe it.

        A centre answers to the plan of its federation: it reads it to attach its sheets.
        """
        rights = user.rights
        observations = rows_of(rows_of(self, "holder"), "observations").current()
        above = observations.filter(observed__in=rights.belongs_to).order_by().values("observer")
        own = rights.belongs_to | rights.observes | rights.watches
        return self.filter(Q(holder__in=own) | Q(holder__in=above))

    def writable_by(self, user):
        return self.filter(holder__in=user.rights.coordinates)


class ActionSheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of its structure, the partners of its programmes, and who observes it."""
        rights = user.rights
        return self.filter(
            Q(holder__in=rights.belongs_to | rights.watches)
            | Q(programmes__partnerships__parties__structure__in=rights.belongs_to)
        ).distinct()

    def writable_by(self, user):
        return self.filter(holder__in=user.rights.coordinates)

    def said(self, word):
        """Those whose number, title or words hold this one."""
        parts = rows_of(self, "sections").filter(body__icontains=word).order_by().values("sheet")
        return self.filter(Q(code__icontains=word) | Q(title__icontains=word) | Q(pk__in=parts))


class OfSheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        sheets = rows_of(self, "sheet").visible_to(user)
        return self.filter(sheet__in=sheets.order_by().values("pk"))
