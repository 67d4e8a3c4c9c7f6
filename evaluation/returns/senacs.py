"""SENACS, the yearly survey of social centres (domain.md 2.1, 2.3): one civil year, in spring."""

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.figures import Figures, Scope
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
from evaluation.tables import Table, hours, numbers_from, value_of
from partnerships.models import Agreement, Partnership, Structure
from partnerships.standings import standings
from workshops.models import Facilitation, Workshop

Format = Workshop.Format
# Counted apart by the survey.
EVENTS = {Format.FESTIVITY, Format.EVENT}
# The kinds of action of the national survey of parenthood networks (domain.md 2.1).
TALK = gettext_lazy("Groupe de parole de parents")
BETWEEN = gettext_lazy("Groupe d’activité ou d’expression entre parents")
THINKING = gettext_lazy("Groupe de réflexion, recherche-action, formation")
CHILDREN = gettext_lazy("Action parents-enfants")
LECTURE = gettext_lazy("Conférence-débat, cycle de conférences")
ONE_BY_ONE = gettext_lazy("Écoute individualisée")
PEOPLES = gettext_lazy("Université populaire de parents")
EVENT = gettext_lazy("Événement")
ELSE = gettext_lazy("Autre action")
KINDS = {
    Format.DISCUSSION: TALK,
    Format.PARENTS: BETWEEN,
    Format.CAFE: BETWEEN,
    Format.KNOW_HOW: BETWEEN,
    Format.COHORT: THINKING,
    Format.MIXED: THINKING,
    Format.DIAGNOSIS: THINKING,
    Format.PARENTS_CHILDREN: CHILDREN,
    Format.THEMED: LECTURE,
    Format.FESTIVITY: EVENT,
    Format.EVENT: EVENT,
    Format.TOGETHER: ELSE,
    Format.MEAL: ELSE,
    Format.OTHER: ELSE,
}
# The bands of children: nobody of that age has a record here.
YOUNGER = ["0-6", "7-10", "11-14"]


def senacs(structure: Structure, year: int) -> Return:
    """One civil year, all programmes together: nobody is counted twice; events apart."""
    period = date(year, 1, 1), date(year, 12, 31)
    programmes = programmes_of(structure, period)
    workshops = workshops_of(programmes)
    actions = [each for each in workshops if each.format not in EVENTS]
    events = [each for each in workshops if each.format in EVENTS]
    figures = figures_of(programmes, period, actions)
    apart = figures_of(programmes, period, events)
    whole = Figures.of(Scope(tuple(programmes), *period))
    tables = [
        participants(figures, apart),
        ages(figures),
        table_of_workshops("ateliers", _("Atelier par atelier"), actions, figures),
        table_of_workshops("evenements", _("Événements, comptés à part"), events, apart),
        kinds(workshops, whole),
        partners(structure, year),
        volunteers(structure, period),
    ]
    return Return(structure, period, tables)


def participants(figures: Figures, apart: Figures) -> Table:
    """Unique people first, then their visits: the survey wants both, and never the one for the other."""
    measured = [
        [_("Parents différents, tous ateliers confondus"), figures.measure("unique_parents")],
        [_("Familles différentes"), figures.measure("families")],
        [_("Participations cumulées"), figures.measure("participations")],
        [_("Séances réalisées"), figures.measure("sessions_held")],
        [_("Heures face public"), figures.measure("hours_delivered")],
    ]
    rows = [[label, value_of(figure)] for label, figure in measured]
    rows += shares(_("Sexe"), figures.by_gender())
    rows += shares(_("Habite un QPV"), figures.by_qpv())
    rows.append([_("Parents différents aux événements"), value_of(apart.measure("unique_parents"))])
    rows.append([_("Présences aux événements"), value_of(apart.measure("participations"))])
    headers = [_("Ce que l’enquête demande"), _("Nombre")]
    notes = [*figures.measure("unique_parents").notes]
    notes.append(_("Une personne venue dans plusieurs ateliers compte une fois."))
    title = _("Participants")
    return Table("participants", title, headers, rows, frozenset({1}), notes=notes)


def ages(figures: Figures) -> Table:
    """Age on 31 December; a band is one, whatever the sex."""
    bands = figures.by_age_band()
    known = [band for band in bands if not band.is_unknown]
    unknown = [band for band in bands if band.is_unknown]
    rows = [[_("%(band)s ans") % {"band": band}, None] for band in YOUNGER]
    rows += [[band.label, band.parents] for band in [*known, *unknown]]
    headers = [_("Âge au 31 décembre"), _("Parents différents")]
    return Table("ages", _("Âges"), headers, rows, frozenset({1}), notes=[str(BY_HAND)])


def table_of_workshops(key, title, workshops, figures: Figures) -> Table:
    line_of = by_workshop(figures)
    rows = [
        [workshop.title, str(KINDS[workshop.format]), *numbers(line)]
        for workshop in workshops
        if (line := line_of(workshop.pk)).sessions
    ]
    headers = [_("Atelier"), _("Type d’action"), *number_headers()]
    notes = [_("Les parents différents ne s’additionnent pas d’un atelier à l’autre.")]
    empty = _("Aucune séance tenue dans l’année.")
    return Table(
        key,
        title,
        headers,
        rows,
        numbers_from(2, headers),
        notes=notes if rows else [],
        empty=empty,
    )


def kinds(workshops, figures: Figures) -> Table:
    """The kinds of the national survey, in its order; parents different within each."""
    kind_of = {workshop.pk: str(KINDS[workshop.format]) for workshop in workshops}
    line_of = figures.broken_down(
        [kind_of[meeting.workshop] for meeting in figures.held],
        [kind_of[workshop] for workshop in figures.came.workshop],
    )
    met = defaultdict(set)
    for meeting in figures.held:
        met[kind_of[meeting.workshop]].add(meeting.workshop)
    order = [TALK, BETWEEN, THINKING, CHILDREN, LECTURE, EVENT, ELSE]
    rows = [[kind, len(met[kind]), *numbers(line_of(kind))] for kind in map(str, order)]
    rows.insert(5, [str(ONE_BY_ONE), None, len(figures.helped), None, None, None])
    rows.insert(6, [str(PEOPLES), None, None, None, None, None])
    headers = [_("Type d’action"), _("Actions"), *number_headers()]
    return Table(
        "types",
        _("Types d’action (Fonds national parentalité, REAAP)"),
        headers,
        rows,
        numbers_from(1, headers),
        notes=[_("L’écoute individualisée compte ici les accompagnements notés, un par un.")],
    )


def partners(structure: Structure, year: int) -> Table:
    """Formalised: an agreement of a school year that touches this one, accepted by every party."""
    found = Partnership.objects.filter(parties__structure=structure)
    found = found.exclude(stage=Partnership.Stage.SENSED).prefetch_related("parties__structure")
    agreements = Agreement.objects.filter(
        partnership__parties__structure=structure, school_year__in=[year - 1, year]
    ).with_standing()
    formal = {
        agreement.partnership_id
        for agreement in agreements
        if agreement.is_in_force and all(each.is_accepted for each in standings(agreement))
    }
    partners = {}
    for partnership in found.order_by("sort_key", "pk"):
        for party in partnership.parties.all():
            if party.structure_id != structure.pk:
                kept = partners.setdefault(party.structure, False)
                partners[party.structure] = kept or partnership.pk in formal
    rows = [
        [partner.name, partner.get_kind_display(), _("oui") if is_formal else _("non")]
        for partner, is_formal in sorted(partners.items(), key=lambda pair: pair[0].search_key)
    ]
    headers = [_("Partenaire"), _("Nature"), _("Partenariat formalisé")]
    notes = [_("Formalisé : un accord de l’année, accepté par toutes les parties.")]
    empty = _("Aucun partenariat n’est noté.")
    return Table("partenaires", _("Partenaires"), headers, rows, notes=notes, empty=empty)


def volunteers(structure: Structure, period: Period) -> Table:
    """Who ran or spoke for nothing, each once, and their hours; no name is needed."""
    lines = Facilitation.objects.filter(
        session__workshop__programme__lead=structure,
        session__status="held",
        session__date__range=period,
        is_volunteer=True,
    ).values_list("user", "name", "minutes", "session__delivered_minutes")
    people, minutes = set(), 0
    for user, name, own, delivered in lines:
        people.add(user or name)
        minutes += own or delivered
    rows = [
        [_("Bénévoles différents ayant animé"), len(people)],
        [_("Heures d’animation bénévole"), hours(minutes)],
        [_("Heures de préparation et autres"), None],
    ]
    headers = [_("Bénévolat"), _("Nombre")]
    return Table("benevoles", _("Bénévoles"), headers, rows, frozenset({1}))
