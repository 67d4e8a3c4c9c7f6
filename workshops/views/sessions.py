"""One session: its facts, for whoever may see it, and what becomes of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workshops import roles
from workshops.actions import sessions
from workshops.forms.sessions import CancelForm, CloseForm, MoveForm, ReopenForm
from workshops.models import Attendance, Session


@require_safe
def session_detail(request, pk):
    """When, where, by whom and how many; no name of a parent."""
    session = session_seen(request, pk)
    context = {
        "session": session,
        "named": session.attendances.filter(status__in=Attendance.COUNTING).count(),
        "roles": roles.counts_of(session),
        "rooms": session.head_counts.order_by("pk"),
        "ran_by": session.facilitations.select_related("user", "structure"),
        "team": session.workshop.team.select_related("user", "structure"),
        "signed": session.signed_sheets.count(),
        "today": timezone.localdate(),
    }
    return render(request, "workshops/session_detail.html", context)


def session_close(request, pk):
    """Closes; when some people were not noted, asks how they were."""
    session = session_to_change(request, pk)
    form = CloseForm(
        request.POST if request.method == "POST" else None, session=session, user=request.user
    )
    if form.is_valid() and form.save():
        messages.success(request, _("La séance est close : sa feuille compte dans les chiffres."))
        return redirect(session)
    unmarked = list(sessions.unmarked(session))
    context = {"form": form, "session": session, "unmarked": unmarked}
    return render(request, "workshops/session_close.html", context)


def session_reopen(request, pk):
    session = session_to_change(request, pk)
    form = ReopenForm(request.POST or None, session=session, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("La séance est rouverte : rien n’en compte avant sa clôture."))
        return redirect("workshops:session_sheet", pk)
    return render(request, "workshops/session_reopen.html", {"form": form, "session": session})


def session_cancel(request, pk):
    session = session_to_change(request, pk)
    form = CancelForm(request.POST or None, session=session, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("La séance est annulée. Elle peut être rouverte."))
        return redirect(session)
    return render(request, "workshops/session_cancel.html", {"form": form, "session": session})


def session_move(request, pk):
    session = session_to_change(request, pk)
    form = MoveForm(request.POST or None, session=session, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("C’est noté : la séance est à sa nouvelle place."))
        return redirect(session)
    return render(request, "workshops/session_move.html", {"form": form, "session": session})


# -- What these pages share ----------------------------------------------------------------------


def session_seen(request, pk):
    seen = Session.objects.visible_to(request.user).single().with_access_of(request.user)
    seen = seen.select_related(
        "workshop__programme__lead", "workshop__host", "module", "school__structure", "closed_by"
    )
    return get_object_or_404(seen, pk=pk)


def session_to_change(request, pk):
    """404 when it is not theirs to see, 403 when it is not theirs to change."""
    session = session_seen(request, pk)
    if not session.is_loggable:
        raise PermissionDenied
    return session
