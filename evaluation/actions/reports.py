"""Funder reports: begun, issued once, replaced by later versions beside them."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation import differences, documents
from evaluation.models import Report, ReportSection
from evaluation.querysets import ReportQuerySet
from evaluation.readers import may_read_over
from evaluation.report_forms import form_of
from evaluation.reports import compute, frozen
from evaluation.told import kept_apart
from partnerships import audit
from partnerships.models import User
from workshops.models import Workshop
from workshops.quotes import printable

Verb = audit.Verb
Status = Report.Status


@transaction.atomic
def begin(*, report: Report, by: User | None) -> Report:
    """A draft with the parts of its form, valuing every workshop of the grant’s programmes.

    Refuses a period outside the grant’s. A second report of the same nature and period is its
    next version.
    """
    grant = report.grant
    if report.starts_on < grant.starts_on or report.ends_on > grant.ends_on:
        raise ValidationError(_("La période du rapport sort de celle de la subvention."))
    report.version = last_version(report) + 1
    report.full_clean()
    report.save()
    report.workshops.set(Workshop.objects.filter(programme__grants=grant))
    ReportSection.objects.bulk_create(
        ReportSection(report=report, order=order, **part._asdict())
        for order, part in enumerate(form_of(report).outline(grant), 1)
    )
    audit.record(Verb.CREATED, report, by=by, structure=grant.holder)
    return report


@transaction.atomic
def settle(*, report: Report, workshops: QuerySet[Workshop], by: User, **fields) -> Report:
    """The title, who reads it once issued, who signs it, and the workshops it values."""
    check_draft(report)
    for name, value in fields.items():
        setattr(report, name, value)
    report.full_clean()
    report.save(update_fields=[*fields])
    report.workshops.set(workshops)
    audit.record(
        Verb.CHANGED,
        report,
        by=by,
        structure=report.grant.holder,
        fields=[*fields, "workshops"],
    )
    return report


# -- Issuing ------------------------------------------------------------------------------------


def issue(*, report: Report, by: User | None, content: dict | None = None) -> Report:
    """Freeze the content of today, keep the PDF and its SHA-256; nothing changes them any more.

    `content` is what `compute` has just said of it, to whoever asked it already.

    Refuses what was not given to be read over, a reader who wrote it while another could read, a
    period that has not begun, and what its form refuses. The PDF is made before the transaction:
    nobody waits behind it.
    """
    check_issuable(report, by)
    content = to_freeze(report, by, content)
    pdf = documents.pdf_of_report(report, content, is_issued=True)
    return keep(report=report, content=content, pdf=pdf, by=by)


def check_issuable(report: Report, by: User | None) -> None:
    check_submitted(report)
    if by and not may_read_over(report, by):
        raise ValidationError(
            _("Vous l’avez donné à relire : c’est à quelqu’un d’autre de l’émettre.")
        )
    if report.starts_on > timezone.localdate():
        raise ValidationError(_("Cette période n’a pas commencé : il n’y a rien à en dire."))
    if reasons := form_of(report).refusals(report):
        raise ValidationError([ValidationError("%(why)s", params={"why": why}) for why in reasons])


def to_freeze(report: Report, by: User | None, content: dict | None = None) -> dict:
    """The content as it will be kept: who issues it, what drew it, what changed since the last."""
    content = (content or compute(report)) | {
        "issued_by": str(by or ""),
        "press": documents.press(),
    }
    earlier = versions_of(report).issued().order_by("-version").first()
    if earlier:
        changed = differences.between(earlier.figures, content)
        content["changes"] = {"since": earlier.version, **differences.told_outside(changed)}
    return frozen(kept_apart(report, content))


@transaction.atomic
def keep(*, report: Report, content: dict, pdf: bytes, by: User | None) -> Report:
    """Record an issued report whole; of two issuings at the same moment, one is refused.

    Refuses too when it was sent back and given again meanwhile, or a consent to be quoted withdrawn.
    """
    # Locked, so that what is issued is issued once (SQLite: the transaction holds the whole base).
    kept = Report.objects.select_for_update().get(pk=report.pk)
    check_submitted(kept)
    quoted = {quote["key"] for quote in content.get("quotes", [])}
    agreed = set(printable(kept.quotes.all()).values_list("pk", flat=True))
    if kept.submitted_at != report.submitted_at or not quoted <= agreed:
        raise ValidationError(
            _("Ce rapport a changé pendant ce temps : relisez-le, puis émettez-le.")
        )
    kept.figures = content
    kept.sha256 = hashlib.sha256(pdf).hexdigest()
    kept.status = Status.ISSUED
    kept.issued_at = timezone.now()
    kept.issued_by = by
    kept.pdf.save("rapport.pdf", ContentFile(pdf), save=False)
    kept.save()
    # The journal holds the fingerprint of the file: neither can be changed without the other.
    audit.record(Verb.ISSUED, kept, by=by, structure=kept.grant.holder, reason=kept.sha256)
    return kept


# -- Versions -----------------------------------------------------------------------------------


def versions_of(report: Report) -> ReportQuerySet:
    """The same report, whatever its version."""
    return report.grant.reports.filter(
        form=report.form,
        kind=report.kind,
        starts_on=report.starts_on,
        ends_on=report.ends_on,
    )


def last_version(report: Report) -> int:
    return versions_of(report).aggregate(last=Max("version"))["last"] or 0


@transaction.atomic
def next_version(*, report: Report, by: User) -> Report:
    """A draft beside an issued report, with its words and quotes; refuses beside a draft."""
    if report.status != Status.ISSUED:
        raise ValidationError(_("Ce rapport n’est pas émis : corrigez-le directement."))
    if versions_of(report).drafts().exists():
        raise ValidationError(_("La version suivante est déjà en cours d’écriture."))
    copied = ("grant", "form", "kind", "title", "starts_on", "ends_on")
    copied += ("is_shared_with_partners", "signatory", "signed_in")
    draft = Report(**{name: getattr(report, name) for name in copied})
    draft.version = last_version(report) + 1
    draft.save()
    draft.workshops.set(report.workshops.all())
    draft.quotes.set(report.quotes.all())
    written = ("order", "kind", "key", "is_shown", "title", "body")
    ReportSection.objects.bulk_create(
        ReportSection(report=draft, **{name: getattr(section, name) for name in written})
        for section in report.sections.order_by("order")
    )
    audit.record(Verb.CREATED, draft, by=by, structure=draft.grant.holder)
    return draft


@transaction.atomic
def give_up(*, report: Report, by: User) -> None:
    """Delete a draft; refuses an issued report, which stays readable for good."""
    check_draft(report)
    audit.record(Verb.DELETED, report, by=by, structure=report.grant.holder)
    report.delete()


# -- What may be done to it ---------------------------------------------------------------------


def check_draft(report: Report) -> None:
    """Refuses to write what is being read over or was issued; holds the report until the end."""
    status = Report.objects.select_for_update().values_list("status", flat=True).get(pk=report.pk)
    if status == Status.SUBMITTED:
        raise ValidationError(
            _("Ce rapport est donné à relire : il ne change plus, sauf s’il est renvoyé.")
        )
    if status == Status.ISSUED:
        raise ValidationError(
            _("Ce rapport est émis : il ne change plus. Préparez une nouvelle version.")
        )


def check_submitted(report: Report) -> None:
    if report.status == Status.DRAFT:
        raise ValidationError(_("Ce rapport n’a pas été relu : donnez-le d’abord à relire."))
    if report.status == Status.ISSUED:
        raise ValidationError(
            _("Ce rapport est émis : il ne change plus. Préparez une nouvelle version.")
        )
