"""The calendar: a month or a week."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workshops import calendars
from workshops.forms.calendars import CalendarFilter


@require_safe
def calendar_detail(request):
    """For whoever belongs to a structure: sessions, meetings, holidays, and funders’ dates."""
    refuse_strangers(request)
    form = CalendarFilter(request.GET, user=request.user)
    wanted = form.wanted()
    context = {
        "filter": form,
        "sheet": calendars.sheet(request.user, form.span, wanted),
        "school": wanted.school,
        "today": timezone.localdate(),
    }
    return render(request, "workshops/calendar_detail.html", context)


def refuse_strangers(request):
    """Whoever belongs to no structure has no calendar."""
    if not request.user.rights.belongs_to:
        raise Http404
