"""Funder reports: the list, the workbench of a draft, the document, and what is done to them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluation import documents
from evaluation.actions import reports
from evaluation.forms.reports import NewSectionForm, ReportForm, SectionForm, SharingForm
from evaluation.models import Grant, Report
from evaluation.reports import content_of
from partnerships import audit
from partnerships.documents import pdf_response
from partnerships.once import once


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
    found = list(readable(request.user).order_by("-ends_on", "-version", "-pk"))
    return render(
        request,
        "evaluation/report_list.html",
        {
            "drafts": [report for report in found if report.status == Report.Status.DRAFT],
            "issued": [report for report in found if report.status == Report.Status.ISSUED],
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
    return render(request, "evaluation/report_form.html", {"form": form})


@require_safe
def report_detail(request, pk):
    report = get_object_or_404(readable(request.user), pk=pk)
    is_writer = report.grant.holder_id in request.user.rights.coordinates
    sections = list(report.sections.order_by("order"))
    return render(
        request,
        "evaluation/report_detail.html",
        {
            "report": report,
            "content": content_of(report),
            "sections": sections,
            "unwritten": [section for section in sections if not section.body],
            "is_writer": is_writer,
            "is_draft": report.status == Report.Status.DRAFT,
        },
    )


@require_safe
def report_preview(request, pk):
    """The document in the browser, exactly as it prints."""
    report = get_object_or_404(readable(request.user), pk=pk)
    issued = report.status == Report.Status.ISSUED
    return HttpResponse(documents.page_of_report(report, content_of(report), is_issued=issued))


@require_safe
def report_pdf(request, pk):
    """The document kept when it is issued; made now, and saying so, while it is a draft."""
    report = get_object_or_404(readable(request.user), pk=pk)
    audit.record(
        audit.Verb.EXPORTED, report, by=request.user, structure=report.grant.holder, fields=["pdf"]
    )
    if report.status == Report.Status.ISSUED:
        return FileResponse(
            report.pdf.open(), content_type="application/pdf", filename="rapport.pdf"
        )
    pdf = documents.pdf_of_report(report, content_of(report), is_issued=False)
    return pdf_response(pdf, _("rapport brouillon"), inline=True)


def report_edit(request, pk):
    """The title, who may read it once issued, and the workshops it values."""
    report = writable(request.user, pk)
    if report.status != Report.Status.DRAFT:
        raise PermissionDenied
    form = SharingForm(request.POST or None, instance=report)
    if form.is_valid():
        form.save()
        audit.record(
            audit.Verb.CHANGED,
            report,
            by=request.user,
            structure=report.grant.holder,
            fields=form.changed_data,
        )
        return redirect(report)
    return render(request, "evaluation/report_edit.html", {"form": form, "report": report})


def section_edit(request, pk, section_pk):
    report = writable(request.user, pk)
    section = get_object_or_404(report.sections.order_by("order"), pk=section_pk)
    if report.status != Report.Status.DRAFT:
        raise PermissionDenied
    form = SectionForm(request.POST or None, instance=section, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("« %(title)s » est enregistrée.") % {"title": section.title})
        return redirect(report)
    theirs = report.sections.get(pk=section_pk)
    return render(
        request,
        "evaluation/section_form.html",
        {"form": form, "report": report, "section": section, "theirs": theirs},
    )


@require_POST
@once
def section_add(request, pk):
    report = writable(request.user, pk)
    form = NewSectionForm(request.POST)
    if form.is_valid():
        return act(
            request,
            report,
            lambda: reports.add_section(report=report, by=request.user, **form.cleaned_data),
            _("La partie est ajoutée, à la fin."),
        )
    messages.error(request, _("Donnez un titre à la nouvelle partie."))
    return redirect(report)


@require_POST
def section_remove(request, pk, section_pk):
    report = writable(request.user, pk)
    section = get_object_or_404(report.sections.order_by("order"), pk=section_pk)
    return act(
        request,
        report,
        lambda: reports.remove_section(section=section, by=request.user),
        _("La partie vide est retirée."),
    )


def report_issue(request, pk):
    """Asks once more, then freezes: an issued report does not change."""
    report = writable(request.user, pk)
    if request.method == "POST":
        return act(
            request,
            report,
            lambda: reports.issue(report=report, by=request.user),
            _("Le rapport est émis : ses chiffres et son document sont gardés."),
        )
    unwritten = report.sections.filter(body="")
    return render(
        request, "evaluation/report_issue.html", {"report": report, "unwritten": unwritten}
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
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(report)
