"""How notices and consents are asked."""

from django.db import models

from families.querysets.households import OfParentQuerySet


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(structure__in=user.rights.works_in)

    def writable_by(self, user):
        return self.filter(structure__in=user.rights.coordinates)

    def published(self):
        return self.filter(published_on__isnull=False)

    def told_on(self, structure, day):
        """The version a family of that structure was told that day; None before the first."""
        known = self.published().filter(structure=structure, published_on__lte=day)
        return known.order_by("-version").first()

    def newest_first(self):
        return self.order_by("structure__search_key", "structure", "-version")


class ConsentQuerySet(OfParentQuerySet):
    def in_force(self):
        """The last answer to each question."""
        return self.filter(ended_at__isnull=True)

    def given(self):
        return self.in_force().filter(state="given")

    def with_story(self):
        return self.select_related("structure", "notice", "recorded_by")

    def newest_first(self):
        return self.order_by("-said_on", "-pk")

    def for_use(self, purpose, structure=None):
        """Of one use; a sharing is with that structure and no other."""
        return self.filter(purpose=purpose, structure=structure)
