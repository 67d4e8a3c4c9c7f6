from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone


class JobQuerySet(models.QuerySet):
    LIFE = timedelta(hours=24)
    # Nobody takes it, or whoever did says nothing any more: the power was cut, or it was killed.
    NOBODY_AFTER = timedelta(seconds=20)
    SILENT_AFTER = timedelta(minutes=2)
    ACTIVE = ("queued", "running")

    def visible_to(self, user):
        """Whoever asked for it, and only for a day."""
        return self.filter(owner=user.pk).exclude(self.too_old())

    def out_of_date(self):
        return self.filter(self.too_old())

    def too_old(self):
        return Q(asked_at__lte=timezone.now() - self.LIFE)

    def active(self):
        return self.filter(state__in=self.ACTIVE)

    def in_hand(self):
        """Somebody is at it, and said so lately."""
        return self.filter(state="running", seen_at__gt=timezone.now() - self.SILENT_AFTER)

    def light(self):
        """Without what each holds: a list of them stays small."""
        return self.defer("content", "form")
