"""A plan of several years and the sheet by which the centre answers it: the words of a real one, in
which two results are told in words and two are counted; the structures are invented."""

import datetime as dt

from dateutil.relativedelta import relativedelta

from evaluation.actions import readings as actions
from evaluation.actions import sheets, strategic_plans
from evaluation.models import (
    ActionSheet,
    ExpectedResult,
    Indicator,
    Reading,
    SheetItem,
    StrategicAxis,
    StrategicObjective,
    StrategicPlan,
    Target,
)

AXES = [
    (
        1,
        "DÉVELOPPER L’ACCUEIL DES JEUNES ENFANTS",
        [(1, "Accueillir tous les enfants, partout")],
    ),
    (
        2,
        "RENDRE L’OFFRE LISIBLE ET ACCESSIBLE ET FAVORISER L’IMPLICATION DES PARENTS",
        [
            (1, "Informer les familles là où elles sont"),
            (3, "Favoriser les solidarités dans une société en mouvement"),
        ],
    ),
]
WORDS = {
    "diagnosis": (
        "Les familles expriment le besoin d’être accompagnées dans le dialogue parents/enfants et "
        "trouvent des ressources dans les actions collectives parentales, à travers les relations "
        "entre familles et l’échange d’expériences qu’elles suscitent.\n"
        "Le centre est souvent sollicité pour faire la médiation entre les familles et "
        "l’école."
    ),
    "principles": (
        "Le maintien d’un travail de coéducation avec les parents est central. L’objectif est "
        "qu’ils soient acteurs dans les loisirs et les activités éducatives de leurs enfants."
    ),
    "audiences": "- Les familles des Filatures, et d’abord celles qui viennent peu à l’école",
    "steering": "- Le centre social, avec la Cité éducative des Filatures",
    "resources": "- Deux salles, une éducatrice à mi-temps, des parents bénévoles",
}
ACTIONS = [
    (
        "Appuyer les actions d’échanges entre pairs et de co-éducation.",
        ("Groupe de parole", "Café des parents"),
    ),
    (
        (
            "Soutenir les actions et projets visant à faciliter les liens entre les familles et les "
            "institutions."
        ),
        ("Échange",),
    ),
]
RESULTS = [
    (
        (
            "Entraide entre familles, qui se nourrissent des expériences des autres en matière de "
            "parentalité."
        ),
        "qualitative",
        "",
    ),
    (
        "Facilitation de la relation entre les familles et les acteurs institutionnels.",
        "",
        (
            "La directrice du Fil-d’Or reçoit désormais les familles avec l’animatrice, une fois par "
            "mois."
        ),
    ),
    (
        "Nombre d’actions valorisées dans les documents de bilan et d’évaluation des structures.",
        "actions_valued",
        "",
    ),
    (
        (
            "Nombre d’actions d’échanges de savoirs valorisées dans les documents de bilan et "
            "d’évaluation des structures."
        ),
        "know_how_actions_valued",
        "",
    ),
]


# What the sheet watches beside what is counted already: kind, measure, title, target.
WATCHED = [
    ("qualitative", "", "Entraide entre familles", None),
    ("computed", "actions_valued", "Actions valorisées dans un rapport", 4),
    ("computed", "know_how_actions_valued", "Échanges de savoirs valorisés", 1),
    ("entered", "", "Repas partagés entre parents et enseignants", 6),
]
DEFINITIONS = {
    "qualitative": "Ce que les familles font les unes pour les autres, sans que le centre l’organise.",
    "entered": "Repas préparés ensemble, où parents et enseignants étaient à table.",
}
UNITS = {"qualitative": "", "entered": "repas"}
# Up to how many months ago, meals since the first day, state of what was noted.
MEALS = [(4, 2, "published"), (2, 4, "checked"), (0, 5, "draft")]


def tell(stage):
    """The plan runs over the six years around today; the sheet is as long as the plan."""
    boss, centre = stage.users["coordination"], stage.made["centre"]
    first = stage.today.year - 5
    plan = strategic_plans.begin(
        plan=StrategicPlan(
            holder=centre,
            title="Schéma des services aux familles des Filatures",
            starts_on=dt.date(first, 1, 1),
            ends_on=dt.date(first + 5, 12, 31),
        ),
        by=boss,
    )
    objective = _tree(plan, boss)
    sheet = sheets.begin(
        sheet=ActionSheet(
            holder=centre,
            objective=objective,
            code="PA 2.3.3",
            title="CONFORTER LES ACTIONS SOLIDAIRES INTER ET INTRA FAMILIALES",
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
        ),
        programmes=[stage.talking],
        by=boss,
    )
    watched = _watch(stage.talking)
    _note(stage, watched, boss)
    _write(sheet, watched, boss)


def _watch(programme):
    """Its indicators, by the name of their measure or by their kind."""
    found = {}
    for order, (kind, measure, title, value) in enumerate(WATCHED, 20):
        told = {} if measure else {"definition": DEFINITIONS[kind], "unit": UNITS[kind]}
        indicator = Indicator.objects.create(
            programme=programme, kind=kind, measure=measure, title=title, order=order, **told
        )
        found[measure or kind] = indicator
        if value is not None:
            dates = {"starts_on": programme.starts_on, "ends_on": programme.ends_on}
            Target.objects.create(indicator=indicator, value=value, **dates)
    return found


def _note(stage, watched, boss):
    """One reading in each state; what mothers do for each other is told in words."""
    season = stage.talking
    for months, value, state in MEALS:
        ends_on = stage.today - relativedelta(months=months)
        meals = Reading(
            indicator=watched["entered"],
            value=value,
            starts_on=season.starts_on,
            ends_on=ends_on,
            source="Carnet de bord de l’animatrice",
        )
        _settle(actions.note(reading=meals, by=boss), state, boss)
    help_ = Reading(
        indicator=watched["qualitative"],
        words=(
            "Trois mères du groupe de parole gardent leurs enfants à tour de rôle. Deux pères ont "
            "monté une bourse aux cartables."
        ),
        starts_on=season.starts_on,
        ends_on=stage.today,
        source="Entretiens de fin de groupe",
    )
    _settle(actions.note(reading=help_, by=boss), "published", boss)


def _settle(reading, state, boss):
    if state != "draft":
        actions.check(reading=reading, by=boss)
    if state == "published":
        actions.publish(reading=reading, by=boss)


def _tree(plan, boss):
    """Its axes and objectives; returns the one the sheet answers to."""
    for number, title, objectives in AXES:
        axis = strategic_plans.add(
            branch=StrategicAxis(plan=plan, number=number, title=title), by=boss
        )
        for place, words in objectives:
            branch = StrategicObjective(axis=axis, number=place, title=words)
            last = strategic_plans.add(branch=branch, by=boss)
    return last


def _write(sheet, watched, boss):
    for section in sheet.sections.filter(key__in=WORDS):
        body = WORDS[section.key]
        sheets.write(section=section, title=section.title, body=body, version=1, by=boss)
    for title, starts in ACTIONS:
        found = [
            workshop
            for workshop in sheet.programmes.get().workshops.order_by("sort_key", "pk")
            if workshop.title.startswith(starts)
        ]
        sheets.add(part=SheetItem(sheet=sheet, title=title), workshops=found, by=boss)
    for words, key, obtained in RESULTS:
        result = ExpectedResult(
            sheet=sheet, words=words, indicator=watched.get(key), obtained=obtained
        )
        sheets.add(part=result, by=boss)
