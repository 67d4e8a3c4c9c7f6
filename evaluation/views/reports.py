"""Funder reports: the list, the workbench of a draft, the document, and what is done to them."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluation import documents, readers, report_parts
from evaluation.actions import reports
from evaluation.annexes import annex_response
from evaluation.forms.reports import RemarkForm, ReportForm, SharingForm
from evaluation.models import Grant, Report
from evaluation.report_forms import form_of
from evaluation.reports import compute, content_of, fingerprint, in_groups, kilobytes
from partnerships import audit
from partnerships.documents import pdf_response
from partnerships.jobs import later
from partnerships.once import once

Status = Report.Status


def readable(user):
    return Report.objects.visible_to(user).select_related("grant__funder", "grant__holder")


def writable(user, pk):
    """A report to change: 404 for whoever may not read it, 403 for whoever may only read it."""
    report = get_object_or_404(readable(user), pk=pk)
    if report.grant.holder_id not in user.rights.coordinates:
        raise PermissionDenied
    return report


@require_safe
def report_list(request):
    found = list(readable(request.user).defer("figures").order_by("-ends_on", "-version", "-pk"))
    return render(
        request,
        "evaluation/report_list.html",
        {
            "drafts": [report for report in found if report.status != Status.ISSUED],
            "issued": [report for report in found if report.status == Status.ISSUED],
            "may_write": bool(request.user.rights.coordinates),
        },
    )


@once
def report_create(request):
    if not request.user.rights.coordinates:
        raise PermissionDenied
    chosen = Grant.objects.visible_to(request.user).filter(pk=request.GET.get("subvention") or 0)
    initial = ReportForm.proposed_for(chosen[0]) if chosen else {}
    form = ReportForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid() and (report := form.save()):
        messages.success(
            request, _("Le rapport est commencé : les chiffres y sont, il reste à raconter.")
        )
        return redirect(report)
    context = {"form": form, "grants": form.fields["grant"].queryset.exists()}
    return render(request, "evaluation/report_form.html", context)


@require_safe
def report_detail(request, pk):
    report = get_object_or_404(readable(request.user), pk=pk)
    if report.status == Status.ISSUED:
        return issued_page(request, report)
    content = content_of(report)
    printed = {part["title"] for part in report_parts.printed(content)}
    sections = list(report.sections.order_by("order"))
    wanted = [part for part in sections if part.is_shown and part.kind == "text"]
    return render(
        request,
        "evaluation/report_detail.html",
        {
            "report": report,
            "content": content,
            "sections": sections,
            "printed": printed,
            "wanted": wanted,
            "unwritten": [part for part in wanted if not part.body],
            "is_free": form_of(report).is_free,
            "is_draft": report.status == Status.DRAFT,
            "may_issue": readers.may_read_over(report, request.user),
            **remarks_of(report),
        },
    )


def issued_page(request, report):
    """What was issued, for whoever may read it; the rest for those who wrote it."""
    content = content_of(report)
    is_writer = report.grant.holder_id in request.user.rights.coordinates
    return render(
        request,
        "evaluation/report_issued.html",
        {
            "report": report,
            "content": content,
            "parts": report_parts.printed(content),
            "fingerprint": in_groups(fingerprint(content)),
            "versions": readable(request.user)
            .filter(pk__in=reports.versions_of(report).order_by().values("pk"))
            .defer("figures")
            .order_by("-version"),
            "is_writer": is_writer,
        },
    )


def remarks_of(report):
    return {
        "remarks": report.comments.select_related("author").order_by("written_at", "pk"),
        "remark_form": RemarkForm(),
    }


@require_safe
def report_preview(request, pk):
    """The document in the browser, exactly as it prints."""
    report = get_object_or_404(readable(request.user), pk=pk)
    issued = report.status == Status.ISSUED
    return HttpResponse(documents.page_of_report(report, content_of(report), is_issued=issued))


@require_safe
def report_pdf(request, pk):
    """The document kept when it is issued; made now, and saying so, while it is a draft."""
    report = get_object_or_404(readable(request.user), pk=pk)
    content = content_of(report)
    is_issued = report.status == Status.ISSUED
    if not is_issued and (elsewhere := drawn_later(request, report, content)):
        return elsewhere
    audit.record(
        audit.Verb.EXPORTED, report, by=request.user, structure=report.grant.holder, fields=["pdf"]
    )
    if is_issued:
        return FileResponse(
            report.pdf.open(), content_type="application/pdf", filename="rapport.pdf"
        )
    pdf = documents.pdf_of_report(report, content, is_issued=False)
    return pdf_response(pdf, _("rapport brouillon"), inline=True)


def drawn_later(request, report, content):
    title = _("Document du rapport : %(report)s") % {"report": report.title}
    return later(request, kilobytes(content), limit=settings.LONG_KILOBYTES, title=title)


@require_safe
def report_annex(request, pk):
    """The same figures as a spreadsheet: frozen with the report, of today while it is a draft."""
    report = get_object_or_404(readable(request.user), pk=pk)
    return annex_response(report, content_of(report), by=request.user)


def report_edit(request, pk):
    """The title, who may read it once issued, and the workshops it values."""
    report = writable(request.user, pk)
    if report.status != Status.DRAFT:
        raise PermissionDenied
    form = SharingForm(request.POST or None, instance=report, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Les réglages sont enregistrés."))
        return redirect(report)
    return render(request, "evaluation/report_edit.html", {"form": form, "report": report})


def report_issue(request, pk):
    """Asks once more, then freezes: an issued report does not change."""
    report = writable(request.user, pk)
    if request.method == "POST":
        content = compute(report)
        if elsewhere := drawn_later(request, report, content):
            return elsewhere
        return act(
            request,
            report,
            lambda: reports.issue(report=report, by=request.user, content=content),
            _("Le rapport est émis : ses chiffres et son document sont gardés."),
        )
    content = content_of(report)
    shown = {part["title"] for part in report_parts.printed(content)}
    empty = [part["title"] for part in content["sections"] if part["title"] not in shown]
    return render(
        request,
        "evaluation/report_issue.html",
        {
            "report": report,
            "empty": empty,
            "content": content,
            "withheld": report.quotes.count() - len(content.get("quotes", [])),
            "named": report_parts.named_in(report, content),
            "refusals": form_of(report).refusals(report),
        },
    )


@require_POST
@once
def report_renew(request, pk):
    report = writable(request.user, pk)
    try:
        draft = reports.next_version(report=report, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect(report)
    messages.success(
        request, _("La nouvelle version reprend vos textes, les chiffres sont ceux du jour.")
    )
    return redirect(draft)


@require_POST
def report_delete(request, pk):
    report = writable(request.user, pk)
    try:
        reports.give_up(report=report, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect(report)
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect("evaluation:report_list")


def act(request, report, action, done):
    """Do it and say so, or say why not; back to the report either way."""
    try:
        action()
    except ValidationError as refusal:
        for reason in refusal.messages:
            messages.error(request, reason)
    else:
        messages.success(request, done)
    return redirect(report)
