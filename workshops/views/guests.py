"""Catching up: where somebody may, who is expected at one session only, and for which group."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.french import when
from partnerships.once import once
from workshops import catch_ups
from workshops.actions import guests
from workshops.forms.guests import CatchUpForm, GroupForm
from workshops.models import Enrolment, Guest
from workshops.views.sheet import session_to_show


@once
def enrolment_catch_up(request, pk):
    """What they missed, and where another group does it: one tap and they are expected there."""
    seen = Enrolment.objects.visible_to(request.user).filter(
        workshop__pathway__isnull=False, parent__erased_on__isnull=True
    )
    enrolment = get_object_or_404(seen.select_related("parent", "workshop__programme"), pk=pk)
    form = CatchUpForm(request.POST or None, enrolment=enrolment, user=request.user)
    if form.is_valid() and (guest := form.save()):
        messages.success(request, said(guest))
        return redirect("workshops:enrolment_catch_up", pk)
    missed = catch_ups.missed(enrolment, request.user)
    context = {"enrolment": enrolment, "form": form, "missed": missed}
    return render(request, "workshops/enrolment_catch_up.html", context)


def said(guest):
    return _("%(name)s est attendu·e le %(day)s, %(group)s. Dites-le-lui.") % {
        "name": guest.parent.get_short_name(),
        "day": when(guest.session.date),
        "group": guest.session.workshop,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def session_guests(request, pk):
    """Who is expected at this session only, and for which group each counts."""
    session = session_to_show(request, pk)
    form = GroupForm(request.POST or None, session=session, user=request.user)
    if form.is_valid() and (row := form.save()):
        words = _("C’est noté : cette séance compte pour « %(group)s ».")
        messages.success(request, words % {"group": row.cohort})
        return redirect("workshops:session_guests", pk)
    expected = session.guests.exclude(parent__in=session.attendances.values("parent"))
    context = {
        "session": session,
        "form": form,
        "guests": expected.select_related("parent", "enrolment__workshop"),
        "lines": catch_ups.lines_of(session),
    }
    return render(request, "workshops/session_guests.html", context)


@require_POST
@once
def guest_remove(request, pk):
    """Back where one was: the page of the session, or that of the person."""
    seen = Guest.objects.visible_to(request.user).select_related("parent", "session", "enrolment")
    guest = get_object_or_404(seen, pk=pk)
    try:
        guests.remove(guest=guest, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        words = _("%(name)s n’est plus attendu·e à cette séance.")
        messages.success(request, words % {"name": guest.parent.get_short_name()})
    if request.POST.get("from") == "person" and guest.enrolment_id:
        return redirect("workshops:enrolment_catch_up", guest.enrolment_id)
    return redirect("workshops:session_guests", guest.session_id)
