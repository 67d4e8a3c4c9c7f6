"""How referrals and their letters are asked."""

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from partnerships.querysets import LinkQuerySet


class ReferralQuerySet(models.QuerySet):
    # What the other side said, and may read again; before that, only what still holds.
    ANSWERED = ("accepted", "came", "refused", "no_show")
    UNANSWERED = ("draft", "requested")

    def shown(self, today=None):
        """What may be known elsewhere: agreed to by the parent, not withdrawn, nor out of date.

        A day past its validity is enough, whether or not `expire_referrals` has run.
        """
        today = today or timezone.localdate()
        holds = Q(status="requested", valid_until__gte=today)
        return self.filter(Q(status__in=self.ANSWERED) | holds, agreed_on__isnull=False)

    def received_by(self, user):
        """What those who work at the receiver’s are told: nothing without the parent’s agreement."""
        return self.shown().filter(receiver__in=user.rights.works_in)

    def sent_by(self, user):
        """Coordinators and partners follow their structure’s; a facilitator their own."""
        return self.filter(
            Q(sender__in=user.rights.coordinates | user.rights.partners)
            | Q(sender__in=user.rights.facilitates, made_by=user.pk)
        )

    def visible_to(self, user):
        every = self.model.objects
        return self.filter(
            Q(pk__in=every.received_by(user).order_by().values("pk"))
            | Q(pk__in=every.sent_by(user).order_by().values("pk"))
        )

    def sent(self):
        """With the parent’s agreement, whatever came of it: what figures count (domain.md 6.4)."""
        return self.filter(agreed_on__isnull=False).exclude(status__in=["draft", "withdrawn"])

    def past(self, today):
        """Nobody answered before the day it was valid until."""
        return self.filter(self.is_past(today))

    def standing(self, today):
        return self.exclude(self.is_past(today))

    def is_past(self, today):
        return Q(status__in=self.UNANSWERED, valid_until__lt=today)

    def waiting(self, today):
        """Sent, agreed to, still valid: the receiver has to answer."""
        return self.shown(today).filter(status="requested")

    def live(self):
        """Somebody still has something to do about it."""
        return self.filter(status__in=[*self.UNANSWERED, "accepted"])

    def by_sender(self):
        """Who shows people the way, and how many came: numbers alone (FAM-017)."""
        agreed = self.exclude(status__in=["draft", "withdrawn"]).order_by()
        return (
            agreed.values("sender", "sender__name")
            .annotate(number=Count("pk"), came=Count("pk", filter=Q(status="came")))
            .order_by("-number", "sender__search_key", "sender")
        )

    def about(self, family):
        """Of one of its people, sent elsewhere or come from elsewhere."""
        return self.filter(Q(parent__family=family) | Q(received_as__family=family))

    def with_sides(self):
        return self.select_related("sender", "receiver", "made_by", "parent")

    def search(self, text):
        """Every word somewhere in the name or the number; `text` is already folded."""
        found = self
        for word in text.split():
            found = found.filter(search_key__contains=word)
        return found


class ReferralLinkQuerySet(LinkQuerySet):
    def visible_to(self, user):
        """The letters about the referrals this person follows."""
        referrals = self.model.referral.field.related_model.objects.sent_by(user)
        return self.filter(referral__in=referrals.order_by().values("pk"))
