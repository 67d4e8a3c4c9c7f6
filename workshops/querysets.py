"""How programmes, workshops, sessions and attendance are asked."""

from django.db import models
from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, Greatest


def taken_part(path=""):
    """A condition: the row counts as taking part, in a session that was held."""
    return Q(**{f"{path}held": True, f"{path}status__in": ["present", "late"]})


def rows_of(queryset, name):
    """Every row of the model behind a reverse relation, for a subquery."""
    return queryset.model._meta.get_field(name).related_model._default_manager.all()


def counted(rows, column):
    """A subquery: how many rows point at the outer one through that column."""
    rows = rows.filter(**{column: OuterRef("pk")}).order_by().values(column)
    return or_zero(rows.annotate(number=Count("pk")).values("number"))


def or_zero(rows):
    """A subquery of one number: 0 when it finds none."""
    return Coalesce(Subquery(rows), 0, output_field=models.IntegerField())


def shared_with(user, path=""):
    """A condition on a programme: the person's structure leads it, or is party to it."""
    rights = user.rights
    return Q(**{f"{path}lead__in": rights.works_in}) | Q(
        **{f"{path}partnerships__parties__structure__in": rights.belongs_to}
    )


def of_or_run(workshops, facilitations):
    """A condition on sessions: of these workshops, or run so.

    Without a join, so that a page of a long list reads no more sessions than it shows.
    """
    return Q(workshop__in=workshops.order_by().values("pk")) | Q(
        pk__in=facilitations.order_by().values("session")
    )


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who lead it, are party to it, or run one of its workshops."""
        return self.filter(
            shared_with(user)
            | Q(
                workshops__team__user=user,
                workshops__team__structure__in=user.rights.works_in,
            )
        ).distinct()

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


class WorkshopQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What happens, where and when: the lead, its partners and who runs it; no name of a parent."""
        return self.filter(
            shared_with(user, "programme__")
            | Q(team__user=user, team__structure__in=user.rights.works_in)
        ).distinct()

    def writable_by(self, user):
        return self.filter(programme__lead__in=user.rights.coordinates)

    def loggable_by(self, user):
        """Whose sheets the person keeps: the lead's coordinator, and who runs the workshop."""
        return self.filter(
            Q(programme__lead__in=user.rights.coordinates)
            | Q(team__user=user, team__structure__in=user.rights.works_in)
        ).distinct()

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

    def single(self):
        """The same workshops, one row each: what doors joined no longer disturbs counts."""
        return self.model._default_manager.filter(pk__in=self.order_by().values("pk"))


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the workshops the person sees, and those they ran."""
        return self.filter(of_or_run(rows_of(self, "workshop").visible_to(user), self.ran(user)))

    def loggable_by(self, user):
        """Whose sheet, with its names, the person may open and fill."""
        return self.filter(self.is_loggable_by(user))

    def is_loggable_by(self, user):
        return of_or_run(rows_of(self, "workshop").loggable_by(user), self.ran(user))

    def run_by(self, user):
        """« Mes séances »: those somebody runs, whoever else may open them."""
        workshops = rows_of(self, "workshop").filter(team__user=user)
        return self.filter(of_or_run(workshops, rows_of(self, "facilitations").filter(user=user)))

    def ran(self, user):
        """The facilitations of that person, for a structure they still work in."""
        facilitations = rows_of(self, "facilitations")
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

    def for_lines(self, user):
        """What a line of a list says of a session, and whether its sheet opens."""
        found = self.with_access_of(user).with_presence()
        return found.select_related("workshop", "module", "school__structure")

    def with_team(self):
        """With who usually runs the workshop of each, in one query."""
        team = rows_of(rows_of(self, "workshop"), "team").select_related("user")
        return self.prefetch_related(Prefetch("workshop__team", team))

    def with_presence(self):
        """Adds parents_present and, among them, parents_unnamed: the room counted more of them."""
        present = rows_of(self, "attendances").filter(taken_part())
        room = rows_of(self, "head_counts").filter(session=OuterRef("pk"), category="parents")
        room = room.order_by()
        return self.annotate(
            parents_named=counted(present, "session"),
            parents_present=Greatest("parents_named", or_zero(room.values("number"))),
            parents_unnamed=F("parents_present") - F("parents_named"),
        )


class EnrolmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Names: whoever keeps the sheets of the workshop."""
        return self.filter(
            Q(workshop__programme__lead__in=user.rights.coordinates)
            | Q(workshop__team__user=user, workshop__team__structure__in=user.rights.works_in)
        ).distinct()

    def with_parent(self):
        return self.select_related("parent").order_by("parent__search_key", "pk")

    def with_attendance(self):
        """Adds times_present and minutes_followed, in the held sessions of the workshop."""
        rows = rows_of(rows_of(self, "workshop"), "attendances").filter(
            taken_part(), workshop=OuterRef("workshop"), parent=OuterRef("parent")
        )
        rows = rows.order_by().values("parent")
        times = rows.annotate(number=Count("pk")).values("number")
        minutes = rows.annotate(number=Sum("counted_minutes")).values("number")
        return self.annotate(
            times_present=or_zero(times),
            minutes_followed=or_zero(minutes),
        )

    def on(self, day):
        return self.filter(enrolled_on__lte=day).filter(
            Q(left_on__isnull=True) | Q(left_on__gte=day)
        )


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Names: the lead's coordinator, and who runs the workshop or that session."""
        return self.filter(
            Q(programme__lead__in=user.rights.coordinates)
            | Q(workshop__team__user=user, workshop__team__structure__in=user.rights.works_in)
            | Q(
                session__facilitations__user=user,
                session__facilitations__structure__in=user.rights.works_in,
            )
        ).distinct()

    def taken_part(self):
        """Present or late, in a session that was held: what every figure counts."""
        return self.filter(taken_part())


class SignedSheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """It bears names and signatures: for whoever keeps the sheet itself."""
        sessions = self.model.session.field.related_model.objects.loggable_by(user)
        return self.filter(session__in=sessions.order_by().values("pk"))


class CalendarFeedQuerySet(models.QuerySet):
    def usable(self):
        return self.filter(revoked_at__isnull=True, user__is_active=True)

    def visible_to(self, user):
        return self.filter(user=user.pk)
