"""The figures prepared for a review: counted once when its voices are opened, then kept.

They are read around a table by all the parties, hence always as they may leave the structure.
"""

from django.db.models import Q
from django.utils import timezone

from evaluation.disclosure import Disclosed
from evaluation.figures import Figures, Scope
from evaluation.models import Review
from workshops.models import Programme, Workshop

# In the order one reads them; nothing here stays inside a structure.
SHOWN = (
    "sessions_held",
    "hours_delivered",
    "unique_parents",
    "participations",
    "attendance_rate",
    "new_parents",
)


def prepared(review: Review) -> dict:
    """{« counted_on »: day, « lines »: [{title, text, definition, notes…}]}, plain values."""
    programmes, workshops = concerned(review)
    lines = []
    if workshops:
        scope = Scope(programmes, review.starts_on, review.ends_on, workshops=workshops)
        figures = Disclosed(Figures.of(scope)).measures(SHOWN)
        lines = [figure.frozen() for figure in figures.values()]
    return {"counted_on": timezone.localdate().isoformat(), "lines": lines}


def concerned(review: Review) -> tuple[tuple[Programme, ...], frozenset[int]]:
    """The one workshop it is about, else those its parties hold together; with their programmes."""
    found = workshops_of(review).select_related("programme")
    programmes = {workshop.programme_id: workshop.programme for workshop in found}
    return tuple(programmes.values()), frozenset(workshop.pk for workshop in found)


def workshops_of(review: Review):
    """What there is to decide of: held at, or planned with, a party that does not lead."""
    if review.workshop_id:
        return Workshop.objects.filter(pk=review.workshop_id)
    partnership = review.partnership
    partners = partnership.parties.exclude(structure__programmes__partnerships=partnership)
    partners = partners.values("structure")
    theirs = Q(schools__in=partners) | Q(host__in=partners)
    found = Workshop.objects.filter(theirs, programme__partnerships=partnership)
    return found.distinct().order_by("sort_key", "pk")
