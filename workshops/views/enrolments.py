from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.once import once
from workshops.actions import enrolments
from workshops.actions import waiting as waiting_list
from workshops.forms.enrolments import EnrolmentForm, LeaveForm
from workshops.models import Enrolment, Waiting, Workshop
from workshops.proposals import find
from workshops.views.doors import get_loggable


@once
def enrolment_create(request, workshop_pk):
    """Search first: somebody known is enrolled in one tap, a newcomer by the last line."""
    workshop = get_loggable(Workshop, request.user, workshop_pk)
    form = EnrolmentForm(request.POST or None, workshop=workshop, user=request.user)
    if form.is_valid() and (place := form.save()):
        messages.success(request, done(place))
        return redirect("workshops:enrolment_create", workshop.pk)
    enrolled = workshop.enrolments.on(timezone.localdate()).with_parent()
    noted = {enrolment.parent_id for enrolment in enrolled}
    context = {
        "workshop": workshop,
        "form": form,
        "text": (text := request.GET.get("q", "").strip()[:120]),
        "found": find(text, programme=workshop.programme, noted=noted),
        "enrolled": enrolled,
        "waiting": [str(pk) for pk in workshop.waiting.values_list("parent", flat=True)],
    }
    return render(request, "workshops/enrolment_create.html", context)


def done(place):
    name = {"name": place.parent}
    if isinstance(place, Waiting):
        return _("%(name)s est sur la liste d’attente.") % name
    return _("%(name)s est inscrit·e.") % name


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


# -- The waiting list ----------------------------------------------------------------------------


@require_POST
@once
def waiting_enrol(request, pk):
    """Whoever was called comes."""
    place = waiting_seen(request, pk)
    return answer(
        request,
        place,
        lambda: enrolments.enrol_waiting(
            place=place, enrolled_on=timezone.localdate(), by=request.user
        ),
        _("%(name)s est inscrit·e."),
    )


@require_POST
@once
def waiting_remove(request, pk):
    place = waiting_seen(request, pk)
    return answer(
        request,
        place,
        lambda: waiting_list.remove(place=place, by=request.user),
        _("%(name)s n’est plus sur la liste d’attente."),
    )


def waiting_seen(request, pk):
    seen = Waiting.objects.visible_to(request.user).select_related("parent", "workshop")
    return get_object_or_404(seen, pk=pk)


def answer(request, place, act, words):
    """Back to the page of the workshop, with what was done or why not."""
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, words % {"name": place.parent})
    return redirect(place.workshop)
