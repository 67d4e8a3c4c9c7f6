"""The sheet handed to whoever takes the thread over: a page, and its PDF."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from partnerships import audit, relays
from partnerships.documents import pdf_response, preview_response, render_pdf
from partnerships.models import Partnership
from partnerships.threads import sides_of

TEMPLATE = "partnerships/handover.html"


def told(request, pk):
    """The partnership, its title and everything its sheet says."""
    partnerships = Partnership.objects.visible_to(request.user).with_parties().with_threads()
    partnership = get_object_or_404(partnerships, pk=pk)
    today = timezone.localdate()
    context = {
        "partnership": partnership,
        "sides": sides_of(partnership, today),
        "sections": relays.sheet(partnership, request.user),
        "today": today,
        "by": request.user,
    }
    title = _("Passage de relais : %(name)s") % {"name": partnership}
    return partnership, context, title


@require_GET
def partnership_handover(request, pk):
    _partnership, context, title = told(request, pk)
    return preview_response(TEMPLATE, context, title=title)


@require_GET
def partnership_handover_pdf(request, pk):
    partnership, context, title = told(request, pk)
    content = render_pdf(TEMPLATE, context, title=title)
    audit.record(audit.Verb.EXPORTED, partnership, by=request.user, fields=["handover"])
    return pdf_response(content, title, inline=True)
