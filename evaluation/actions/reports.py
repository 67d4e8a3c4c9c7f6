"""Funder reports: written as drafts, issued once, replaced by later versions beside them."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation import documents
from evaluation.models import Grant, Report, ReportSection
from evaluation.reports import compute
from partnerships import audit
from partnerships.models import User
from workshops.models import Workshop

Verb = audit.Verb


def outline(grant: Grant) -> list[tuple[str, str]]:
    """The passages a report starts with, and what is known already (EVA-053, EVA-055)."""
    programmes = list(grant.programmes.order_by("title"))
    project = "\n\n".join(
        part
        for programme in programmes
        for part in (programme.description, programme.diagnosis)
        if part
    )
    return [
        (_("Présentation du porteur"), grant.holder.mission),
        (_("Le projet et d’où il vient"), project),
        (_("Ce qui a été fait"), ""),
        (_("Ce que les parents en disent"), ""),
        (_("Ce qui a été difficile"), ""),
        (_("La suite"), ""),
    ]


@transaction.atomic
def begin(*, report: Report, by: User) -> Report:
    """A draft with its outline, valuing every workshop of the grant’s programmes.

    Refuses a period outside the grant’s. A second report of the same nature and period is its
    next version.
    """
    grant = report.grant
    if report.starts_on < grant.starts_on or report.ends_on > grant.ends_on:
        raise ValidationError(_("La période du rapport sort de celle de la subvention."))
    last = grant.reports.filter(
        kind=report.kind, starts_on=report.starts_on, ends_on=report.ends_on
    ).aggregate(last=Max("version"))["last"]
    report.version = (last or 0) + 1
    report.full_clean()
    report.save()
    report.workshops.set(Workshop.objects.filter(programme__grants=grant))
    ReportSection.objects.bulk_create(
        ReportSection(report=report, order=order, title=title, body=body)
        for order, (title, body) in enumerate(outline(grant), 1)
    )
    audit.record(Verb.CREATED, report, by=by, structure=grant.holder)
    return report


@transaction.atomic
def write(*, section: ReportSection, title: str, body: str, version: int, by: User) -> None:
    """One passage, if nobody wrote it since `version`; refuses otherwise, and when issued."""
    check_draft(section.report)
    written = ReportSection.objects.filter(pk=section.pk, version=version).update(
        title=title, body=body, version=version + 1
    )
    if not written:
        raise ValidationError(
            _("Quelqu’un a écrit cette partie entre-temps : relisez son texte avant le vôtre."),
            code="conflict",
        )
    audit.record(
        Verb.CHANGED,
        section,
        by=by,
        structure=section.report.grant.holder,
        fields=["title", "body"],
    )


@transaction.atomic
def add_section(*, report: Report, title: str, by: User) -> ReportSection:
    """A passage more, at the end."""
    check_draft(report)
    last = report.sections.aggregate(last=Max("order"))["last"] or 0
    section = report.sections.create(order=last + 1, title=title)
    audit.record(Verb.CREATED, section, by=by, structure=report.grant.holder)
    return section


@transaction.atomic
def remove_section(*, section: ReportSection, by: User) -> None:
    """A passage less; refuses one that was written, which is emptied first."""
    check_draft(section.report)
    if section.body:
        raise ValidationError(_("Cette partie n’est pas vide : effacez son texte d’abord."))
    audit.record(Verb.DELETED, section, by=by, structure=section.report.grant.holder)
    section.delete()


def issue(*, report: Report, by: User) -> Report:
    """Freeze the figures of today, keep the PDF and its SHA-256; nothing changes them any more.

    Refuses a report issued already, and a period that has not begun. The PDF is made before the
    transaction: nobody waits behind it.
    """
    check_draft(report)
    if report.starts_on > timezone.localdate():
        raise ValidationError(_("Cette période n’a pas commencé : il n’y a rien à en dire."))
    content = compute(report)
    pdf = documents.pdf_of_report(report, content, is_issued=True)
    return keep(report=report, content=content, pdf=pdf, by=by)


@transaction.atomic
def keep(*, report: Report, content: dict, pdf: bytes, by: User) -> Report:
    """Record an issued report whole; of two issuings at the same moment, one is refused."""
    # Locked, so that what is issued is issued once (SQLite: the transaction holds the whole base).
    report = Report.objects.select_for_update().select_related("grant__holder").get(pk=report.pk)
    check_draft(report)
    report.figures = content
    report.sha256 = hashlib.sha256(pdf).hexdigest()
    report.status = Report.Status.ISSUED
    report.issued_at = timezone.now()
    report.issued_by = by
    report.pdf.save("rapport.pdf", ContentFile(pdf), save=False)
    report.save()
    audit.record(Verb.ISSUED, report, by=by, structure=report.grant.holder)
    return report


@transaction.atomic
def next_version(*, report: Report, by: User) -> Report:
    """A draft beside an issued report, with its words; refuses beside a draft."""
    if report.status != Report.Status.ISSUED:
        raise ValidationError(_("Ce rapport n’est pas émis : corrigez-le directement."))
    draft = Report(
        grant=report.grant,
        kind=report.kind,
        title=report.title,
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        is_shared_with_partners=report.is_shared_with_partners,
    )
    versions = report.grant.reports.filter(
        kind=report.kind, starts_on=report.starts_on, ends_on=report.ends_on
    )
    if versions.drafts().exists():
        raise ValidationError(_("La version suivante est déjà en cours d’écriture."))
    draft.version = versions.aggregate(last=Max("version"))["last"] + 1
    draft.save()
    draft.workshops.set(report.workshops.all())
    ReportSection.objects.bulk_create(
        ReportSection(report=draft, order=section.order, title=section.title, body=section.body)
        for section in report.sections.all()
    )
    audit.record(Verb.CREATED, draft, by=by, structure=draft.grant.holder)
    return draft


@transaction.atomic
def give_up(*, report: Report, by: User) -> None:
    """Delete a draft; refuses an issued report, which stays readable for good."""
    check_draft(report)
    audit.record(Verb.DELETED, report, by=by, structure=report.grant.holder)
    report.delete()


def check_draft(report: Report) -> None:
    if report.status != Report.Status.DRAFT:
        raise ValidationError(
            _("Ce rapport est émis : il ne change plus. Préparez une nouvelle version.")
        )
