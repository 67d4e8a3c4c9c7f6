"""The parts of a report: written, arranged, and the words of parents it quotes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluation.actions import report_sections
from evaluation.forms.reports import ArrangeForm, NewSectionForm, QuotesForm, SectionForm
from evaluation.models import Report
from evaluation.views.reports import act, writable
from partnerships.once import once


def draft_of(user, pk):
    """A report to write in; 403 while it is read over, and once it is issued."""
    report = writable(user, pk)
    if report.status != Report.Status.DRAFT:
        raise PermissionDenied
    return report


def section_edit(request, pk, section_pk):
    report = draft_of(request.user, pk)
    section = get_object_or_404(report.sections.order_by("order"), pk=section_pk)
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
            lambda: report_sections.add_section(
                report=report, by=request.user, **form.cleaned_data
            ),
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
        lambda: report_sections.remove_section(section=section, by=request.user),
        _("La partie vide est retirée."),
    )


@require_POST
def report_arrange(request, pk):
    """One button of the list of parts: up, down, in the report, left out."""
    report = writable(request.user, pk)
    form = ArrangeForm(request.POST, report=report, user=request.user)
    if not form.is_valid():
        messages.error(request, _("Cette partie n’est plus là : la liste a changé."))
        return redirect(report)
    response = act(request, report, form.save, form.done)
    response["Location"] += f"#partie-{form.section.pk}"
    return response


def report_quotes(request, pk):
    """Whose words are printed, among those said in the sessions and agreed to today."""
    report = draft_of(request.user, pk)
    data = request.POST if request.method == "POST" else None
    form = QuotesForm(data, report=report, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Les paroles sont choisies."))
        return redirect(report)
    return render(request, "evaluation/report_quotes.html", {"form": form, "report": report})
