"""The register of processing: for those who answer for data, and those who run the platform."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.documents import pdf_response, render_pdf
from partnerships.models import Structure
from partnerships.register import register


def register_of(user):
    """Of the structures this person coordinates; of the platform for whoever administers it."""
    if not (user.rights.coordinates or user.is_staff):
        raise Http404
    return register(Structure.objects.writable_by(user).in_name_order())


@require_safe
def register_detail(request):
    context = {"register": register_of(request.user), "today": timezone.localdate()}
    return render(request, "partnerships/register_detail.html", context)


@require_safe
def register_pdf(request):
    title = _("Registre des traitements")
    context = {
        "register": register_of(request.user),
        "today": timezone.localdate(),
        "title": title,
    }
    content = render_pdf("partnerships/register_document.html", context, title=title)
    return pdf_response(content, title)
