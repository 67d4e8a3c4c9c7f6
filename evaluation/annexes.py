"""The data annex of a report: every table of its content as a workbook, from what was frozen.

The document and the annex are drawn from the same values; no name of a person is among them.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from evaluation.measures import Unit
from evaluation.models import Report
from evaluation.reports import fingerprint
from partnerships import audit, french
from partnerships.models import User
from partnerships.spreadsheets import Sheet, attachment_of, workbook_bytes


@transaction.atomic
def annex_response(report: Report, content: dict, *, by: User) -> HttpResponse:
    """A workbook; whoever took it away is written down. Its name says the version, nothing else."""
    audit.record(audit.Verb.EXPORTED, report, by=by, structure=report.grant.holder, fields=["xlsx"])
    is_issued = report.status == Report.Status.ISSUED
    data = workbook_bytes(sheets(content, is_issued=is_issued))
    name = _("annexe du rapport, version %(version)s") % {"version": report.version}
    return attachment_of(data, name, "xlsx")


def sheets(content: dict, *, is_issued: bool) -> list[Sheet]:
    """What it is first; then the tables that hold something."""
    tables = [
        *(indicators(content), months(content), schools(content), people(content)),
        *(groups(content), sessions(content), amounts(content), workshops(content)),
        *(budget(content), variances(content)),
    ]
    return [about(content, is_issued), *(sheet for sheet in tables if sheet.rows)]


def about(content, is_issued):
    rows = [
        [_("Rapport"), content["title"]],
        [_("Nature"), content["kind"]],
        [_("Version"), content["version"]],
        [_("Porteur"), content["carrier"]["name"]],
        [_("Financeur"), content["funder"]],
        [_("Du"), date.fromisoformat(content["starts_on"])],
        [_("Au"), date.fromisoformat(content["ends_on"])],
        [_("Programmes"), " ; ".join(each["title"] for each in content["programmes"])],
        [_("Chiffres arrêtés le"), date.fromisoformat(content["stopped_on"])],
        [_("État"), _("émis") if is_issued else _("brouillon, les chiffres changent encore")],
    ]
    if is_issued:
        rows.append([_("Empreinte du contenu"), fingerprint(content)])
    return Sheet(_("Le rapport"), [_("Quoi"), _("Valeur")], rows)


def indicators(content):
    """Numbers as numbers, minutes for hours; beside them what is read, and what is counted."""
    headers = [
        *(_("Indicateur"), _("Unité"), _("Prévu"), _("Réalisé"), _("Écart"), _("Écart en %")),
        *(_("Réalisé, comme on le lit"), _("Ce que ce chiffre compte"), _("À savoir")),
    ]
    rows = [
        [
            *(line["title"], UNITS.get(line["unit"], line["unit"])),
            *(whole(line["target"]), whole(line["value"]), line["gap"], line["share"]),
            *(line["text"], line["definition"], " ".join(line["notes"])),
        ]
        for line in content.get("indicators", [])
    ]
    return Sheet(_("Prévu et réalisé"), headers, rows)


UNITS = {str(Unit.MINUTES): "min", str(Unit.PERCENT): "%"}


def whole(value):
    """1980 rather than 1980.0; what is unknown or hidden stays empty."""
    return int(value) if value is not None and float(value).is_integer() else value


def months(content):
    reached = dict(content.get("reached", []))
    rows = [
        [
            *(date.fromisoformat(line["month"]), line["sessions"], line["minutes"]),
            *(line["participations"], reached.get(line["month"])),
        ]
        for line in content.get("months", [])
    ]
    headers = [
        *(_("Mois"), _("Séances"), _("Minutes"), _("Participations")),
        _("Parents différents depuis le premier jour"),
    ]
    return Sheet(_("Mois après mois"), headers, rows)


def schools(content):
    rows = [
        [line["school"], line["sessions"], line["minutes"], line["participations"]]
        for line in content.get("schools", [])
    ]
    headers = [_("École"), _("Séances"), _("Minutes"), _("Participations")]
    return Sheet(_("Écoles"), headers, rows)


def people(content):
    """As they are read: a small number is hidden here as it is in the document."""
    rows = [
        [table["title"], part["label"], number(part)]
        for table in content.get("people", [])
        for part in table["parts"]
    ]
    return Sheet(_("Qui est venu"), [_("Répartition"), _("Part"), _("Parents différents")], rows)


def number(part):
    return part["text"] if part["is_hidden"] else int(plain_digits(part["text"]))


def plain_digits(text):
    return "".join(char for char in text if char.isdigit())


def groups(content):
    rows = [
        [line["title"], line["sessions"], line["planned"], line["delivered"]]
        for line in content.get("groups", [])
    ]
    headers = [_("Groupe"), _("Séances tenues"), _("Minutes prévues"), _("Minutes réalisées")]
    return Sheet(_("Groupes"), headers, rows)


def sessions(content):
    """EVA-053: when, which workshop, for which school, how long, how many; nobody by name."""
    rows = sorted(
        [
            *(date.fromisoformat(line["day"]), each["workshop"], line["school"]),
            *(line["minutes"], line["participations"]),
        ]
        for each in content.get("annex", [])
        for line in each["sessions"]
    )
    headers = [_("Jour"), _("Atelier"), _("École"), _("Minutes"), _("Participations")]
    return Sheet(_("Séances"), headers, rows)


def amounts(content):
    rows = [[line["title"], Decimal(line["value"])] for line in content.get("amounts", [])]
    return Sheet(_("Montants"), [_("Montant"), _("Euros")], rows)


def workshops(content):
    rows = [[each["title"], each["format"]] for each in content.get("workshops", [])]
    return Sheet(_("Ateliers valorisés"), [_("Atelier"), _("Format")], rows)


# -- Of a compte rendu financier ----------------------------------------------------------------


def budget(content):
    """Both sides as the form prints them, in whole euros; what is in kind last."""
    rows = [
        [side, line["label"], euros(line["forecast"]), euros(line["actual"]), line["percent"]]
        for side, key in ((_("Charges"), "charges"), (_("Produits"), "products"))
        for line in lines_of(content.get(key))
    ]
    headers = [_("Côté"), _("Poste"), _("Prévu, euros"), _("Réalisé, euros"), _("%")]
    return Sheet(_("Budget"), headers, rows)


def lines_of(side):
    """Headings hold no amount: they are left to the document."""
    if not side:
        return []
    found = [line for line in (*side["rows"], *side["kind"]) if line["level"] != "heading"]
    return [*found, {**side["total"], "label": _("Total")}]


def euros(text):
    """« −1 200 » as it is printed → -1200; nothing stays nothing."""
    digits = plain_digits(text)
    return int(digits) * (-1 if text.startswith(french.MINUS) else 1) if digits else None


def variances(content):
    rows = [
        [
            *(group["title"], line["title"], line["forecast"], line["actual"]),
            *(line["gap"], line["percent"], line["comment"]),
        ]
        for group in content.get("variances", [])
        for line in group["lines"]
    ]
    headers = [
        *(_("Côté"), _("Poste"), _("Prévu"), _("Réalisé"), _("Écart"), _("Écart en %")),
        _("Explication"),
    ]
    return Sheet(_("Écarts"), headers, rows)
