"""Reading a report over: given, remarked on, sent back with a word, before it is issued."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.actions.reports import check_draft
from evaluation.models import Report, ReportComment
from partnerships import audit
from partnerships.models import User

Verb = audit.Verb
Status = Report.Status


@transaction.atomic
def submit(*, report: Report, by: User | None) -> Report:
    """Give it to be read over: from then on nobody writes in it. Refuses twice, and when issued."""
    check_draft(report)
    report.status = Status.SUBMITTED
    report.submitted_at = timezone.now()
    report.submitted_by = by
    report.save(update_fields=["status", "submitted_at", "submitted_by"])
    record(report, by)
    return report


@transaction.atomic
def send_back(*, report: Report, words: str, by: User) -> ReportComment:
    """Open it to writing again, saying why; refuses what is not being read over."""
    sent = Report.objects.filter(pk=report.pk, status=Status.SUBMITTED)
    if not sent.update(status=Status.DRAFT, submitted_at=None, submitted_by=None):
        raise ValidationError(_("Ce rapport n’est pas à relire : il n’y a rien à renvoyer."))
    record(report, by)
    return said(report, words, by, is_return=True)


@transaction.atomic
def comment(*, report: Report, words: str, by: User) -> ReportComment:
    """A remark beside it; refuses once issued, when it could no longer be heard."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.status == Status.ISSUED:
        raise ValidationError(
            _("Ce rapport est émis : notez plutôt cela dans la version suivante.")
        )
    return said(report, words, by)


def said(report, words, by, *, is_return=False):
    remark = ReportComment(report=report, words=words, author=by, is_return=is_return)
    remark.full_clean()
    remark.save()
    audit.record(Verb.CREATED, remark, by=by, structure=report.grant.holder)
    return remark


def record(report, by):
    audit.record(Verb.CHANGED, report, by=by, structure=report.grant.holder, fields=["status"])
