"""« Orienter une personne »: a session prompts it, among those who took part."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from families.models import Parent
from families.views.referrals import compose
from partnerships.once import once
from workshops import frames
from workshops.models import Session


@require_safe
def session_refer(request, pk):
    """Whom? Those who took part, by their names; whoever may open the sheet may ask."""
    session = sheet_of(request, pk)
    context = {"session": session, "people": people_of(session)}
    return render(request, "workshops/session_refer.html", context)


@once
def session_refer_person(request, pk, parent_pk):
    session = sheet_of(request, pk)
    parent = get_object_or_404(people_of(session), pk=parent_pk)
    back = reverse("workshops:session_refer", args=[pk])
    return compose(request, parent=parent, back=back, origin=frames.born_of(session))


def sheet_of(request, pk):
    sessions = Session.objects.loggable_by(request.user).select_related(
        "workshop__programme", "module"
    )
    return get_object_or_404(sessions, pk=pk)


def people_of(session):
    """The named people who were there, held or not yet closed."""
    rows = session.attendances.filter(status__in=["present", "late"])
    return Parent.objects.named().filter(pk__in=rows.values("parent")).in_name_order()
