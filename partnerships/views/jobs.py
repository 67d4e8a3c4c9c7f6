"""What one asked for and takes long: followed, left, found again, fetched."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from partnerships import jobs
from partnerships.actions import jobs as actions
from partnerships.models import Job


def mine(request, pk):
    return get_object_or_404(Job.objects.visible_to(request.user).light(), pk=pk)


@require_safe
def job_list(request):
    found = list(Job.objects.visible_to(request.user).light())
    return render(request, "partnerships/job_list.html", {"jobs": found})


@require_safe
def job_detail(request, pk):
    """The page, or what of it has changed since `vu`; nothing when nothing has."""
    job = mine(request, pk)
    if request.GET.get("vu") == job.mark:
        return HttpResponse(status=204)
    is_busy = job.state == Job.State.QUEUED and Job.objects.in_hand().exists()
    template = "partnerships/partials/job.html" if request.htmx else "partnerships/job_detail.html"
    return render(request, template, {"job": job, "is_busy": is_busy})


@require_GET
def job_file(request, pk):
    job = get_object_or_404(
        Job.objects.visible_to(request.user).filter(state=Job.State.DONE, size__gt=0), pk=pk
    )
    actions.note_download(job=job, by=request.user)
    response = HttpResponse(bytes(job.content), content_type=job.media_type)
    response["Content-Disposition"] = job.disposition.replace("inline", "attachment", 1)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
def job_again(request, pk):
    """Back in the queue, or done at once with « maintenant », when nobody takes it."""
    job = mine(request, pk)
    if elsewhere := refused(request, job, actions.again):
        return elsewhere
    if "now" in request.POST:
        jobs.work.call(job.pk)
    else:
        jobs.queue(job)
    return redirect(job)


@require_POST
def job_cancel(request, pk):
    job = mine(request, pk)
    if elsewhere := refused(request, job, actions.cancel):
        return elsewhere
    messages.success(request, _("« %(title)s » est abandonné.") % {"title": job})
    return redirect("partnerships:job_list")


def refused(request, job, act):
    """Back to the job, with the reason, when the action refuses it; None once it is done."""
    try:
        act(job=job, by=request.user)
    except ValidationError as refusal:
        messages.info(request, refusal.message)
        return redirect(job)
    return None
