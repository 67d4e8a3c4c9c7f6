"""How the ground floor is asked; `visible_to(user)` is the only door to what is not public."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone


def current(prefix="", on=None):
    """A condition: the period from starts_on to ends_on covers that day (today)."""
    on = on or timezone.localdate()
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
    )


class DirectoryQuerySet(models.QuerySet):
    """What everybody who signed in may read: the public directory."""

    def visible_to(self, user):
        return self if user.is_authenticated else self.none()


class StructureQuerySet(DirectoryQuerySet):
    def writable_by(self, user):
        return self.filter(pk__in=user.rights.coordinates)

    def with_school(self):
        return self.select_related("school")

    def search(self, text):
        """Every word somewhere in the name, the acronym, the town or the postal code.

        `text` is already folded (partnerships.validators.fold).
        """
        found = self
        for word in text.split():
            found = found.filter(search_key__contains=word)
        return found


class SchoolQuerySet(DirectoryQuerySet):
    def open(self):
        return self.filter(is_open=True)


class MembershipQuerySet(models.QuerySet):
    def current(self, on=None):
        return self.filter(current(on=on))

    def visible_to(self, user):
        return self.filter(structure__in=user.rights.coordinates)


class ObservationQuerySet(models.QuerySet):
    def current(self, on=None):
        return self.filter(current(on=on))


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever works in, or speaks for, one of its parties."""
        return self.filter(parties__structure__in=user.rights.belongs_to).distinct()

    def writable_by(self, user):
        """Those who work in a party write the whole; a partner writes its own side."""
        return self.filter(parties__structure__in=user.rights.works_in).distinct()


class TermQuerySet(DirectoryQuerySet):
    def of(self, vocabulary):
        return self.filter(vocabulary=vocabulary, is_active=True)


class SchoolHolidayQuerySet(DirectoryQuerySet):
    def for_pupils(self):
        return self.exclude(population="teachers")

    def of_zone(self, zone):
        return self.filter(zone=zone)


class LinkQuerySet(models.QuerySet):
    def usable(self):
        """Neither used, nor revoked, nor out of date."""
        return self.filter(
            used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
        )


class InvitationQuerySet(LinkQuerySet):
    def visible_to(self, user):
        return self.filter(structure__in=user.rights.coordinates)


class AuditEventQuerySet(models.QuerySet):
    """Append-only: lines are added and read."""

    def update(self, **values):
        raise TypeError("An audit line is never changed.")

    def delete(self):
        raise TypeError("An audit line is never deleted.")

    def visible_to(self, user):
        return self.filter(structure__in=user.rights.coordinates)


class ImportFileQuerySet(models.QuerySet):
    LIFE = timedelta(hours=1)

    def visible_to(self, user):
        """Whoever sent it, and only for an hour."""
        return self.filter(owner=user.pk).exclude(self.too_old())

    def out_of_date(self):
        return self.filter(self.too_old())

    def too_old(self):
        return Q(created_at__lte=timezone.now() - self.LIFE)
