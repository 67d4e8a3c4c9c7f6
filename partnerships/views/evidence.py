"""The evidence that a partnership was built together: to read, and to print for a funder."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.documents import pdf_response, render_pdf
from partnerships.evidence import evidence
from partnerships.views.doors import get_partnership


@require_safe
def partnership_evidence(request, pk):
    partnership = get_partnership(request.user, pk)
    today = timezone.localdate()
    context = {
        "partnership": partnership,
        "evidence": evidence(partnership, request.user, today),
        "today": today,
    }
    return render(request, "partnerships/partnership_evidence.html", context)


@require_safe
def partnership_evidence_pdf(request, pk):
    partnership = get_partnership(request.user, pk)
    today = timezone.localdate()
    title = _("Une action construite ensemble")
    context = {
        "partnership": partnership,
        "evidence": evidence(partnership, request.user, today),
        "today": today,
        "title": title,
    }
    content = render_pdf(
        "partnerships/evidence_document.html", context, title=title, author=str(partnership)
    )
    return pdf_response(content, f"co-construction {partnership}")
