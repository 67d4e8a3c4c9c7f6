"""What indicators aim at and where one stands, for the pages that gather those of many programmes."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from evaluation.boards import programme_evidence
from evaluation.disclosure import Disclosed, as_seen_by, may_see_evidence
from evaluation.figures import Figures, Scope
from evaluation.models import Indicator
from evaluation.pledges import Pledge, Promise, pledges_of, promises_of
from partnerships import french
from partnerships.models import User
from workshops.models import Programme


def years(starts_on: date, ends_on: date) -> str:
    """« 2021 à 2026 » of whole years, else the days."""
    whole = (starts_on.month, starts_on.day, ends_on.month, ends_on.day) == (1, 1, 12, 31)
    if not whole:
        return french.span_of_days(starts_on, ends_on)
    if starts_on.year == ends_on.year:
        return str(starts_on.year)
    return _("%(first)s à %(last)s") % {"first": starts_on.year, "last": ends_on.year}


@dataclass(frozen=True)
class Aim:
    """What an indicator aims at over a period, and where one stands; empty is not known."""

    title: str
    target: str
    period: str
    obtained: str
    definition: str = ""
    url: str = ""
    # Told, not counted.
    is_words: bool = False


@dataclass(frozen=True)
class Aims:
    """Read once: the promises and the figures, whatever the number of indicators.

    `is_outside` is for a paper that anybody may read: nobody is told in it by something personal.
    """

    promises: list[Promise]
    figures: Figures | None
    user: User
    is_outside: bool = False

    @classmethod
    def of(cls, keys: list[int], user: User, *, is_outside: bool = False) -> "Aims":
        """Of the indicators whose figures this person may read."""
        if not keys:
            return cls([], None, user, is_outside)
        promises = promises_of(Indicator.objects.counted_for(user).filter(pk__in=keys))
        wanted = {promise.programme for promise in promises}
        programmes = Programme.objects.counted_for(user).filter(pk__in=wanted)
        programmes = tuple(programmes.select_related("lead").order_by("pk"))
        figures = None
        if programmes:
            starts_on = min(programme.starts_on for programme in programmes)
            ends_on = max(programme.ends_on for programme in programmes)
            figures = Figures.of(Scope(programmes, starts_on, ends_on))
        return cls(promises, figures, user, is_outside)

    def over(self, starts_on: date, ends_on: date) -> dict[int, list[Aim]]:
        """{indicator: its aims over these days}; nothing more is asked of the database."""
        found = {}
        for programme in self.figures.scope.programmes if self.figures else ():
            figures = self.seen(self.figures.only(programme).within(starts_on, ends_on))
            for pledge in pledges_of(self.promises, figures):
                aim = self.aim(pledge, programme)
                found.setdefault(pledge.promise.indicator, []).append(aim)
        return found

    def seen(self, figures: Figures) -> Figures | Disclosed:
        if self.is_outside:
            return Disclosed(figures, is_from_afar=True)
        return as_seen_by(self.user, figures)

    def aim(self, pledge: Pledge, programme: Programme) -> Aim:
        days = pledge.reading or pledge
        return Aim(
            pledge.title,
            pledge.target_text,
            years(days.starts_on, days.ends_on),
            pledge.obtained,
            pledge.definition,
            self.evidence(pledge, programme) if pledge.figure else "",
            is_words=pledge.figure is None and pledge.value is None,
        )

    def evidence(self, pledge: Pledge, programme: Programme) -> str:
        """What is counted, for whoever coordinates the programme and nobody else."""
        if self.is_outside or not may_see_evidence(self.user, [programme]):
            return ""
        period = (pledge.starts_on, pledge.ends_on)
        promise = pledge.promise
        return programme_evidence(programme.pk, promise.measure, period, promise.part)
