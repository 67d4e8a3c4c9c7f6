"""What a federation reads of all the centres of the bench: from what is kept, and from the sheets."""

from dataclasses import replace
from functools import cached_property

from django.db.models import Count
from django.utils import timezone

from evaluation.actions.rollups import recount_marked
from evaluation.network import Asked, figures_for, figures_of_sheets, network
from partnerships.calendar import school_year, school_year_after, school_year_bounds
from partnerships.models import Membership, Observation, Structure, User
from workshops.models import Attendance, Programme


class Federation:
    """Observes every centre, from the first day on, and asks for the school year of most of them."""

    @cached_property
    def seen(self):
        recount_marked()
        year = school_year_after(school_year(timezone.localdate()), -1)
        years = tuple(school_year_after(year, -back) for back in (-1, 0, 1))
        return network(self.user, Asked(school_year_bounds(year), year, years, is_whole=True))

    @cached_property
    def user(self):
        federation = Structure.objects.create(
            kind=Structure.Kind.FEDERATION, name="Fédération du banc"
        )
        user = User.objects.create(email="federation@bench.example", first_name="Dominique")
        since = Programme.objects.order_by("starts_on").values_list("starts_on", flat=True)[0]
        Membership.objects.create(
            user=user, structure=federation, role=Membership.Role.OBSERVER, starts_on=since
        )
        leads = Programme.objects.order_by("lead").values_list("lead", flat=True).distinct()
        Observation.objects.bulk_create(
            Observation(observer=federation, observed_id=lead, starts_on=since) for lead in leads
        )
        return user

    def kept(self):
        """Every table of the observatory, read from what is kept."""
        return self.tables(figures_for)

    def folded(self):
        """The same, each sheet folded again."""
        return self.tables(figures_of_sheets)

    def tables(self, read):
        seen = self.seen
        told = replace(seen, figures=read(seen.programmes, seen.asked))
        return {
            table.key: [
                [cell.text for cell in line] for line in [*table.lines, table.last_line or ()]
            ]
            for table in told.tables
        }

    def same(self):
        """What differs between both, by table: nothing, or the bench means nothing."""
        kept, folded = self.kept(), self.folded()
        return [key for key in kept.keys() | folded.keys() if kept.get(key) != folded.get(key)]

    def people_kept(self):
        """The different parents of each programme of that year."""
        seen = self.seen
        figures = figures_for(seen.programmes, seen.asked).within(*seen.asked.period)
        return {
            programme.pk: figures.only(programme).measure("unique_parents").value
            for programme in seen.current
        }

    def people_asked(self):
        """The same in one query, without a fold."""
        seen = self.seen
        came = Attendance.objects.taken_part().filter(
            programme__in=seen.current, date__range=seen.asked.period
        )
        rows = came.order_by().values_list("programme")
        found = dict(rows.annotate(number=Count("parent", distinct=True)))
        return {programme.pk: found.get(programme.pk, 0) for programme in seen.current}
