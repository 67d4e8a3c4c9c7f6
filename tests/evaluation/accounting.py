"""A balanced budget worked out by hand, and the compte rendu financier of its grant."""

from decimal import Decimal

from evaluation.models import Report
from tests import factories as make

D = Decimal
# account, precision, foreseen, done, why
BALANCED = [
    ("604", "", "1000", "1150", "Une intervenante de plus."),
    ("613", "", "0", "240.40", "Une salle louée."),
    ("641", "", "9000", "9000", ""),
    ("chgfixe", "", "2000", "1900", ""),
    ("864", "", "300", "300", ""),
    ("74com", "Ville A", "1500", "1500", ""),
    ("74com", "Ville B", "500", "500", ""),
    ("74priv", "", "9000", "9000", ""),
    ("propres", "", "1000", "1290.40", "La salle louée."),
    ("870", "", "300", "300", ""),
]


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def budgeted(grant, lines=BALANCED):
    for account, label, forecast, actual, comment in lines:
        make.BudgetLineFactory(
            grant=grant,
            account=account,
            label=label,
            forecast=D(forecast),
            actual=None if actual is None else D(actual),
            comment=comment,
        )


def report_of(grant, **fields):
    return make.ReportFactory(
        grant=grant,
        form=Report.Form.CERFA,
        starts_on=grant.starts_on,
        ends_on=grant.ends_on,
        **fields,
    )
