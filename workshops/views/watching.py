"""What groups need: who is to be called, what is to be planned, a word to everybody."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from partnerships.once import once
from partnerships.views.telling import say_warnings
from workshops import days, watching
from workshops.actions import enrolments
from workshops.actions.messages import reach
from workshops.forms.messages import MessageForm
from workshops.models import Attendance, Enrolment, GroupMessage, Workshop
from workshops.views.doors import get_loggable


@require_safe
def group_list(request):
    today = timezone.localdate()
    context = {
        "calls": watching.calls(request.user, today),
        "sheets": list(days.sheets_due(request.user, today)),
        "unfinished": watching.unfinished(request.user, today),
        "with_room": watching.with_room(request.user, today),
        "today": today,
    }
    return render(request, "workshops/group_list.html", context)


@once
def enrolment_call(request, pk):
    """How to reach somebody who does not come any more; a POST says it is done."""
    seen = Enrolment.objects.visible_to(request.user).single().with_absences()
    enrolment = get_object_or_404(
        seen.select_related("parent__family", "workshop__programme"), pk=pk
    )
    if request.method == "POST":
        enrolments.call(enrolment=enrolment, by=request.user)
        messages.success(
            request,
            _("C’est noté : vous avez pris des nouvelles de %(name)s.")
            % {"name": enrolment.parent},
        )
        return redirect("workshops:group_list")
    rows = Attendance.objects.visible_to(request.user).filter(parent=enrolment.parent, held=True)
    rows = rows.filter(cohort=enrolment.workshop)
    context = {
        "enrolment": enrolment,
        "missed": watching.missed(enrolment),
        "rows": rows.select_related("session__module", "session__workshop").order_by(
            "-date", "-pk"
        )[:6],
    }
    return render(request, "workshops/enrolment_call.html", context)


@once
def message_create(request, workshop_pk):
    workshop = get_loggable(Workshop, request.user, workshop_pk)
    form = MessageForm(request.POST or None, workshop=workshop, user=request.user)
    if form.is_valid() and (message := form.save()):
        say_warnings(request, form)
        return told(request, message)
    sent = GroupMessage.objects.visible_to(request.user).filter(workshop=workshop)
    context = {"form": form, "workshop": workshop, "sent": sent.select_related("sent_by")[:10]}
    return render(request, "workshops/message_create.html", context)


def told(request, message):
    if message.channel == GroupMessage.Channel.COPIED:
        return redirect("workshops:message_detail", message.pk)
    text = ngettext(
        "Votre message est parti à %(number)s adresse.",
        "Votre message est parti à %(number)s adresses, une par une.",
        message.recipients,
    )
    messages.success(request, text % {"number": message.recipients})
    return redirect(message.workshop)


@require_safe
def message_detail(request, pk):
    """A text to send, and a button for each number: the telephone opens it, ready to leave."""
    message = get_object_or_404(
        GroupMessage.objects.visible_to(request.user).select_related("workshop__programme"), pk=pk
    )
    reached = reach(message.workshop, timezone.localdate())
    return render(
        request, "workshops/message_detail.html", {"message": message, "reached": reached}
    )
