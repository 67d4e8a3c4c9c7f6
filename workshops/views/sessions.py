"""One session: its facts, for whoever may see it, and what becomes of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from workshops import clashes, quotes, roles
from workshops.actions import following, sessions
from workshops.forms.sessions import CancelForm, CloseForm, MoveForm, ReopenForm
from workshops.models import Attendance, Session


@require_safe
def session_detail(request, pk):
    """When, where, by whom and how many; no name of a parent."""
    session = session_seen(request, pk)
    context = {
        "session": session,
        "clashes": clashes.of_session(session, request.user) if session.is_loggable else [],
        "named": session.attendances.filter(status__in=Attendance.COUNTING).count(),
        "roles": roles.counts_of(session),
        "rooms": session.head_counts.order_by("pk"),
        "signed": session.signed_sheets.count(),
        "today": timezone.localdate(),
        **left(session),
    }
    return render(request, "workshops/session_detail.html", context)


def left(session):
    """What it leaves; nothing is even asked for whoever does not keep its sheet."""
    if not session.is_loggable:
        return {"advice": [], "sayings": [], "is_over": False}
    return {
        "advice": session.advice.select_related("theme"),
        "sayings": quotes.sayings_of(session),
        "is_over": session.status != Session.Status.CANCELLED
        and session.date <= timezone.localdate(),
    }


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
    is_cancelled = session.status == Session.Status.CANCELLED
    others = following.called_off_with(session) if is_cancelled else []
    form = ReopenForm(request.POST or None, session=session, others=others, user=request.user)
    if form.is_valid() and (number := form.save()):
        sentence = ngettext(
            "La séance est rouverte : rien n’en compte avant sa clôture.",
            "%(count)d séances sont rouvertes : rien n’en compte avant leur clôture.",
            number,
        )
        messages.success(request, sentence % {"count": number})
        return redirect("workshops:session_sheet", pk)
    return render(request, "workshops/session_reopen.html", {"form": form, "session": session})


def session_cancel(request, pk):
    session = session_to_change(request, pk)
    others = following.following(session)
    form = CancelForm(request.POST or None, session=session, others=others, user=request.user)
    if form.is_valid() and (number := form.save()):
        sentence = ngettext(
            "La séance est annulée. Elle peut être rouverte.",
            "%(count)d séances sont annulées. « Rouvrir », sur cette page, les reprend ensemble.",
            number,
        )
        messages.success(request, sentence % {"count": number})
        return redirect(session)
    return render(request, "workshops/session_cancel.html", {"form": form, "session": session})


def session_move(request, pk):
    """One at once; several after a look at where each would go."""
    session = session_to_change(request, pk)
    is_planned = session.status == Session.Status.PLANNED
    others = following.following(session) if is_planned else []
    form = MoveForm(request.POST or None, session=session, others=others, user=request.user)
    is_sent = form.is_valid() and "edit" not in request.POST
    context = {"form": form, "session": session}
    if is_sent and form.waits:
        return render(
            request, "workshops/session_move_rest.html", context | {"moves": form.moves()}
        )
    if is_sent and (number := form.save()):
        sentence = ngettext(
            "C’est noté : la séance est à sa nouvelle place.",
            "C’est noté : %(count)d séances sont à leur nouvelle place.",
            number,
        )
        messages.success(request, sentence % {"count": number})
        return redirect(session)
    return render(request, "workshops/session_move.html", context)


# -- What these pages share ----------------------------------------------------------------------


def session_seen(request, pk):
    seen = (
        Session.objects.visible_to(request.user)
        .single()
        .with_access_of(request.user)
        .with_runners()
        .with_carried()
    )
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
