"""The letter by which a party reads a plan, says what should change, and accepts it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.actions import asking
from partnerships.once import once
from partnerships.views import text_links
from workshops import plans as reading
from workshops.forms.plans import LetterRemarkForm
from workshops.models import PlanLink
from workshops.views.plans import plan_of


@once
def plan_send(request, pk, structure_pk):
    return text_links.send(request, plan_of(request, pk), structure_pk)


@require_POST
def plan_link_revoke(request, pk):
    links = PlanLink.objects.visible_to(request.user).with_text()
    return text_links.revoke(request, get_object_or_404(links, pk=pk))


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_read(request, token):
    return text_links.read(request, PlanLink.objects, token, "workshops/plan_read.html", shown)


def shown(plan):
    """The text, and the remarks nobody has settled; whom a slot runs into stays inside."""
    comments = list(plan.comments.in_order().open())
    return {
        "passages": reading.passages(plan, comments),
        "shares": plan.sides(),
        "slots": reading.slot_lines(plan, None, is_loggable=False),
        "remarks": reading.remarks(plan, comments, None),
        "remark": LetterRemarkForm(link=None),
    }


@never_cache
@login_not_required
@require_POST
def plan_read_remark(request, token):
    """What should change, by somebody without an account; the letter still serves to accept."""
    link = asking.link_of(PlanLink.objects, token)
    if sentence := asking.why_void(link):
        return text_links.void(request, sentence)
    form = LetterRemarkForm(request.POST, link=link)
    if form.is_valid() and form.save():
        messages.success(request, _("Votre remarque est notée : merci."))
    else:
        for said in form.errors.values():
            messages.error(request, " ".join(said))
    return text_links.not_listed(redirect(link.text.letter(token)))
