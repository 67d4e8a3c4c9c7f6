"""How opinions are asked for: an answer itself has no door, it never leaves alone (evaluation.opinions)."""

from django.db import models
from django.db.models import F

from workshops.querysets.conditions import shared_with


class SurveyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever shares the programme: that opinions are asked for, and, once closed, the sums."""
        return self.filter(shared_with(user, "programme__")).distinct()

    def led_by(self, structures):
        """Of programmes that these structures (primary keys) lead."""
        return self.filter(programme__lead__in=structures)

    def behind(self, code):
        """The one that this address opens, to whoever has it; or None."""
        return self.select_related("programme__lead", "workshop").filter(code=code).first()

    def of_parents(self, programme):
        """What parents are asked there, or will be: those of one workshop first."""
        found = self.filter(programme=programme, audience="parents", closed_at__isnull=True)
        return found.order_by(F("workshop").asc(nulls_last=True), "-starts_on", "-pk")

    def to_close(self, today):
        """Past its last day, and not read yet."""
        return self.filter(closed_at__isnull=True, ends_on__lt=today)

    def closed(self):
        return self.filter(closed_at__isnull=False)
