"""CLAS, the homework contract (domain.md 2.2): one school year, the programmes of that scheme."""

from collections import defaultdict

from django.db.models import Count, Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.figures import Figures
from evaluation.pledges import Period
from evaluation.returns.common import (
    BY_HAND,
    Return,
    by_workshop,
    figures_of,
    number_headers,
    numbers,
    programmes_of,
    shares,
    workshops_of,
)
from evaluation.tables import Table, numbers_from, value_of
from families.models import Schooling
from partnerships.models import Meeting, Structure
from workshops.models import Attendance


def clas(structure: Structure, period: Period) -> Return:
    """One school year, the programmes of that scheme: groups, parents, schools, meetings."""
    programmes = programmes_of(structure, period, "CLAS")
    workshops = workshops_of(programmes)
    figures = figures_of(programmes, period, workshops)
    tables = [
        groups(workshops, figures),
        clas_summary(figures),
        schools_of_origin(programmes, period),
        school_meetings(programmes, period),
        children_by_hand(),
    ]
    return Return(structure, period, tables if programmes else [])


def groups(workshops, figures: Figures) -> Table:
    line_of, children = by_workshop(figures), defaultdict(int)
    for meeting in figures.held:
        children[meeting.workshop] += meeting.children or 0
    rows = [
        [
            workshop.title,
            ", ".join(str(school) for school in workshop.schools.all()),
            *numbers(line_of(workshop.pk)),
            children[workshop.pk],
        ]
        for workshop in workshops
    ]
    headers = [_("Collectif"), _("Écoles"), *number_headers(), _("Présences d’enfants")]
    return Table(
        "collectifs",
        _("Collectifs"),
        headers,
        rows,
        numbers_from(2, headers),
        notes=[_("Les enfants sont comptés de vue, séance après séance.")],
        empty=_("Aucun atelier dans ce programme."),
    )


def clas_summary(figures: Figures) -> Table:
    rows = [
        [_("Parents différents rencontrés"), value_of(figures.measure("unique_parents"))],
        [_("Familles différentes"), value_of(figures.measure("families"))],
        [_("Séances réalisées"), value_of(figures.measure("sessions_held"))],
        [_("Heures"), value_of(figures.measure("hours_delivered"))],
        *shares(_("Habite un QPV"), figures.by_qpv()),
    ]
    headers = [_("Ce que le bilan demande"), _("Nombre")]
    return Table("ensemble", _("Tous les collectifs"), headers, rows, frozenset({1}))


def families_of(programmes, period: Period):
    came = Attendance.objects.taken_part().filter(programme__in=programmes, date__range=period)
    return came.order_by().values("parent__family")


def schools_of_origin(programmes, period: Period) -> Table:
    """Children of the families who came, as these said: a number a school and a level."""
    schoolings = Schooling.objects.filter(
        family__in=families_of(programmes, period), school_year=period[0].year
    )
    lines = (
        schoolings.order_by("school__structure__search_key", "level")
        .values_list("school__structure__name", "level")
        .annotate(children=Sum("children"), families=Count("family", distinct=True))
    )
    levels = dict(Schooling.Level.choices)
    rows = [[name, str(levels[level]), number, homes] for name, level, number, homes in lines]
    headers = [_("École d’origine"), _("Niveau"), _("Enfants"), _("Familles")]
    return Table(
        "ecoles",
        _("Écoles des enfants"),
        headers,
        rows,
        frozenset({2, 3}),
        notes=[_("Enfants des familles venues, d’après ce qu’elles ont dit.")] if rows else [],
        empty=_("Aucune scolarité n’est notée pour ces familles cette année-là."),
    )


def school_meetings(programmes, period: Period) -> Table:
    """Those that were held; one that is only planned is no meeting yet."""
    days = (period[0], min(period[1], timezone.localdate()))
    meetings = Meeting.objects.filter(partnership__programmes__in=programmes, held_on__range=days)
    lines = (
        meetings.order_by("partnership__sort_key", "kind")
        .values_list("partnership__name", "kind")
        .annotate(number=Count("pk", distinct=True), last=Max("held_on"))
    )
    kinds = dict(Meeting.Kind.choices)
    rows = [[name, str(kinds[kind]), number, last] for name, kind, number, last in lines]
    headers = [_("Partenariat"), _("Rencontre"), _("Nombre"), _("La dernière")]
    return Table(
        "rencontres",
        _("Rencontres avec l’école"),
        headers,
        [[name, kind, number, f"{last:%d/%m/%Y}"] for name, kind, number, last in rows],
        frozenset({2}),
        empty=_("Aucune rencontre n’est notée avec les partenaires de ces programmes."),
    )


def children_by_hand() -> Table:
    ages = [_("6 à 10 ans"), _("11 à 16 ans"), _("17 ans et plus")]
    headers = [_("Quartier (QPV)")]
    for age in ages:
        headers += [
            _("%(age)s, filles") % {"age": age},
            _("%(age)s, garçons") % {"age": age},
        ]
    rows = [[name, *[None] * 6] for name in (_("QPV :"), _("QPV :"), _("Hors QPV"))]
    title = _("Enfants par âge, sexe et quartier")
    return Table("enfants", title, headers, rows, numbers_from(1, headers), notes=[str(BY_HAND)])
