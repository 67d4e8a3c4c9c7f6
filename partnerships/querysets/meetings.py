"""What belongs to a partnership, and what it did together: who reads it, who writes it."""

from django.db import models
from django.db.models import Q


class OfPartnershipQuerySet(models.QuerySet):
    """What belongs to a partnership: read by its parties, and by nobody else."""

    # The side it speaks for, which a partner may write; without one, a partner only reads.
    side = None

    def visible_to(self, user):
        return self.filter(partnership__parties__structure__in=user.rights.belongs_to).distinct()

    def writable_by(self, user):
        """Those who work in a party write the whole; a partner writes its own side."""
        may = Q(partnership__parties__structure__in=user.rights.works_in)
        if self.side:
            may |= Q(**{f"{self.side}__in": user.rights.partners})
        return self.visible_to(user).filter(may).distinct()


class MeetingQuerySet(OfPartnershipQuerySet):
    def visible_to(self, user):
        """The parties of its partnership, and of those it concerns too."""
        return self.filter(
            Q(partnership__parties__structure__in=user.rights.belongs_to)
            | Q(also_of__parties__structure__in=user.rights.belongs_to)
        ).distinct()

    def writable_by(self, user):
        """A partner corrects the meetings it noted itself."""
        works = Q(partnership__parties__structure__in=user.rights.works_in)
        return self.visible_to(user).filter(works | Q(recorded_by=user.pk)).distinct()

    def concerning(self, user):
        """Those of whoever follows the partnership, was at the table, or noted it."""
        follows = user.rights.coordinates | user.rights.partners
        return (
            self.visible_to(user)
            .filter(
                Q(partnership__parties__structure__in=follows)
                | Q(also_of__parties__structure__in=follows)
                | Q(presences__contact__account=user.pk)
                | Q(recorded_by=user.pk)
            )
            .distinct()
        )

    def about(self, partnership):
        """Noted there, or noted elsewhere and of that partnership too."""
        return self.filter(Q(partnership=partnership) | Q(also_of=partnership)).distinct()

    def held(self, today):
        return self.filter(held_on__lte=today)


class DocumentQuerySet(OfPartnershipQuerySet):
    def writable_by(self, user):
        """A partner takes back what it added itself."""
        works = Q(partnership__parties__structure__in=user.rights.works_in)
        return self.visible_to(user).filter(works | Q(added_by=user.pk)).distinct()

    def on_the_shelf(self):
        """The latest first, with who added each and the agreement it goes with."""
        return self.select_related("added_by", "agreement").order_by("-added_at", "-pk")

    def to_accept(self):
        """What goes with the text of an agreement; its signed copy comes after."""
        return self.exclude(kind="signed").order_by("added_at", "pk")


class DecisionQuerySet(OfPartnershipQuerySet):
    side = "side"

    def open(self):
        return self.filter(done_on__isnull=True)

    def done(self):
        return self.filter(done_on__isnull=False)

    def due_by(self, day):
        return self.open().filter(due_on__lte=day)

    def awaited_from(self, user):
        """Of one’s own side; a coordinator also follows what the others promised."""
        return self.visible_to(user).filter(
            Q(side__in=user.rights.belongs_to)
            | Q(partnership__parties__structure__in=user.rights.coordinates)
        )


class DifficultyQuerySet(OfPartnershipQuerySet):
    side = "raised_by"

    def open(self):
        return self.filter(lifted_on__isnull=True)


class ServiceQuerySet(OfPartnershipQuerySet):
    side = "given_by"


class RequestQuerySet(OfPartnershipQuerySet):
    side = "structure"

    def waiting(self):
        return self.filter(answered_on__isnull=True)
