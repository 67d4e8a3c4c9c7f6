"""What is asked of the partnership, and what is answered; our own reading stays ours."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.forms.requests import AnswerForm, RequestForm
from partnerships.models import PartnerRequest, Partnership
from partnerships.once import once
from partnerships.views.doors import (
    get_partnership,
    get_seen,
    get_table,
    get_worked,
    get_written,
    write_entry,
)


@require_safe
def request_list(request, pk):
    partnership = get_partnership(request.user, pk)
    found = PartnerRequest.objects.visible_to(request.user).filter(partnership=partnership)
    found = list(found.select_related("structure").order_by("-asked_on", "-pk"))
    context = {
        "partnership": partnership,
        "waiting": [asked for asked in found if not asked.answered_on],
        "answered": [asked for asked in found if asked.answered_on],
        "writable": set(PartnerRequest.objects.writable_by(request.user).filter(partnership=pk)),
        "works_here": Partnership.objects.writable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "partnerships/request_list.html", context)


def back_to_requests(partnership_id):
    url = reverse("partnerships:request_list", args=[partnership_id])
    return {"back": url, "back_to": _("Demandes")}


@once
def request_create(request, pk):
    table = get_table(request.user, pk)
    asked = PartnerRequest(partnership=table.partnership)
    form = RequestForm(request.POST or None, instance=asked, table=table, user=request.user)
    return write_entry(
        request,
        form,
        done=_("La demande est notée : elle attend une réponse."),
        title=_("Noter une demande"),
        **back_to_requests(pk),
    )


@once
def request_edit(request, pk):
    asked = get_written(PartnerRequest, request.user, pk)
    table = get_table(request.user, asked.partnership_id)
    form = RequestForm(request.POST or None, instance=asked, table=table, user=request.user)
    return write_entry(
        request,
        form,
        done=_("La demande est à jour."),
        title=_("Corriger la demande"),
        **back_to_requests(asked.partnership_id),
    )


@once
def request_answer(request, pk):
    """For those who work in a party: a partner never reads this page."""
    asked = get_seen(PartnerRequest, request.user, pk)
    get_worked(request.user, asked.partnership_id)
    table = get_table(request.user, asked.partnership_id)
    form = AnswerForm(request.POST or None, instance=asked, table=table, user=request.user)
    return write_entry(
        request,
        form,
        done=_("C’est noté."),
        title=_("Lire la demande et y répondre"),
        lede=asked.what,
        **back_to_requests(asked.partnership_id),
    )
