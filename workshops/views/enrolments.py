from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.once import once
from workshops.forms.enrolments import EnrolmentForm, LeaveForm
from workshops.models import Enrolment, Workshop
from workshops.proposals import find
from workshops.views.doors import get_loggable


@once
def enrolment_create(request, workshop_pk):
    """Search first: somebody known is enrolled in one tap, a newcomer by the last line."""
    workshop = get_loggable(Workshop, request.user, workshop_pk)
    form = EnrolmentForm(request.POST or None, workshop=workshop, user=request.user)
    if form.is_valid() and (enrolment := form.save()):
        messages.success(request, _("%(name)s est inscrit·e.") % {"name": enrolment.parent})
        return redirect("workshops:enrolment_create", workshop.pk)
    enrolled = workshop.enrolments.on(timezone.localdate()).with_parent()
    noted = {enrolment.parent_id for enrolment in enrolled}
    context = {
        "workshop": workshop,
        "form": form,
        "text": (text := request.GET.get("q", "").strip()[:120]),
        "found": find(text, programme=workshop.programme, noted=noted),
        "enrolled": enrolled,
    }
    return render(request, "workshops/enrolment_create.html", context)


def enrolment_leave(request, pk):
    seen = Enrolment.objects.visible_to(request.user).select_related("parent", "workshop")
    enrolment = get_object_or_404(seen, pk=pk)
    form = LeaveForm(request.POST or None, enrolment=enrolment, user=request.user)
    if form.is_valid() and form.save():
        messages.success(
            request, _("C’est noté : le départ de %(name)s.") % {"name": enrolment.parent}
        )
        return redirect(enrolment.workshop)
    return render(request, "workshops/enrolment_leave.html", {"form": form, "enrolment": enrolment})
