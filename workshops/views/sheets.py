"""The pages of one session; until they stand, its workshop says what there is to know."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from workshops.models import Session


@require_safe
def session_detail(request, pk):
    session = get_object_or_404(Session.objects.visible_to(request.user), pk=pk)
    return redirect(session.workshop)


@require_safe
def session_sheet(request, pk):
    session = get_object_or_404(Session.objects.loggable_by(request.user), pk=pk)
    return redirect(session.workshop)
