"""The compte rendu financier de subvention, CERFA 15059*02: what its three parts say.

Plain values, frozen with the report; everything is in French, as the form is.
Sources: CERFA 15059*02; arrêté du 11 octobre 2006, art. 2 and 4 (gaps in € and in %, annexes).
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.accounts import (
    ACCOUNTS,
    Account,
    Block,
    Level,
    Side,
    heading_of,
)
from evaluation.budgets import (
    DETAILED,
    Amounts,
    Budget,
    Line,
    euros,
    sum_of,
    value_of_hours,
    volunteer_minutes,
)
from evaluation.disclosure import Disclosed
from evaluation.figures import Figures, Scope
from evaluation.models import Grant, Report
from evaluation.passages import carrier, people, places, pledge_line, pledges_over, programme_lines
from partnerships import french

TEMPLATE = "evaluation/cerfa_document.html"
# The questions of the form, in its words: the key of a section, and what it is called.
QUESTIONS = {
    "implementation": "Décrire précisément la mise en œuvre de l’action",
    "people": (
        "Quel a été le nombre approximatif de personnes bénéficiaires (par type de publics) ?"
    ),
    "dates": ("Quels ont été la (les) date(s) et le(s) lieu(x) de réalisation de votre action ?"),
    "objectives": (
        "Les objectifs de l’action ont-ils été atteints au regard des indicateurs utilisés ?"
    ),
    "sharing": ("Règles de répartition des charges indirectes affectées à l’action subventionnée"),
    "variances": (
        "Expliquer et justifier les écarts significatifs éventuels entre le budget prévisionnel "
        "de l’action et le budget final exécuté"
    ),
    "kind": (
        "Contributions volontaires en nature affectées à la réalisation du projet ou de l’action "
        "subventionnée"
    ),
    "remarks": "Observations à formuler sur le compte rendu financier de l’opération subventionnée",
}
# Associations are entered in a register of the court there.
ALSACE_MOSELLE = ("57", "67", "68")


def outline(grant: Grant) -> list[tuple[str, str, str]]:
    """The questions that words answer, in the order of the form, and what is known already."""
    known = {"implementation": described(grant), "kind": hours_given(grant)}
    return [(key, title, known.get(key, "")) for key, title in QUESTIONS.items()]


def described(grant: Grant) -> str:
    programmes = grant.programmes.order_by("sort_key", "pk")
    return "\n\n".join(each.description for each in programmes if each.description)


def hours_given(grant: Grant) -> str:
    """« 25 h données par des bénévoles, à 12,50 € l’heure (SMIC chargé), soit 312,50 €. »"""
    minutes = volunteer_minutes(grant)
    if not minutes or grant.volunteer_rate is None:
        return ""
    method = f" ({grant.volunteer_method})" if grant.volunteer_method else ""
    return _(
        "%(hours)s d’animation données par des bénévoles, à %(rate)s l’heure%(method)s, "
        "soit %(value)s."
    ) % {
        "hours": french.hours(minutes),
        "rate": french.money(grant.volunteer_rate),
        "method": method,
        "value": french.money(value_of_hours(minutes, grant.volunteer_rate)),
    }


# -- What the document shows --------------------------------------------------------------------


def compute(report: Report) -> dict:
    """Every figure of the form, in plain values: texts as they are read, euros without cents.

    Counts of people by something personal are hidden when small (design.md section 4).
    """
    grant = report.grant
    programmes = list(grant.programmes.select_related("lead").order_by("sort_key", "pk"))
    full = Figures.of(Scope(tuple(programmes), report.starts_on, report.ends_on))
    figures = Disclosed(full)
    budget = Budget.of(grant)
    return {
        "carrier": carrier(grant.holder),
        "is_of_alsace_moselle": grant.holder.postal_code[:2] in ALSACE_MOSELLE,
        "funder": grant.funder.name,
        "scheme": str(grant.scheme or ""),
        "action": grant.title,
        "awarded": french.money(grant.awarded) if grant.awarded is not None else "",
        "period": french.span_of_days(report.starts_on, report.ends_on),
        "exercise": exercise(report),
        "stopped_on": timezone.localdate().isoformat(),
        "programmes": [programme_lines(programme) for programme in programmes],
        "publics": publics(full, figures),
        "people": people(figures, _("Habitent un quartier prioritaire (QPV)")),
        "places": places(programmes, report),
        "indicators": [pledge_line(pledge) for pledge in pledges_over(report, programmes, figures)],
        **accounts_of(budget),
        "share": budget.share_sentence(grant.awarded),
        "is_rounded_off": budget.is_printed_off(),
        "imbalances": budget.imbalances(),
        "threshold": budget.threshold,
        "variances": variances(budget),
    }


def exercise(report: Report) -> str:
    """« 2026 », or the two years it goes over: « 2026-2027 »."""
    first, last = report.starts_on.year, report.ends_on.year
    return str(first) if first == last else f"{first}-{last}"


# -- 1. Bilan qualitatif ------------------------------------------------------------------------


def publics(full: Figures, figures: Disclosed) -> list[dict]:
    """By type of public, each in its own unit: people are not added to presences."""
    children = sum(meeting.children or 0 for meeting in full.held)
    return [
        {"label": _("Parents différents"), "text": figures.measure("unique_parents").text},
        {"label": _("Foyers différents"), "text": figures.measure("families").text},
        {
            "label": _("Participations de parents, séance après séance"),
            "text": figures.measure("participations").text,
        },
        {
            "label": _("Enfants présents, comptés à chaque séance et cumulés"),
            "text": french.number(children),
        },
    ]


# -- 2. Tableau de synthèse ---------------------------------------------------------------------


def accounts_of(budget: Budget) -> dict:
    """Both sides of the table, each in the order of the form."""
    return {
        "charges": side_of(budget, Side.CHARGE),
        "products": side_of(budget, Side.PRODUCT),
    }


def side_of(budget: Budget, side: Side) -> dict:
    accounts = [account for account in ACCOUNTS.values() if account.side == side]
    money = [account for account in accounts if not account.is_in_kind]
    kind = [account for account in accounts if account.is_in_kind]
    rows = []
    for before, account in zip([None, *money], money, strict=False):
        if heading := heading_of(account, before):
            rows.append({"label": heading, "level": "heading"})
        rows += rows_of(budget, account)
    return {
        "rows": rows,
        "total": row("", budget.total(side)),
        "kind": [line for account in kind for line in rows_of(budget, account)],
        "kind_total": row("", budget.in_kind(side)),
    }


def rows_of(budget: Budget, account: Account) -> list[dict]:
    """The row of an account, empty when the budget has nothing there, then who is meant by it."""
    lines = budget.lines_of(account.code)
    amounts = budget.at(account.code) if lines else None
    level = "account" if account.level == Level.ACCOUNT and account.block != Block.OWN else "post"
    named = [line for line in lines if line.label] if account.code in DETAILED else []
    return [
        row(account.title, amounts, level=level),
        *(row(line.label, line, level="detail") for line in named),
    ]


def row(label: str, amounts: Amounts | None, level: str = "total") -> dict:
    """Texts in whole euros; empty where the budget has nothing."""
    if amounts is None:
        return {"label": label, "level": level, "forecast": "", "actual": "", "percent": ""}
    return {
        "label": label,
        "level": level,
        "forecast": french.number(euros(amounts.forecast)),
        "actual": french.number(euros(amounts.actual)),
        "percent": amounts.done_percent_text,
    }


# -- 3. Annexe ----------------------------------------------------------------------------------


def variances(budget: Budget) -> list[dict]:
    """Every line with its gap in € and in %, and why; what is in kind is apart from the sums."""
    money = [line for line in budget.lines if not line.account.is_in_kind]
    kind = [line for line in budget.lines if line.account.is_in_kind]
    groups = [
        (
            "Charges",
            [line for line in money if line.account.side == Side.CHARGE],
            "Total des charges",
        ),
        (
            "Produits",
            [line for line in money if line.account.side == Side.PRODUCT],
            "Total des produits",
        ),
        ("Contributions volontaires en nature", kind, ""),
    ]
    return [
        {
            "title": title,
            "lines": [gaps_of(line.title, line, line.comment) for line in lines],
            "total": gaps_of(total, sum_of(lines)) if total else None,
        }
        for title, lines, total in groups
        if lines
    ]


def gaps_of(title: str, amounts: Amounts, comment: str = "") -> dict:
    """Exact amounts: nothing is rounded here."""
    return {
        "title": title,
        "forecast": french.money(amounts.forecast),
        "actual": french.money(amounts.actual),
        "gap": amounts.gap_text,
        "percent": amounts.gap_percent_text,
        "comment": comment,
    }


# -- Before it is issued ------------------------------------------------------------------------


def refusals(report: Report) -> list[str]:
    """Why this compte rendu cannot be issued yet, in sentences; empty when it can.

    An unbalanced budget is issued with a remark (annex 4), never in silence.
    """
    grant, budget = report.grant, Budget.of(report.grant)
    if not budget.lines:
        return [_("Le budget est vide : notez d’abord ce qui était prévu et ce qui a été réalisé.")]
    reasons = []
    if grant.awarded is None:
        reasons.append(
            _("Notez le montant accordé : le compte rendu dit la part de la subvention.")
        )
    reasons += [
        _("%(line)s : notez le montant réalisé, même s’il est nul.") % {"line": line.title}
        for line in budget.unknown
    ]
    reasons += [unexplained(line) for line in budget.unexplained]
    if not is_remarked(report):
        reasons += [
            _("%(imbalance)s Corrigez-le, ou expliquez-le dans les observations.")
            % {"imbalance": imbalance}
            for imbalance in budget.imbalances()
        ]
    return reasons


def unexplained(line: Line) -> str:
    if not line.forecast:
        return _("%(line)s : rien n’était prévu, dites d’où viennent ces %(amount)s.") % {
            "line": line.title,
            "amount": french.money(line.actual),
        }
    return _("%(line)s : un écart de %(percent)s demande une explication.") % {
        "line": line.title,
        "percent": line.gap_percent_text,
    }


def is_remarked(report: Report) -> bool:
    return any(
        section.key == "remarks" and section.body.strip() for section in report.sections.all()
    )
