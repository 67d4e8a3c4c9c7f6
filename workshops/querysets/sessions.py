"""How sessions, attendance and the papers of a session are asked."""

from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Greatest

from workshops.querysets.conditions import counted, of_or_run, or_zero, rows_of, taken_part


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the workshops the person sees, and those they ran."""
        return self.filter(of_or_run(rows_of(self, "workshop").visible_to(user), self.ran(user)))

    def loggable_by(self, user):
        """Whose sheet, with its names, the person may open and fill."""
        return self.filter(self.is_loggable_by(user))

    def is_loggable_by(self, user):
        """Of the workshops the person keeps (those of `kept_by`, without its union), or run by them."""
        workshops = rows_of(self, "workshop")
        kept = Q(workshop__in=workshops.run_by(user))
        return kept | of_or_run(workshops.writable_by(user), self.ran(user))

    def run_by(self, user):
        """« Mes séances »: those somebody runs, whoever else may open them."""
        workshops = rows_of(self, "workshop").filter(team__user=user)
        named = rows_of(self, "facilitations").filter(user=user, part="runs")
        return self.filter(of_or_run(workshops, named))

    def ran(self, user):
        """What that person ran, for a structure they still work in; speaking there opens nothing."""
        facilitations = rows_of(self, "facilitations").filter(part="runs")
        return facilitations.filter(user=user, structure__in=user.rights.works_in)

    def held(self):
        return self.filter(status="held")

    def planned(self):
        return self.filter(status="planned")

    def to_fill(self, today):
        """The day has come and the sheet is not closed."""
        return self.filter(status="planned", date__lte=today)

    def between(self, first, last):
        return self.filter(date__range=(first, last))

    def for_school(self, school):
        """Held for that school, or of a workshop with it when no school is named."""
        return self.filter(
            pk__in=self.model._default_manager.filter(
                Q(school=school) | Q(school__isnull=True, workshop__schools=school)
            ).values("pk")
        )

    def single(self):
        """The same sessions, one row each: what doors joined no longer disturbs counts."""
        return self.model._default_manager.filter(pk__in=self.order_by().values("pk"))

    def with_access_of(self, user):
        """Adds is_loggable: may this person open the sheet?"""
        mine = ExpressionWrapper(self.is_loggable_by(user), models.BooleanField())
        return self.annotate(is_loggable=mine)

    def with_carried(self):
        """Adds carried_from: the session before that last left something to take up again.

        `carried` is that session. It was written for whoever keeps the next sheet: show it to them
        alone.
        """
        earlier = Q(date__lt=OuterRef("date"))
        earlier |= Q(date=OuterRef("date"), starts_at__lt=OuterRef("starts_at"))
        left = self.model._default_manager.filter(earlier, workshop=OuterRef("workshop"))
        left = left.exclude(status="cancelled").exclude(questions="")
        left = left.order_by("-date", "-starts_at", "-pk")
        return self.annotate(carried_from=Subquery(left.values("pk")[:1]))

    def for_lines(self, user):
        """What a line of a list says of a session, and whether its sheet opens."""
        found = self.with_access_of(user).with_presence().with_runners()
        return found.select_related("workshop", "module", "school__structure")

    def with_runners(self):
        """With who runs each, in two queries: named for it, or usually in its workshop."""
        named = rows_of(self, "facilitations").select_related("user", "structure")
        team = rows_of(rows_of(self, "workshop"), "team").select_related("user", "structure")
        return self.prefetch_related(
            Prefetch("facilitations", named), Prefetch("workshop__team", team)
        )

    def with_presence(self):
        """Adds parents_present and, among them, parents_unnamed: the room counted more of them."""
        present = rows_of(self, "attendances").filter(taken_part())
        room = rows_of(self, "head_counts").filter(session=OuterRef("pk"), category="parents")
        room = room.order_by()
        return self.alias(parents_counted=or_zero(room.values("number"))).annotate(
            parents_named=counted(present, "session"),
            parents_present=Greatest("parents_named", "parents_counted"),
            parents_unnamed=F("parents_present") - F("parents_named"),
        )


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Names: the lead's coordinator, and who runs the workshop or that session."""
        return self.filter(
            Q(programme__lead__in=user.rights.coordinates)
            | Q(workshop__team__user=user, workshop__team__structure__in=user.rights.works_in)
            | Q(
                session__facilitations__user=user,
                session__facilitations__part="runs",
                session__facilitations__structure__in=user.rights.works_in,
            )
        ).distinct()

    def taken_part(self):
        """Present or late, in a session that was held: what every figure counts."""
        return self.filter(taken_part())


class OfSheetQuerySet(models.QuerySet):
    """What names people, or was said among them: for whoever keeps the sheet itself."""

    def visible_to(self, user):
        sessions = rows_of(self, "session").loggable_by(user)
        return self.filter(session__in=sessions.order_by().values("pk"))


class SignedSheetQuerySet(OfSheetQuerySet):
    pass


class GuestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who keeps that sheet, or those of the group they catch up for."""
        sessions = rows_of(self, "session").loggable_by(user)
        enrolments = rows_of(self, "enrolment").visible_to(user)
        return self.filter(
            Q(session__in=sessions.order_by().values("pk"))
            | Q(enrolment__in=enrolments.order_by().values("pk"))
        )

    def catching_up(self):
        """For what their own group did; the others are only asked again."""
        return self.filter(enrolment__isnull=False)


class CalendarFeedQuerySet(models.QuerySet):
    def usable(self):
        return self.filter(revoked_at__isnull=True, user__is_active=True)

    def visible_to(self, user):
        return self.filter(user=user.pk)
