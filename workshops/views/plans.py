"""The plan of a workshop: read, written by several hands, accepted, turned into sessions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from partnerships.actions import accord
from partnerships.once import once
from partnerships.standings import powers, standings
from partnerships.views import texts
from partnerships.views.telling import say_refusal, say_warnings
from workshops import plans as reading
from workshops.actions import plans as actions
from workshops.forms.plans import InviteForm, PlanWriting, RemarkForm, SlotForm
from workshops.models import Plan, PlanComment, PlanLink, PlanSlot, Workshop
from workshops.views.doors import get_loggable
from workshops.views.planning import planned


def plan_of(request, pk):
    """The plan of that workshop, for whoever sees it."""
    seen = Plan.objects.visible_to(request.user).with_story()
    return get_object_or_404(seen, workshop=pk)


def writable_plan(request, pk, *, whole=False):
    """The same for a party, which writes its side; `whole` for those who write everything."""
    plan = plan_of(request, pk)
    allowed = powers(plan, request.user)
    if not (allowed.writes_all if whole else allowed.writes):
        raise PermissionDenied
    return plan


@require_safe
def plan_detail(request, pk):
    plan, user = plan_of(request, pk), request.user
    allowed = powers(plan, user)
    comments = list(plan.comments.in_order())
    is_loggable = Workshop.objects.loggable_by(user).filter(pk=pk).exists()
    slots = reading.slot_lines(plan, user, is_loggable=is_loggable)
    stand = standings(plan, with_changes=True)
    context = {
        "plan": plan,
        "passages": reading.passages(plan, comments),
        "unwritten": reading.unwritten(plan),
        "shares": plan.sides(),
        "slots": slots,
        "to_plan": [line for line in slots if line.is_to_plan],
        "is_loggable": is_loggable,
        "standings": stand,
        "waiting": [each.structure for each in stand if not each.is_accepted],
        "powers": allowed,
        "holder": accord.pen_holder(plan),
        "links": PlanLink.objects.visible_to(user).of(plan),
        "remarks": reading.remarks(plan, comments, allowed),
        "form": RemarkForm(plan=plan, user=user) if allowed.writes else None,
    }
    return render(request, "workshops/plan_detail.html", context)


@require_POST
def plan_create(request, pk):
    """For those who work in the lead; the plan it has, if it has one."""
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user).single(), pk=pk)
    if workshop.programme.lead_id not in request.user.rights.works_in:
        raise PermissionDenied
    try:
        plan = actions.begin(workshop=workshop, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
        return redirect(workshop)
    messages.success(request, _("Le plan est ouvert : dites qui fait quoi, puis proposez-le."))
    return redirect(plan)


@require_POST
def plan_pen(request, pk):
    return texts.pen(request, plan_of(request, pk))


def plan_edit(request, pk):
    return texts.edit(request, plan_of(request, pk), PlanWriting)


@require_POST
def plan_accept(request, pk, structure_pk):
    return texts.accept(request, plan_of(request, pk), structure_pk)


def plan_speak(request, pk, structure_pk):
    return texts.speak(request, plan_of(request, pk), structure_pk)


# -- Who prepares it ---------------------------------------------------------------------------


@once
def plan_invite(request, pk):
    """Who is around it, and one more."""
    plan = writable_plan(request, pk, whole=True)
    form = InviteForm(request.POST or None, plan=plan, user=request.user)
    if form.is_valid() and (share := form.save()):
        messages.success(request, _("%(name)s prépare aussi cet atelier.") % {"name": share})
        return redirect(plan)
    return render(request, "workshops/plan_invite.html", {"form": form, "plan": plan})


@require_POST
def plan_leave_out(request, pk, structure_pk):
    plan = writable_plan(request, pk, whole=True)
    share = get_object_or_404(plan.shares.select_related("structure"), structure=structure_pk)
    try:
        actions.leave_out(share=share, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("%(name)s ne prépare plus cet atelier.") % {"name": share})
    return redirect(plan)


# -- When --------------------------------------------------------------------------------------


@once
def slot_create(request, pk):
    plan = writable_plan(request, pk)
    form = SlotForm(request.POST or None, plan=plan, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Le créneau est proposé : chaque partie accepte de nouveau."))
        return redirect(plan)
    return render(request, "workshops/slot_form.html", {"form": form, "plan": plan})


@require_POST
def slot_delete(request, pk):
    """By whoever writes the whole, or the structure that proposed it."""
    slot = get_object_or_404(PlanSlot.objects.visible_to(request.user).with_plan(), pk=pk)
    if not speaks_of(slot, request.user):
        raise PermissionDenied
    actions.withdraw_slot(slot=slot, by=request.user)
    messages.success(request, _("Le créneau n’est plus proposé."))
    return redirect(slot.plan)


def speaks_of(row, user):
    """Whoever writes the whole plan, or speaks for the structure this row comes from."""
    allowed = powers(row.plan, user)
    return allowed.writes_all or row.structure_id in allowed.writes


@require_POST
def plan_sessions(request, pk):
    """One tap: a session for each slot that has none. Who has not accepted is said, not awaited."""
    get_loggable(Workshop, request.user, pk)
    plan = plan_of(request, pk)
    done = actions.plan_sessions(plan=plan, by=request.user)
    if done.sessions:
        messages.success(request, planned(done.sessions))
    else:
        messages.info(request, _("Aucune séance de plus : chaque créneau à venir a la sienne."))
    say_left(request, done, reading.waiting(plan))
    return redirect(plan.workshop)


def say_left(request, done, waiting):
    if done.sessions and done.known:
        sentence = ngettext(
            "%(count)d créneau avait déjà sa séance.",
            "%(count)d créneaux avaient déjà leur séance.",
            len(done.known),
        )
        messages.info(request, sentence % {"count": len(done.known)})
    if done.past:
        sentence = ngettext(
            "%(count)d créneau est déjà passé : il n’a pas de séance.",
            "%(count)d créneaux sont déjà passés : ils n’ont pas de séance.",
            len(done.past),
        )
        messages.warning(request, sentence % {"count": len(done.past)})
    if done.sessions and waiting:
        sentence = _("Le plan n’est pas encore accepté par : %(names)s.")
        messages.warning(request, sentence % {"names": ", ".join(waiting)})


# -- Remarks -----------------------------------------------------------------------------------


@once
def remark_create(request, pk):
    plan = writable_plan(request, pk)
    form = RemarkForm(request.POST or None, plan=plan, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("La remarque est notée à côté du plan."))
        say_warnings(request, form)
        return redirect(plan.get_absolute_url() + "#remarques")
    return render(request, "workshops/remark_form.html", {"form": form, "plan": plan})


@require_POST
def remark_settle(request, pk):
    """Heard, or to be heard again."""
    comment = get_object_or_404(PlanComment.objects.visible_to(request.user).with_plan(), pk=pk)
    if not speaks_of(comment, request.user):
        raise PermissionDenied
    act = actions.reopen if "reopen" in request.POST else actions.settle
    act(comment=comment, by=request.user)
    return redirect(comment.plan.get_absolute_url() + "#remarques")
