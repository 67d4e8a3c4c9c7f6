"""Decisions of a partnership: what is open, what is late, « C’est fait » in one tap."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from partnerships.actions import meetings as actions
from partnerships.forms.decisions import DecisionForm
from partnerships.models import Contact, Decision
from partnerships.once import once
from partnerships.views.doors import get_partnership, get_written, write_at_table

DECISIONS = {"back": "partnerships:decision_list", "back_to": gettext_lazy("Décisions")}


@require_safe
def decision_list(request, pk):
    partnership = get_partnership(request.user, pk)
    found = Decision.objects.visible_to(request.user).filter(partnership=partnership)
    found = found.select_related("side", "owner", "meeting").order_by("due_on", "decided_on", "pk")
    waiting = [decision for decision in found if not decision.done_on]
    late = [decision for decision in waiting if decision.is_late]
    done = [decision for decision in found if decision.done_on]
    context = {
        "partnership": partnership,
        "late": late,
        "coming": [decision for decision in waiting if not decision.is_late],
        "done": sorted(done, key=lambda decision: decision.done_on, reverse=True),
        "tickable": set(Decision.objects.writable_by(request.user).filter(partnership=pk)),
    }
    return render(request, "partnerships/decision_list.html", context)


@once
def decision_create(request, pk):
    """Taken outside a meeting: on the telephone, at the gate."""
    return write_at_table(
        request,
        DecisionForm,
        Decision(partnership_id=pk),
        done=_("La décision est notée."),
        title=_("Noter une décision"),
        **DECISIONS,
    )


@once
def decision_edit(request, pk):
    decision = get_written(Decision, request.user, pk)
    return write_at_table(
        request,
        DecisionForm,
        decision,
        kept=Contact.objects.visible_to(request.user).filter(decisions=decision),
        done=_("La décision est à jour."),
        title=_("Modifier la décision"),
        **DECISIONS,
    )


@require_POST
def decision_done(request, pk):
    decision = get_written(Decision, request.user, pk)
    if actions.complete(decision=decision, by=request.user):
        text = _("C’est fait : « %(what)s ».") % {"what": decision.what}
        link = f"{reverse('partnerships:decision_list', args=[decision.partnership_id])}#faites"
        words = _("Revenir dessus")
        messages.success(request, format_html('{} <a href="{}">{}</a>', text, link, words))
    else:
        messages.info(request, _("C’était déjà noté comme fait."))
    return redirect(where_from(request, decision))


@require_POST
def decision_reopen(request, pk):
    decision = get_written(Decision, request.user, pk)
    actions.reopen(decision=decision, by=request.user)
    messages.success(request, _("« %(what)s » est de nouveau à faire.") % {"what": decision.what})
    return redirect(where_from(request, decision))


def where_from(request, decision):
    """The page where one tapped, when it is one of ours."""
    back = request.POST.get("next", "")
    # « a » alone would be read as the name of a page.
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse("partnerships:decision_list", args=[decision.partnership_id])
