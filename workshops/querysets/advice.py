"""How what workshops leave is asked: in draft by those who keep the sheets, then by partners."""

from django.db import models
from django.db.models import Q

from workshops.querysets.conditions import shared_with
from workshops.querysets.sessions import OfSheetQuerySet


class AdviceQuerySet(OfSheetQuerySet):
    def of_programme(self, programme):
        return self.filter(session__workshop__programme=programme)


class QuoteQuerySet(AdviceQuerySet):
    pass


class BookletQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who lead the programme; once published, its partners too."""
        return self.filter(
            Q(programme__lead__in=user.rights.works_in)
            | Q(published_on__isnull=False) & shared_with(user, "programme__")
        ).distinct()

    def writable_by(self, user):
        return self.filter(programme__lead__in=user.rights.coordinates)


class BookletEntryQuerySet(models.QuerySet):
    def kept(self):
        """Those of the booklet as it stands; the others were taken out, and can come back."""
        return self.filter(removed_at__isnull=True)

    def with_origin(self):
        """With their chapter, what they come from and where it was said."""
        return self.select_related(
            "theme", "advice__session__workshop", "quote__session__workshop"
        ).order_by("order", "pk")


class TableImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """It fills sheets and opens households: for those who coordinate the programme."""
        return self.filter(programme__lead__in=user.rights.coordinates)

    def standing(self):
        return self.filter(undone_at__isnull=True)

    def with_names(self):
        """What a page says of each: where, and who."""
        return self.select_related("programme", "workshop", "imported_by", "undone_by")
