"""The sheet of a session: one page and one POST, with or without a script."""

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from families.models import Parent
from partnerships.french import clock
from partnerships.once import once
from workshops import asked, proposals, sheets
from workshops.actions import arrivals, sessions
from workshops.actions.attendance import SheetOutcome, save_sheet
from workshops.forms.sheet import changes_of
from workshops.models import Attendance, Session
from workshops.views.doors import first_or_404

SOMEBODY_ELSE = ValidationError(
    gettext_lazy(
        "Une autre personne est connectée sur ce téléphone : rien n’est envoyé en son nom. "
        "Ce qui attend partira quand vous serez de nouveau connecté."
    )
)


@require_http_methods(["GET", "HEAD", "POST"])
def session_sheet(request, pk):
    """Shows the sheet; a POST saves what changed, then does what the button says."""
    if request.method != "POST":
        return show(request, session_to_show(request, pk))
    session = session_to_log(request, pk)
    changes = changes_of(request.POST, session)
    if is_of_another(request):
        return refuse(request, session, changes, SOMEBODY_ELSE, status=409)
    try:
        outcome = save_sheet(session=session, changes=changes, by=request.user)
    except ValidationError as refusal:
        return refuse(request, session, changes, refusal)
    if is_script(request):
        return JsonResponse(answer_of(outcome))
    if outcome.conflicts or outcome.refusals:
        return show(request, session_to_show(request, pk), changes, outcome, status=409)
    return then(request, session)


def then(request, session):
    """Everything is saved: what the button asked besides."""
    if request.POST.get("act") == "close":
        return close(request, session)
    if request.POST.get("who", "").strip():
        return show(request, session_to_show(request, session.pk))
    return redirect("workshops:session_sheet", session.pk)


@require_POST
@once
def session_add(request, pk):
    """Somebody comes in, or leaves the sheet; what else the page holds is saved before."""
    session = session_to_add(request, pk)
    changes = changes_of(request.POST, session)
    if is_of_another(request):
        return refuse(request, session, changes, SOMEBODY_ELSE, status=409)
    try:
        outcome = save_sheet(session=session, changes=changes, by=request.user)
        if outcome.conflicts or outcome.refusals:
            return show(request, session_to_show(request, pk), changes, outcome, status=409)
        return redirect(welcome(request, session))
    except ValidationError as refusal:
        return refuse(request, session, changes, refusal)


def welcome(request, session):
    """Where to go once it is done: the line of that person, or the offer to undo.

    « arrive » tells the script who it was, each time the same submission is sent again.
    """
    page = reverse("workshops:session_sheet", args=[session.pk])
    details = {"session": session, "by": request.user}
    answer = {
        "status": request.POST.get("status", Attendance.Status.PRESENT),
        "reason": request.POST.get("reason", ""),
    }
    if name := request.POST.get("create"):
        row = arrivals.add_newcomer(name=name, **answer, **details)
        return f"{page}?arrive={row.parent_id}#personne-{row.parent_id}"
    if removed := request.POST.get("remove"):
        parent = parent_of(session, removed)
        pk = parent.pk
        if arrivals.remove_parent(parent=parent, **details):
            messages.success(request, _("La fiche créée à l’instant est effacée."))
            return page
        return f"{page}?retire={pk}#retire"
    parent = parent_of(session, request.POST.get("add"))
    row = arrivals.add_parent(parent=parent, **answer, **details)
    if row.cohort_id != session.workshop_id:
        words = _("%(name)s rattrape pour « %(group)s » : cela compte pour son groupe.")
        messages.info(request, words % {"name": parent.get_short_name(), "group": row.cohort})
    return f"{page}?arrive={parent.pk}#personne-{parent.pk}"


@require_POST
def session_search(request, pk):
    """The lines of search-or-add alone, for the script; a name is never in an address."""
    session = session_to_add(request, pk)
    return render(request, "workshops/partials/sheet_found.html", found(request, session))


# -- What these pages share ----------------------------------------------------------------------


def session_to_log(request, pk):
    return first_or_404(asked.sheet_to_log(request.user, pk))


def session_to_add(request, pk):
    return first_or_404(asked.sheet_to_add(request.user, pk))


def session_to_show(request, pk):
    return first_or_404(asked.sheet_to_show(request.user, pk))


def parent_of(session, pk):
    """Somebody this sheet may name, by what a button says."""
    known = Parent.objects.findable_for(session.workshop.programme)
    return get_object_or_404(known, pk=pk if str(pk).isdecimal() and len(pk) < 19 else None)


def is_script(request):
    return not request.accepts("text/html")


def is_of_another(request):
    """Was this page shown to somebody else, before whoever is signed in now on this device?"""
    return request.POST.get("account", str(request.user.pk)) != str(request.user.pk)


def show(request, session, changes=None, outcome=None, status=200):
    sheet = sheets.sheet_of(session)
    if changes:
        sheet = sheets.with_changes(sheet, changes, outcome or SheetOutcome())
    context = {
        "sheet": sheet,
        "reason": request.POST.get("reason", ""),
        "removed": removed(request, session),
        **found(request, session),
    }
    response = render(request, "workshops/session_sheet.html", context, status=status)
    if session.status == Session.Status.PLANNED:
        # static/js/worker.js: this page opens without a network, today, for whoever saw it.
        response.headers["Keep-Here"] = quote(f"{session}, {clock(session.starts_at)}")
    return response


def found(request, session):
    who = " ".join(request.POST.get("who", "").split())
    found_people = proposals.propose(session, who) if who else []
    return {"session": session, "who": who, "proposals": found_people}


def removed(request, session):
    """Whoever was just taken off, as long as one may change one's mind."""
    pk = request.GET.get("retire", "")
    if not (pk.isdecimal() and len(pk) < 19):
        return None
    return Parent.objects.findable_for(session.workshop.programme).filter(pk=pk).first()


def refuse(request, session, changes, refusal, status=422):
    """Nothing was written: the page says why, and keeps what was chosen and typed."""
    if is_script(request):
        return JsonResponse({"error": " ".join(refusal.messages)}, status=status)
    messages.error(request, " ".join(refusal.messages))
    return show(request, session_to_show(request, session.pk), changes, status=status)


def close(request, session):
    try:
        sessions.close(session=session, by=request.user)
    except ValidationError as refusal:
        if refusal.code == "unmarked":
            return redirect("workshops:session_close", session.pk)
        messages.error(request, " ".join(refusal.messages))
        return redirect("workshops:session_sheet", session.pk)
    messages.success(request, _("La séance est close : sa feuille compte dans les chiffres."))
    return redirect(session)


def answer_of(outcome):
    return {
        "versions": outcome.versions,
        "texts": outcome.texts,
        "refusals": outcome.refusals,
        "conflicts": [
            {
                "field": conflict.field,
                "mine": conflict.mine,
                "theirs": conflict.theirs,
                "version": conflict.version,
                "who": conflict.who,
                "at": conflict.at,
            }
            for conflict in outcome.conflicts
        ],
    }
