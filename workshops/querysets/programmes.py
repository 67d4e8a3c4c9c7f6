"""How programmes, who coordinates them elsewhere, and pathways are asked."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum

from workshops.querysets.conditions import any_of, counted, or_zero, rows_of, shared_with


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who lead it, are party to it, or run one of its workshops."""
        mine = self.model._default_manager.order_by()
        led = mine.filter(lead__in=user.rights.works_in)
        party = mine.filter(partnerships__parties__structure__in=user.rights.belongs_to)
        run = mine.filter(
            workshops__team__user=user, workshops__team__structure__in=user.rights.works_in
        )
        return self.filter(pk__in=any_of(*(rows.values("pk") for rows in (led, party, run))))

    def shared_by(self, user):
        """Of those one sees, those whose lead, or a party, one belongs to: where one may propose."""
        return self.filter(shared_with(user)).distinct()

    def writable_by(self, user):
        return self.filter(lead__in=user.rights.coordinates)

    def counted_for(self, user):
        """Whose figures the person may read: what they see, and what they observe."""
        return self.filter(
            shared_with(user) | Q(lead__in=user.rights.watches) | Q(lead__in=user.rights.observes)
        ).distinct()

    def on(self, day):
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def ended(self, day):
        return self.filter(ends_on__lt=day)

    def with_numbers(self):
        """Adds workshops_number and sessions_held."""
        workshops = rows_of(self, "workshops")
        sessions = rows_of(workshops, "sessions").filter(status="held")
        return self.annotate(
            workshops_number=counted(workshops, "programme"),
            sessions_held=counted(sessions, "workshop__programme"),
        )


class LocalCoordinationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(shared_with(user, "programme__")).distinct()

    def writable_by(self, user):
        return self.filter(programme__lead__in=user.rights.coordinates)

    def running(self, today):
        """Of programmes that are not over."""
        return self.filter(programme__ends_on__gte=today)

    def left(self, today):
        """Whoever was named is no longer in that function."""
        return self.filter(tenure__ends_on__lt=today)

    def to_replace(self, today):
        """Left, and nobody else coordinates it in that structure, still a partner of it."""
        others = self.model.objects.filter(
            programme=OuterRef("programme"), tenure__structure=OuterRef("tenure__structure")
        ).exclude(tenure__ends_on__lt=today)
        return (
            self.running(today)
            .left(today)
            .filter(tenure__structure__partnerships__programmes=F("programme"))
            .exclude(Exists(others))
            .distinct()
        )

    def of_partnership(self, partnership):
        """Of its programmes, in its own parties."""
        structures = partnership.parties.values("structure")
        return self.filter(programme__partnerships=partnership, tenure__structure__in=structures)

    def with_holder(self):
        return self.select_related("programme", "tenure__contact", "tenure__structure")


class PathwayQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(
            Q(structure__in=user.rights.works_in)
            | Q(workshops__programme__partnerships__parties__structure__in=user.rights.belongs_to)
        ).distinct()

    def writable_by(self, user):
        return self.filter(structure__in=user.rights.coordinates)

    def with_numbers(self):
        """Adds modules_number, planned_minutes (of all modules) and workshops_number."""
        modules = rows_of(self, "modules").filter(pathway=OuterRef("pk")).order_by()
        minutes = modules.values("pathway").annotate(minutes=Sum("planned_minutes"))
        return self.annotate(
            modules_number=counted(rows_of(self, "modules"), "pathway"),
            planned_minutes=or_zero(minutes.values("minutes")),
            workshops_number=counted(rows_of(self, "workshops"), "pathway"),
        )
