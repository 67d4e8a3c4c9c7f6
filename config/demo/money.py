"""Who pays, what was promised, what is answered. The documents give 9 000 € and no other amount:
those of the digital pathway are invented, and say so."""

import datetime as dt
from decimal import Decimal

from config.demo.days import first_of_month
from evaluation.actions import reports
from evaluation.models import Grant, Indicator, Report, ReportSection, Target

INVENTED = "Montant inventé pour la démonstration."

# title, measure, target in the unit of the measure
PATHWAY = [
    ("Parents accompagnés", "unique_parents", 100),
    ("Groupes lancés", "cohorts_started", 16),
    ("Taux d’assiduité", "attendance_rate", 75),
    ("Parcours terminés", "pathways_completed", 60),
    ("Heures d’atelier", "hours_delivered", 16 * 990),
    ("Écoles touchées", "schools_reached", 6),
    ("Parents habitant un quartier prioritaire", "qpv_parents", None),
    ("Participations", "participations", None),
    ("Nouveaux parents", "new_parents", None),
]
RELAIS = [
    ("Parents différents", "unique_parents", 60),
    ("Séances tenues", "sessions_held", 50),
    ("Écoles touchées", "schools_reached", 4),
    ("Participations", "participations", 400),
    ("Foyers", "families", None),
    ("Heures d’atelier", "hours_delivered", None),
    ("Parents habitant un quartier prioritaire", "qpv_parents", None),
    ("Nouveaux parents", "new_parents", None),
]
SECTIONS = [
    (
        "Présentation du porteur",
        "Le centre social Les Tisserands accueille les habitants des Filatures depuis 1991.",
    ),
    (
        "Ce qui a été fait",
        (
            "Un groupe de parole à l’école du Fil-d’Or, des ateliers avec les enfants à la Navette, un "
            "café à la maternelle des Bobines, un échange de savoirs au collège."
        ),
    ),
    (
        "Ce qui a été difficile",
        "Une séance annulée par une grève. Les pères viennent le mercredi, rarement le jeudi.",
    ),
    ("La suite", "Ouvrir un second groupe de parole, demandé par les parents eux-mêmes."),
]


def tell(stage, pathway, relais):
    """The grants, their indicators and targets; one report issued, one being written."""
    promised = {pathway: _indicators(pathway, PATHWAY), relais: _indicators(relais, RELAIS)}
    links = _grant(
        stage, relais, "links", "Ateliers relais parents-école", 9000, promised[relais], due=60
    )
    for key, title, amount, due in (
        ("town", "Fonds politique de la ville", 12000, 90),
        ("state", "Politique de la ville, crédits de l’État", 15000, 120),
        ("broadband", "Parents connectés", 18000, 21),
    ):
        _grant(stage, pathway, key, title, amount, promised[pathway], due, INVENTED)
    _reports(stage, links)


def answer(stage):
    """The foundation got its report: issued, read by its observer and by the partners."""
    reports.issue(report=stage.answered, by=stage.users["coordination"])


def _indicators(programme, rows):
    made = []
    for order, (title, measure, value) in enumerate(rows):
        indicator = Indicator.objects.create(
            programme=programme, title=title, measure=measure, order=order
        )
        if value is not None:
            Target.objects.create(
                indicator=indicator,
                starts_on=programme.starts_on,
                ends_on=programme.ends_on,
                value=value,
            )
        made.append(indicator)
    return made


def _grant(stage, programme, funder, title, amount, indicators, due, note=""):
    grant = Grant.objects.create(
        title=f"{title} (montant inventé)" if note else title,
        holder=stage.made["centre"],
        funder=stage.made[funder],
        requested=Decimal(amount),
        awarded=Decimal(amount),
        paid=Decimal(amount) / 2,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        report_due_on=stage.today + dt.timedelta(days=due),
        note=note,
    )
    grant.programmes.add(programme)
    grant.indicators.set(indicators)
    return grant


def _reports(stage, grant):
    last_month_ends = first_of_month(stage.today) - dt.timedelta(days=1)
    stage.answered = _report(
        grant, "Rapport d’étape des ateliers relais", grant.starts_on, last_month_ends, shared=True
    )
    pathway_grant = Grant.objects.get(funder=stage.made["broadband"])
    stage.draft = _report(
        pathway_grant, "Rapport d’étape, parents connectés", pathway_grant.starts_on, stage.today
    )


def _report(grant, title, starts_on, ends_on, shared=False):
    report = Report.objects.create(
        grant=grant,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        is_shared_with_partners=shared,
    )
    report.workshops.set(grant.programmes.get().workshops.all())
    ReportSection.objects.bulk_create(
        ReportSection(report=report, order=order, title=section, body=body if shared else "")
        for order, (section, body) in enumerate(SECTIONS, 1)
    )
    return report
