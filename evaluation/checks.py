"""Is an issued report still what it was? Its file, its frozen content, and one made from the other."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluation import documents
from evaluation.models import Report
from evaluation.reports import content_of
from partnerships.models import AuditEvent


@dataclass(frozen=True)
class Check:
    """is_right is None when nothing can be said: what draws documents has changed since."""

    question: str
    answer: str
    is_right: bool | None


def check(report: Report) -> list[Check]:
    """The file against its fingerprint and the journal; then made again from its content."""
    try:
        with report.pdf.open() as file:
            kept = file.read()
    except FileNotFoundError:
        return [Check(_("Le fichier gardé"), _("Il n’est plus là : voyez la sauvegarde."), False)]
    return [same_file(report, kept), same_in_journal(report), same_again(report, kept)]


def same_file(report: Report, kept: bytes) -> Check:
    is_right = hashlib.sha256(kept).hexdigest() == report.sha256
    return Check(
        _("Le fichier gardé"),
        _("C’est celui qui fut émis, à l’octet près.") if is_right else _("Il a été modifié."),
        is_right,
    )


def same_in_journal(report: Report) -> Check:
    """The journal cannot be rewritten: a fingerprint changed in the report no longer matches it."""
    lines = AuditEvent.objects.filter(
        verb=AuditEvent.Verb.ISSUED,
        object_type=report._meta.label_lower,
        object_id=str(report.pk),
    )
    noted = set(lines.order_by().values_list("reason", flat=True)) - {""}
    if not noted:
        return Check(_("Le journal"), _("Il ne garde plus la ligne de ce jour-là."), None)
    is_right = report.sha256 in noted
    return Check(
        _("Le journal"),
        _("Il porte la même empreinte.") if is_right else _("Il porte une autre empreinte."),
        is_right,
    )


def same_again(report: Report, kept: bytes) -> Check:
    content = content_of(report)
    again = documents.pdf_of_report(report, content, is_issued=True)
    question = _("Refait aujourd’hui depuis ses chiffres arrêtés")
    if again == kept:
        return Check(question, _("Le document est le même, à l’octet près."), True)
    if content.get("press") != documents.press():
        return Check(
            question,
            _("Le logiciel qui dessine les documents a changé depuis : on ne peut pas comparer."),
            None,
        )
    return Check(question, _("Le document diffère : ses chiffres arrêtés ont été modifiés."), False)
