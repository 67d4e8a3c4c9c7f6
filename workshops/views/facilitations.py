"""Who runs one session, for whoever keeps its sheet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.once import once
from workshops.actions import facilitation
from workshops.forms.facilitation import FacilitationForm, PartForm
from workshops.models import Session
from workshops.views.sessions import session_to_change


@once
def facilitation_list(request, pk):
    """Those named for it, else the team; and one more."""
    session = session_to_change(request, pk)
    form = FacilitationForm(request.POST or None, session=session, user=request.user)
    if form.is_valid() and (row := form.save()):
        messages.success(request, _("C’est noté : %(name)s.") % {"name": row})
        return redirect("workshops:facilitation_list", pk)
    context = {"form": form, "session": session, "is_team": is_team(session)}
    return render(request, "workshops/facilitation_list.html", context)


def facilitation_edit(request, pk, row_pk):
    session = session_to_change(request, pk)
    row = get_object_or_404(session.facilitations, pk=row_pk)
    form = PartForm(request.POST or None, instance=row, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("C’est noté."))
        return redirect("workshops:facilitation_list", pk)
    context = {"form": form, "session": session, "row": row}
    return render(request, "workshops/facilitation_edit.html", context)


@require_POST
def facilitation_delete(request, pk, row_pk):
    session = session_to_change(request, pk)
    row = get_object_or_404(session.facilitations, pk=row_pk)
    return told(
        request, session, row, lambda: facilitation.remove(facilitation=row, by=request.user)
    )


@require_POST
def facilitation_absence(request, pk, member_pk):
    """Somebody of the team is away that day."""
    session = session_to_change(request, pk)
    member = get_object_or_404(session.workshop.team.select_related("user"), pk=member_pk)
    return told(
        request,
        session,
        member,
        lambda: facilitation.leave_out(session=session, member=member, by=request.user),
    )


def told(request, session, who, act):
    """Back to the page, with what was done or why not; to the list for who lost its sheet."""
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("%(name)s n’est plus sur cette séance.") % {"name": who})
    if Session.objects.loggable_by(request.user).filter(pk=session.pk).exists():
        return redirect("workshops:facilitation_list", session.pk)
    return redirect("workshops:session_list")


def is_team(session):
    """Nobody is named for this one: whoever usually runs the workshop is shown."""
    return all(not hasattr(one, "part") for one in session.runners)
