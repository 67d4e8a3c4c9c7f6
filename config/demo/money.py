"""Who pays, and what was promised. The documents give 9 000 € and no other amount:
those of the digital pathway are invented, and say so."""

import datetime as dt
from decimal import Decimal

from evaluation.models import Grant, Indicator, Target

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


def tell(stage, pathway, relais):
    """The grants, their indicators and targets."""
    promised = {pathway: _indicators(pathway, PATHWAY), relais: _indicators(relais, RELAIS)}
    _grant(stage, relais, "links", "Ateliers relais parents-école", 9000, promised[relais], due=60)
    for key, title, amount, due in (
        ("town", "Fonds politique de la ville", 12000, 90),
        ("state", "Politique de la ville, crédits de l’État", 15000, 120),
        ("broadband", "Parents connectés", 18000, 21),
    ):
        _grant(stage, pathway, key, title, amount, promised[pathway], due, INVENTED)


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
