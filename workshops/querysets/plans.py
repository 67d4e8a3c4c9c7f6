"""How ideas, plans and what is said of them are asked: by those who share the programme."""

from django.db import models
from django.db.models import Case, Prefetch, When

from partnerships.querysets import LinkQuerySet
from workshops.querysets.conditions import rows_of, shared_with


class IdeaQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who lead the programme, and its partners."""
        return self.filter(shared_with(user, "programme__")).distinct()

    def writable_by(self, user):
        """Who answers it."""
        return self.filter(programme__lead__in=user.rights.coordinates)

    def of(self, programme):
        return self.filter(programme=programme).open_first()

    def awaiting(self):
        return self.filter(answer="")

    def open_first(self):
        """Those nobody has answered, then the latest."""
        is_answered = Case(When(answer="", then=0), default=1)
        return self.with_author().order_by(is_answered, "-proposed_on", "-pk")

    def with_author(self):
        return self.select_related("programme__lead", "structure", "proposed_by", "workshop")


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the workshop."""
        workshops = rows_of(self, "workshop").visible_to(user)
        return self.filter(workshop__in=workshops.order_by().values("pk"))

    def with_standing(self):
        """Who has the pen, and what each party has accepted."""
        # Who accepted which, and since when: not the words of each version.
        versions = rows_of(self, "versions").defer("content")
        return self.select_related("workshop__programme", "pen").prefetch_related(
            "shares__structure", Prefetch("versions", versions), "acceptances"
        )

    def of(self, workshop):
        return self.filter(workshop=workshop)

    def running(self, today):
        """Of programmes that are not over."""
        return self.filter(workshop__programme__ends_on__gte=today)

    def with_story(self):
        """Who writes, what each party does, every slot, version, acceptance and remark."""
        schools = rows_of(rows_of(self, "workshop"), "schools").select_related("structure")
        return self.select_related(
            "workshop__programme__lead", "workshop__host", "workshop__pathway", "pen"
        ).prefetch_related(
            "workshop__themes",
            Prefetch("workshop__schools", schools),
            "shares__structure",
            "slots__structure",
            "versions__written_by",
            "acceptances__accepted_by",
        )


class OfPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever reads the plan."""
        plans = rows_of(self, "plan").visible_to(user)
        return self.filter(plan__in=plans.order_by().values("pk"))

    def with_plan(self):
        return self.select_related("plan__workshop__programme")


class PlanSlotQuerySet(OfPlanQuerySet):
    pass


class PlanLinkQuerySet(LinkQuerySet):
    def visible_to(self, user):
        """The letters sent in the name of a structure of the plan in which one works."""
        return self.filter(plan__shares__structure__in=user.rights.works_in).distinct()

    def of(self, plan):
        """Those still to be used."""
        return self.usable().filter(plan=plan).select_related("structure")

    def with_text(self):
        """What opening the letter reads first."""
        return self.select_related("plan__workshop__programme", "structure", "created_by")


class PlanCommentQuerySet(OfPlanQuerySet):
    def open(self):
        return self.filter(settled_at__isnull=True)

    def in_order(self):
        """As they came, those to be heard before those that were."""
        is_settled = Case(When(settled_at=None, then=0), default=1)
        found = self.select_related("structure", "author", "settled_by")
        return found.order_by(is_settled, "written_at", "pk")
