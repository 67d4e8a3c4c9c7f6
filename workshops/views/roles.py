"""What parents did at a session: reached from its sheet, by those who keep it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workshops import roles
from workshops.actions.roles import save_roles
from workshops.forms.roles import parts_of
from workshops.models import Attendance
from workshops.views.sheet import session_to_show


@require_http_methods(["GET", "HEAD", "POST"])
def session_roles(request, pk):
    session = session_to_show(request, pk)
    if request.method != "POST":
        return show(request, session)
    parts, reason = parts_of(request.POST), request.POST.get("reason", "")
    try:
        outcome = save_roles(session=session, parts=parts, reason=reason, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return show(request, session, parts, status=422)
    if outcome.conflicts or outcome.refusals:
        return show(request, session, parts, outcome, status=409)
    messages.success(request, _("C’est noté."))
    return redirect(session)


def show(request, session, parts=None, outcome=None, status=200):
    context = {
        "session": session,
        "lines": roles.lines_of(session, parts, outcome),
        "roles": Attendance.Role.choices,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "workshops/session_roles.html", context, status=status)
