"""The budget of a grant as a spreadsheet; who took it away is written down."""

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from evaluation.accounts import Side
from evaluation.budgets import NOT_SIGNIFICANT, Amounts, Budget
from evaluation.models import Grant
from partnerships import audit
from partnerships.models import User
from partnerships.spreadsheets import csv_response, xlsx_response


@transaction.atomic
def budget_response(grant: Grant, *, format: str, by: User) -> HttpResponse:
    """Line by line with its gaps, in euros and cents; the sums of each side at the end."""
    audit.record(audit.Verb.EXPORTED, grant, by=by, structure=grant.holder, fields=["budget"])
    respond = xlsx_response if format == "xlsx" else csv_response
    headers = [
        *(_("Volet"), _("Compte"), _("Intitulé"), _("Précision"), _("Prévu (€)")),
        *(_("Réalisé (€)"), _("Écart (€)"), _("Écart (%)"), _("Explication")),
    ]
    return respond(rows_of(Budget.of(grant)), headers, _("budget-%(grant)s") % {"grant": grant})


def rows_of(budget: Budget) -> list[list]:
    side_names = {Side.CHARGE: _("Charges"), Side.PRODUCT: _("Produits")}
    sums = [
        (side, label, amounts)
        for side in Side
        for label, amounts in (
            (_("Total, en nature à part"), budget.total(side)),
            (_("Total en nature"), budget.in_kind(side)),
        )
    ]
    return [
        *(
            [
                *(side_names[line.account.side], line.account.code, line.account.label),
                *(line.label, *amounts_of(line), line.comment),
            ]
            for line in budget.lines
        ),
        *([side_names[side], "", label, "", *amounts_of(sum_), ""] for side, label, sum_ in sums),
    ]


def amounts_of(amounts: Amounts) -> list:
    """Foreseen, done, gap, gap in %: numbers, or « n.s. » when nothing was foreseen."""
    is_known = amounts.gap is not None
    percent = NOT_SIGNIFICANT if is_known and amounts.gap_percent is None else amounts.gap_percent
    return [amounts.forecast, amounts.actual, amounts.gap, percent]
