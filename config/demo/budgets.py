"""What the 9 000 € paid for: a budget kept to the cent, and the compte rendu financier begun.

Every amount but the 9 000 € is invented, and the grant says so.
"""

from decimal import Decimal

from evaluation import cerfa
from evaluation.budgets import value_of_hours, volunteer_minutes
from evaluation.models import BudgetLine, Grant, Report, ReportSection

NOTE = "Les 9 000 € sont de l’histoire ; les autres montants sont inventés pour la démonstration."
RATE = Decimal("14.00")
ROOMS, VOLUNTEERS = Decimal(800), Decimal(42)

# account, who or what, foreseen, done, why
LINES = [
    (
        *("604", "intervenants des ateliers", "1200", "1350"),
        "Une intervenante de plus le mercredi, à la demande des parents.",
    ),
    ("601", "jeux, livres et goûters", "600", "580.40", ""),
    (
        *("613", "", "0", "240"),
        "La salle des parents était en travaux : deux séances dans une salle louée.",
    ),
    ("616", "", "150", "150", ""),
    ("623", "affiches et invitations", "200", "192.60", ""),
    ("625", "", "250", "240", ""),
    ("641", "", "7200", "7150", ""),
    ("645", "", "2900", "2880", ""),
    ("chgfixe", "", "1000", "1000", ""),
    ("74com", "mairie de quartier", "2500", "2500", ""),
    ("74orgasoc", "caisse d’allocations familiales", "1200", "1200", ""),
    ("74priv", "Fondation Mains Jointes", "9000", "9000", ""),
    ("75", "", "300", "312", ""),
    (
        *("propres", "", "500", "771"),
        "L’association a payé la salle louée et l’intervention de plus.",
    ),
]
WORDS = {
    "implementation": (
        "Un groupe de parole à l’école du Fil-d’Or, des ateliers avec les enfants à la Navette, un "
        "café à la maternelle des Bobines, un échange de savoirs au collège."
    ),
    "sharing": (
        "Les charges fixes (loyer, énergie, secrétariat) sont réparties au prorata des heures "
        "d’ouverture du centre social : 4 % pour cette action."
    ),
    "variances": (
        "La location n’était pas prévue : elle suit les travaux de la salle des parents. Les autres "
        "écarts se compensent, et les ressources propres portent le reste."
    ),
    "objectives": "Les parents viennent plus nombreux le mercredi ; le collège reste à gagner.",
}


def tell(stage):
    grant = Grant.objects.get(funder=stage.made["links"])
    grant.note = NOTE
    grant.justified = Decimal(4500)
    grant.volunteer_rate = RATE
    grant.volunteer_method = "SMIC horaire chargé, arrondi"
    grant.save()
    for account, label, forecast, actual, comment in [*LINES, *_in_kind(grant)]:
        BudgetLine.objects.create(
            grant=grant,
            account=account,
            label=label,
            forecast=Decimal(forecast),
            actual=Decimal(actual),
            comment=comment,
        )
    return _report(stage, grant)


def _in_kind(grant):
    """Rooms lent by the schools, and the hours of a volunteer, on both sides."""
    given = value_of_hours(volunteer_minutes(grant), RATE)
    why = "Une seule séance du café a été tenue par une bénévole, sur deux prévues."
    yield "861", "salles prêtées par les écoles", ROOMS, ROOMS, ""
    yield "871", "salles prêtées par les écoles", ROOMS, ROOMS, ""
    yield "864", "", VOLUNTEERS, given, why
    yield "870", "", VOLUNTEERS, given, why


def _report(stage, grant):
    report = Report.objects.create(
        grant=grant,
        kind=Report.Kind.FINAL,
        form=Report.Form.CERFA,
        title="Compte rendu financier des ateliers relais",
        starts_on=grant.starts_on,
        ends_on=stage.today,
        signatory="Odile Marchand",
        signed_in="Les Filatures",
    )
    ReportSection.objects.bulk_create(
        ReportSection(report=report, order=order, key=key, title=title, body=WORDS.get(key, body))
        for order, (key, title, body) in enumerate(cerfa.outline(grant), 1)
    )
    return report
