"""OEPRE, French for parents at school (domain.md 2.6): a row a group."""

from collections import defaultdict

from django.db.models import Count
from django.utils.translation import gettext as _

from evaluation.pledges import Period
from evaluation.returns.common import (
    by_workshop,
    figures_of,
    number_headers,
    numbers,
    programmes_of,
    workshops_of,
)
from evaluation.tables import Table, numbers_from
from partnerships.models import Structure
from workshops.models import Enrolment


def oepre(structure: Structure, period: Period) -> Table:
    """A row a group: enrolled against come, hours, women; nationality is kept nowhere."""
    programmes = programmes_of(structure, period, "OEPRE")
    workshops = workshops_of(programmes)
    figures = figures_of(programmes, period, workshops)
    enrolled = dict(
        Enrolment.objects.filter(workshop__in=workshops, enrolled_on__lte=period[1])
        .order_by()
        .values_list("workshop")
        .annotate(number=Count("parent", distinct=True))
    )
    women = defaultdict(set)
    for workshop, parent, gender in zip(
        figures.came.workshop, figures.came.parent, figures.came.gender, strict=True
    ):
        if gender == "f":
            women[workshop].add(parent)
    line_of = by_workshop(figures)
    rows = [
        [
            workshop.title,
            ", ".join(str(school) for school in workshop.schools.all()),
            enrolled.get(workshop.pk, 0),
            *numbers(line_of(workshop.pk)),
            len(women[workshop.pk]),
        ]
        for workshop in workshops
    ]
    headers = [_("Groupe"), _("Établissements"), _("Inscrits"), *number_headers(), _("Femmes")]
    return Table("oepre", _("Groupes OEPRE"), headers, rows, numbers_from(2, headers))
