"""How what was made of two records is asked."""

from django.db import models


class MergeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the structures this person coordinates: only they answer for the records."""
        return self.filter(kept__family__structure__in=user.rights.coordinates)

    def in_force(self):
        return self.filter(undone_at__isnull=True)

    def with_people(self):
        return self.select_related("kept__family__structure", "set_aside__family", "merged_by")


class SeparationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the structures this person coordinates, while both records are still there."""
        both = {
            f"{side}__{name}__isnull": True
            for side in ("first", "second")
            for name in ("erased_on", "merged_into")
        }
        return self.filter(first__family__structure__in=user.rights.coordinates, **both)

    def with_people(self):
        return self.select_related("first__family__structure", "second__family", "said_by")

    def latest_first(self):
        return self.order_by("-pk")
