"""Reading a report over before it leaves, and checking it once it has left."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluation import checks, differences
from evaluation.actions import report_reading
from evaluation.forms.reports import RemarkForm
from evaluation.models import Report
from evaluation.reports import compute, content_of
from evaluation.views.reports import act, readable, writable
from partnerships.once import once


@require_POST
def report_submit(request, pk):
    report = writable(request.user, pk)
    return act(
        request,
        report,
        lambda: report_reading.submit(report=report, by=request.user),
        _("Le rapport est donné à relire : plus personne n’y écrit."),
    )


@require_POST
@once
def report_remark(request, pk):
    """A remark, or a remark that sends it back."""
    report = writable(request.user, pk)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Écrivez votre remarque, en mille signes au plus."))
        return redirect(report)
    is_return = "return" in request.POST
    action = report_reading.send_back if is_return else report_reading.comment
    done = _("Le rapport est renvoyé : on peut y écrire.") if is_return else _("C’est noté.")
    return act(
        request, report, lambda: action(report=report, by=request.user, **form.cleaned_data), done
    )


@require_safe
def report_check(request, pk):
    """Is the file the one that was issued, and can it be made again from what was frozen?"""
    report = get_object_or_404(readable(request.user).issued(), pk=pk)
    return render(
        request,
        "evaluation/report_check.html",
        {"report": report, "checks": checks.check(report)},
    )


@require_safe
def report_since(request, pk):
    """What was issued beside the figures of today, and what changed since the version before."""
    report = writable(request.user, pk)
    if report.status != Report.Status.ISSUED:
        raise Http404
    issued, now = content_of(report), compute(report)
    changed = differences.between(issued, now | {"sections": issued["sections"]})
    return render(
        request,
        "evaluation/report_since.html",
        {
            "report": report,
            "changed": changed,
            "is_same": differences.is_same(changed),
            "withdrawn": len(issued.get("quotes", [])) - len(still(issued, now)),
        },
    )


def still(content, now):
    """The quotes that were issued and may still be printed."""
    keys = {quote["key"] for quote in now.get("quotes", [])}
    return [quote for quote in content.get("quotes", []) if quote["key"] in keys]
