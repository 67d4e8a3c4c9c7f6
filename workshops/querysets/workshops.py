"""How workshops, and who is expected there, are asked."""

import datetime as dt

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from workshops.querysets.conditions import (
    any_of,
    counted,
    or_zero,
    rows_of,
    shared_with,
    taken_part,
)

# Not coming so many times running, without a word: somebody asks after them.
ABSENCES = 3


class WorkshopQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What happens, where and when: the lead, its partners and who runs it; no name of a parent."""
        programmes = rows_of(self, "programme").filter(shared_with(user)).order_by()
        shared = self.model._default_manager.filter(programme__in=programmes.values("pk"))
        return self.filter(pk__in=any_of(shared.values("pk"), self.run_by(user)))

    def writable_by(self, user):
        return self.filter(programme__lead__in=user.rights.coordinates)

    def loggable_by(self, user):
        """Whose sheets the person keeps: the lead's coordinator, and who runs the workshop."""
        return self.filter(pk__in=self.kept_by(user))

    def kept_by(self, user):
        """Keys of those whose sheets the person keeps."""
        led = self.model._default_manager.filter(programme__lead__in=user.rights.coordinates)
        return any_of(led.values("pk"), self.run_by(user))

    def run_by(self, user):
        """Keys of those in whose team the person is, for a structure they still work in."""
        team = rows_of(self, "team").filter(user=user, structure__in=user.rights.works_in)
        return team.values("workshop")

    def with_access_of(self, user):
        """Adds is_loggable (sheets, names, planning sessions) and is_writable (the plan itself)."""
        every = self.model._default_manager.filter(pk=OuterRef("pk"))
        return self.annotate(
            is_loggable=Exists(every.loggable_by(user)), is_writable=Exists(every.writable_by(user))
        )

    def with_numbers(self, today):
        """Adds sessions_held, sessions_planned and next_on (the next planned day)."""
        sessions = rows_of(self, "sessions")
        coming = sessions.filter(workshop=OuterRef("pk"), status="planned", date__gte=today)
        return self.annotate(
            sessions_held=counted(sessions.filter(status="held"), "workshop"),
            sessions_planned=counted(sessions.filter(status="planned"), "workshop"),
            next_on=Subquery(coming.order_by("date").values("date")[:1]),
        )

    def for_lines(self, today):
        """What a line of a list says of a workshop; the current season first."""
        found = self.with_numbers(today).select_related("programme", "host")
        return found.order_by("-programme__starts_on", "programme", "pk")

    def for_page(self):
        """What the page of a workshop says of it."""
        team = rows_of(self, "team").select_related("user", "structure")
        schools = rows_of(self, "schools").select_related("structure")
        return self.select_related("programme__lead", "host", "pathway").prefetch_related(
            "pathway__modules", "themes", Prefetch("schools", schools), Prefetch("team", team)
        )

    def examples(self):
        """Those somebody kept to begin others from, by title."""
        return self.filter(is_example=True).order_by("sort_key", "pk")

    def meeting_again(self, today):
        """A session of theirs is still to come."""
        coming = rows_of(self, "sessions").filter(status="planned", date__gte=today)
        return self.filter(pk__in=coming.order_by().values("workshop"))

    def with_room(self, today):
        """Adds places_left: of those that say how many they are, and are not full."""
        expected = rows_of(self, "enrolments").on(today)
        return self.filter(capacity__isnull=False).annotate(
            places_left=F("capacity") - counted(expected, "workshop")
        )

    def single(self):
        """The same workshops, one row each: what doors joined no longer disturbs counts."""
        return self.model._default_manager.filter(pk__in=self.order_by().values("pk"))


class OfKeepersQuerySet(models.QuerySet):
    """What names the people of a workshop: for whoever keeps its sheets."""

    def visible_to(self, user):
        workshops = rows_of(self, "workshop").loggable_by(user)
        return self.filter(workshop__in=workshops.order_by().values("pk"))


class WaitingQuerySet(OfKeepersQuerySet):
    def in_order(self):
        """The first to ask first."""
        return self.select_related("parent", "workshop").order_by("asked_on", "pk")

    def with_places(self, today):
        """Adds taken: how many places of the workshop are, from tomorrow on."""
        places = rows_of(rows_of(self, "workshop"), "enrolments").staying(today)
        places = places.filter(workshop=OuterRef("workshop")).order_by().values("workshop")
        return self.annotate(taken=or_zero(places.annotate(number=Count("pk")).values("number")))


class GroupMessageQuerySet(OfKeepersQuerySet):
    pass


class EnrolmentQuerySet(models.QuerySet):
    def single(self):
        """The same lines, one row each: what doors joined no longer disturbs counts."""
        return self.model._default_manager.filter(pk__in=self.order_by().values("pk"))

    def visible_to(self, user):
        """Names: whoever keeps the sheets of the workshop."""
        return self.filter(
            Q(workshop__programme__lead__in=user.rights.coordinates)
            | Q(workshop__team__user=user, workshop__team__structure__in=user.rights.works_in)
        ).distinct()

    def with_parent(self):
        return self.select_related("parent").order_by("parent__search_key", "pk")

    def with_attendance(self):
        """Adds times_present, minutes_followed and modules_followed (each once).

        In held sessions of the workshop, or of another group to catch up.
        """
        rows = rows_of(rows_of(self, "workshop"), "attendances").filter(
            taken_part(), cohort=OuterRef("workshop"), parent=OuterRef("parent")
        )
        rows = rows.order_by().values("parent")
        times = rows.annotate(number=Count("pk")).values("number")
        minutes = rows.annotate(number=Sum("counted_minutes")).values("number")
        modules = rows.annotate(number=Count("module", distinct=True)).values("number")
        return self.annotate(
            times_present=or_zero(times),
            minutes_followed=or_zero(minutes),
            modules_followed=or_zero(modules),
        )

    def staying(self, today):
        """Those who take a place from tomorrow on: who leaves today leaves theirs."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=today))

    def with_absences(self):
        """Adds absences: times running they did not come, nor excused themselves, nor were called."""
        rows = rows_of(rows_of(self, "workshop"), "followed").filter(
            held=True, cohort=OuterRef("workshop"), parent=OuterRef("parent")
        )
        answered = rows.exclude(status="absent").order_by("-date").values("date")[:1]
        heard_on = Greatest(
            Coalesce(Subquery(answered), Value(dt.date.min)),
            Coalesce("called_on", Value(dt.date.min)),
        )
        missed = rows.filter(status="absent", date__gt=OuterRef("heard_on")).order_by()
        missed = missed.values("parent").annotate(number=Count("pk")).values("number")
        return self.annotate(heard_on=heard_on).annotate(absences=or_zero(missed))

    def to_call(self, today):
        """Absent three times running, of a group that meets again."""
        coming = rows_of(rows_of(self, "workshop"), "sessions").filter(
            workshop=OuterRef("workshop"), status="planned", date__gte=today
        )
        found = self.on(today).filter(Exists(coming), parent__erased_on__isnull=True)
        return found.with_absences().filter(absences__gte=ABSENCES)

    def on(self, day):
        return self.filter(enrolled_on__lte=day).filter(
            Q(left_on__isnull=True) | Q(left_on__gte=day)
        )
