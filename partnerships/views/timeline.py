"""The whole history of a partnership, strand by strand, school year by school year."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships import timeline
from partnerships.views.doors import get_partnership

PER_PAGE = 30


@require_safe
def partnership_history(request, pk):
    partnership = get_partnership(request.user, pk)
    strand = request.GET.get("fil", "")
    found = timeline.happenings(partnership, request.user)
    page = Paginator(timeline.of_strand(found, strand), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "partnership": partnership,
        "strands": timeline.strands(found, strand),
        "page": page,
        "years": timeline.by_school_year(page),
        "today": timezone.localdate(),
    }
    return render(request, "partnerships/partnership_history.html", context)
