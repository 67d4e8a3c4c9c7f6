"""How programmes, workshops, sessions and attendance are asked."""

from django.db import models
from django.db.models import Q


def taken_part(path=""):
    """A condition: the row counts as taking part, in a session that was held."""
    return Q(**{f"{path}held": True, f"{path}status__in": ["present", "late"]})


def shared_with(user, path=""):
    """A condition on a programme: the person's structure leads it, or is party to it."""
    rights = user.rights
    return Q(**{f"{path}lead__in": rights.works_in}) | Q(
        **{f"{path}partnerships__parties__structure__in": rights.belongs_to}
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


class PathwayQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(
            Q(structure__in=user.rights.works_in)
            | Q(workshops__programme__partnerships__parties__structure__in=user.rights.belongs_to)
        ).distinct()

    def writable_by(self, user):
        return self.filter(structure__in=user.rights.coordinates)


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


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(
            shared_with(user, "workshop__programme__")
            | Q(workshop__team__user=user, workshop__team__structure__in=user.rights.works_in)
            | Q(facilitations__user=user, facilitations__structure__in=user.rights.works_in)
        ).distinct()

    def loggable_by(self, user):
        """Whose sheet, with its names, the person may open and fill."""
        return self.filter(
            Q(workshop__programme__lead__in=user.rights.coordinates)
            | Q(workshop__team__user=user, workshop__team__structure__in=user.rights.works_in)
            | Q(facilitations__user=user, facilitations__structure__in=user.rights.works_in)
        ).distinct()

    def run_by(self, user):
        """« Mes séances »: those somebody runs, whoever else may open them."""
        return self.filter(Q(workshop__team__user=user) | Q(facilitations__user=user)).distinct()

    def held(self):
        return self.filter(status="held")

    def planned(self):
        return self.filter(status="planned")

    def to_fill(self, today):
        """The day has come and the sheet is not closed."""
        return self.filter(status="planned", date__lte=today)

    def between(self, first, last):
        return self.filter(date__range=(first, last))


class EnrolmentQuerySet(models.QuerySet):
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
