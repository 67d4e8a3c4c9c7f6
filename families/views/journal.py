"""The journal of a structure: for those who answer for its data."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from families import journal
from families.actions import households as actions
from families.actions.opening import open_family
from families.forms.journal import JournalFinder
from families.forms.opening import OpeningForm
from families.views.doors import where_one_answers
from partnerships.jobs import later
from partnerships.models import AuditEvent, Structure
from partnerships.spreadsheets import csv_response

PER_PAGE = 50


def asked(request):
    finder = JournalFinder(request.GET, user=request.user)
    events = AuditEvent.objects.visible_to(request.user).select_related("actor")
    return finder, finder.filter(events)


@require_safe
@where_one_answers
def journal_list(request):
    finder, events = asked(request)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    lines = journal.entries(page.object_list, request.user)
    context = {"filter": finder, "page": page, "lines": lines}
    return render(request, "families/journal_list.html", context)


@require_GET
@where_one_answers
def journal_export(request):
    """The lines as they are filtered; taking them out leaves one more."""
    _finder, events = asked(request)
    title = _("Journal de la structure")
    if elsewhere := later(request, events.count(), limit=settings.LONG_ROWS, title=title):
        return elsewhere
    rows = [line.row() for line in journal.entries(list(events), request.user)]
    structures = Structure.objects.writable_by(request.user)
    actions.record_export(structures=structures, columns=["journal"], by=request.user)
    return csv_response(rows, journal.HEADERS, journal.FILE)


def family_open(request):
    """An administrator gives a reason; the record is shown in that answer, and only there."""
    if not request.user.is_staff:
        raise Http404
    form = OpeningForm(request.POST or None, user=request.user)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        open_family(family=form.family, reason=reason, by=request.user)
        parents = form.family.parents.named().in_name_order()
        context = {"family": form.family, "parents": parents}
        return render(request, "families/family_opened.html", context)
    return render(request, "families/family_open.html", {"form": form})
