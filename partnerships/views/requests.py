"""What is asked of the partnership, and what is answered; our own reading stays ours."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnerships.forms.requests import AnswerForm, RequestForm
from partnerships.models import PartnerRequest, Partnership
from partnerships.once import once
from partnerships.views.doors import (
    get_partnership,
    get_seen,
    get_worked,
    get_written,
    write_at_table,
)

REQUESTS = {"back": "partnerships:request_list", "back_to": gettext_lazy("Demandes")}


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


@once
def request_create(request, pk):
    return write_at_table(
        request,
        RequestForm,
        PartnerRequest(partnership_id=pk),
        done=_("La demande est notée : elle attend une réponse."),
        title=_("Noter une demande"),
        **REQUESTS,
    )


@once
def request_edit(request, pk):
    return write_at_table(
        request,
        RequestForm,
        get_written(PartnerRequest, request.user, pk),
        done=_("La demande est à jour."),
        title=_("Corriger la demande"),
        **REQUESTS,
    )


@once
def request_answer(request, pk):
    """For those who work in a party: a partner never reads this page."""
    asked = get_seen(PartnerRequest, request.user, pk)
    get_worked(request.user, asked.partnership_id)
    return write_at_table(
        request,
        AnswerForm,
        asked,
        done=_("C’est noté."),
        title=_("Lire la demande et y répondre"),
        lede=asked.what,
        **REQUESTS,
    )
