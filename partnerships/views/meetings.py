"""Meetings: noted in a minute, read, corrected, sent to those who came."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from partnerships.actions import meetings as actions
from partnerships.actions.changes import delete
from partnerships.around import named_to, wider
from partnerships.forms.decisions import decision_rows
from partnerships.forms.meetings import MeetingForm
from partnerships.models import Contact, Decision, Meeting, Partnership, School
from partnerships.once import afterwards, once
from partnerships.views.doors import get_partnership, get_seen, get_table, get_written
from partnerships.views.telling import say_refusal, say_warnings


@once
def meeting_create(request, pk):
    """Whoever belongs to the partnership may note that they met."""
    meeting = Meeting(partnership=get_partnership(request.user, pk))
    table = get_table(request.user, pk, also=also_around(request, meeting))
    return write(request, meeting, table, _("La rencontre est notée."))


@once
def meeting_edit(request, pk):
    meeting = get_written(Meeting, request.user, pk)
    # Those who came or took something on stay in the page, although they may have left since.
    kept = Contact.objects.visible_to(request.user).filter(
        Q(pk__in=meeting.presences.values("contact")) | Q(pk__in=meeting.decisions.values("owner"))
    )
    also = also_around(request, meeting)
    table = get_table(request.user, meeting.partnership_id, kept, also)
    return write(request, meeting, table, _("La rencontre est à jour."))


def also_around(request, meeting):
    """The other partnerships whose schools sit there: those ticked, else those noted."""
    others = wider(meeting.partnership, request.user).with_parties()
    if request.method == "POST":
        ticked = [pk for pk in request.POST.getlist("also_of") if pk.isdecimal()]
        return others.filter(pk__in=ticked) if ticked else []
    return others.filter(wider_meetings=meeting) if meeting.pk else []


def write(request, meeting, table, done):
    """The meeting and its decisions are right together, or nothing is written."""
    data = request.POST or None
    decisions = decision_rows(data, meeting=meeting, table=table)
    form = MeetingForm(data, instance=meeting, table=table, decisions=decisions, user=request.user)
    is_sent = data is not None and "more" not in data
    if is_sent and form.is_valid() and decisions.is_valid() and (noted := form.save()):
        messages.success(request, done)
        say_warnings(request, form)
        return redirect(noted)
    if not is_sent:
        # One more row or one more school was asked for: nothing is wrong yet.
        form.errors.clear()
    context = {
        "form": form,
        "decisions": decisions,
        "meeting": meeting,
        "partnership": meeting.partnership,
        "is_sent": is_sent,
        "schools": School.objects.visible_to(request.user).meeting_well(table.seats),
    }
    return render(request, "partnerships/meeting_form.html", context)


def with_room(request, meeting):
    """What the page and the letter say of a meeting."""
    decisions = Decision.objects.visible_to(request.user).filter(meeting=meeting)
    presences = list(meeting.presences.select_related("structure", "contact"))
    tables = Partnership.objects.visible_to(request.user).of_meeting(meeting)
    # The one where it was noted, else the one by which this person reads it.
    here, *also = sorted(tables, key=lambda table: table != meeting.partnership)
    return {
        "meeting": meeting,
        "partnership": here,
        "also": also,
        "is_noted_here": here == meeting.partnership,
        "sides": actions.by_side(presences, named_to(request.user, meeting, presences)),
        "decisions": list(decisions.select_related("side", "owner").order_by("pk")),
        "sender": request.user,
    }


@require_safe
def meeting_detail(request, pk):
    meeting = get_seen(Meeting, request.user, pk)
    tickable = Decision.objects.writable_by(request.user).filter(meeting=meeting)
    context = with_room(request, meeting) | {
        "tickable": set(tickable),
        "may_write": Meeting.objects.writable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "partnerships/meeting_detail.html", context)


@require_POST
def meeting_delete(request, pk):
    """Noted by mistake; what was decided there stays, as decided elsewhere."""
    meeting = get_written(Meeting, request.user, pk)
    delete(meeting, by=request.user, structure=meeting.asked_by)
    messages.success(request, _("La rencontre est effacée ; ses décisions restent."))
    return redirect(meeting.partnership)


@once
def meeting_record(request, pk):
    """Who will get the letter and what it says, before it is sent."""
    meeting = get_written(Meeting, request.user, pk)
    context = with_room(request, meeting)
    if request.method == "POST":
        afterwards(request, partial(send_record, request, meeting, context))
        return redirect(meeting)
    context["recipients"] = actions.recipients(meeting)
    context["is_wider"] = meeting.also_of.exists()
    return render(request, "partnerships/meeting_record.html", context)


def send_record(request, meeting, context):
    try:
        sent, failed = actions.send_record(meeting=meeting, context=context, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        say_sent(request, sent, failed)


def say_sent(request, sent, failed):
    if sent:
        text = ngettext(
            "Le compte rendu est parti à %(count)s personne.",
            "Le compte rendu est parti à %(count)s personnes.",
            sent,
        )
        messages.success(request, text % {"count": sent})
    if failed:
        text = ngettext(
            "%(count)s e-mail n’est pas parti : réessayez dans un moment.",
            "%(count)s e-mails ne sont pas partis : réessayez dans un moment.",
            failed,
        )
        messages.error(request, text % {"count": failed})
