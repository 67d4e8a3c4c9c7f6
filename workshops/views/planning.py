"""The list of sessions, and what is written before a session takes place."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from partnerships.french import clock, when
from partnerships.jobs import later
from partnerships.once import once
from workshops import clashes, exports
from workshops.actions import schedule
from workshops.forms import SessionFilter
from workshops.forms.schedule import DeletionForm, RepeatForm, SessionForm
from workshops.forms.series import ChosenForm, DaysForm, RuleForm
from workshops.models import Session, Workshop
from workshops.views.doors import get_loggable
from workshops.views.sessions import session_to_change


@require_safe
def session_list(request):
    listing = SessionFilter(request.GET, user=request.user)
    found = listing.filter(Session.objects.visible_to(request.user))
    page = listing.page(found)
    context = {
        "filter": listing,
        "page": page,
        "sessions": page.of(found).for_lines(request.user),
        "today": listing.today,
    }
    return render(request, "workshops/session_list.html", context)


@require_safe
def session_export(request):
    """The whole of what the list would show, with the same filters; no name of a parent."""
    listing = SessionFilter(request.GET, user=request.user)
    found = listing.filter(Session.objects.visible_to(request.user))
    title = _("Liste des séances")
    if elsewhere := later(request, found.count(), limit=settings.LONG_ROWS, title=title):
        return elsewhere
    return exports.sessions(found, format=request.GET.get("format"))


@once
def session_create(request, workshop_pk):
    """Then its workshop; its own page when something there must be looked at."""
    workshop = get_loggable(Workshop, request.user, workshop_pk)
    form = SessionForm(request.POST or None, workshop=workshop, user=request.user)
    if form.is_valid() and (session := form.save()):
        messages.success(request, _("C’est prévu : %(when)s.") % {"when": moment(session)})
        return redirect(session if clashes.of_session(session, request.user) else workshop)
    return render(request, "workshops/session_form.html", {"form": form, "workshop": workshop})


@once
def session_repeat(request, pk):
    """The same session another day."""
    like = session_to_change(request, pk)
    form = RepeatForm(request.POST or None, like=like, user=request.user)
    if form.is_valid() and (session := form.save()):
        messages.success(request, _("C’est prévu : %(when)s.") % {"when": moment(session)})
        return redirect(session)
    return render(request, "workshops/session_repeat.html", {"form": form, "session": like})


@once
def series_create(request, workshop_pk):
    """The rule or the dates, by GET; then each date, looked at before anything is written."""
    workshop = get_loggable(Workshop, request.user, workshop_pk)
    data = request.POST or request.GET
    kind = ChosenForm if data.get("by") == "dates" else RuleForm
    form = kind(data if "starts_at" in data else None, workshop=workshop, user=request.user)
    if not form.is_valid() or "edit" in request.GET:
        return render(request, "workshops/series_form.html", {"form": form, "workshop": workshop})
    proposals = form.proposals()
    days = DaysForm(request.POST or None, rule=form, proposals=proposals, user=request.user)
    if days.is_valid() and (sessions := days.save()):
        messages.success(request, planned(sessions))
        return redirect(workshop)
    context = {"form": form, "days": days, "workshop": workshop}
    return render(request, "workshops/series_preview.html", context)


def session_delete(request, pk):
    session = get_loggable(Session, request.user, pk)
    data = request.POST if request.method == "POST" else None
    form = DeletionForm(data, session=session, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("La séance est supprimée."))
        return redirect(session.workshop)
    context = {"form": form, "session": session, "is_deletable": schedule.is_deletable(session)}
    context["guests"] = session.guests.count()
    return render(request, "workshops/session_delete.html", context)


def moment(session):
    """« mardi 24 mars, 22 h – 0 h 30 le lendemain »."""
    hours = f"{clock(session.starts_at)} – {clock(session.ends_at)}"
    if session.ends_the_next_day:
        hours = _("%(hours)s le lendemain") % {"hours": hours}
    return f"{when(session.date)}, {hours}"


def planned(sessions):
    sentence = ngettext(
        "%(count)d séance est prévue : %(first)s.",
        "%(count)d séances sont prévues, du %(first)s au %(last)s.",
        len(sessions),
    )
    return sentence % {
        "count": len(sessions),
        "first": when(sessions[0].date),
        "last": when(sessions[-1].date),
    }
