from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.once import once
from partnerships.views.telling import say_warnings
from workshops import certificates, progress, signin
from workshops.actions import planning
from workshops.forms import WorkshopFilter
from workshops.forms.planning import TeamForm, WorkshopForm
from workshops.models import Enrolment, Programme, Workshop
from workshops.views.doors import get_writable


@require_safe
def workshop_list(request):
    listing = WorkshopFilter(request.GET, user=request.user)
    found = listing.filter(Workshop.objects.visible_to(request.user))
    page = Paginator(found.for_lines(listing.today), 25).get_page(request.GET.get("page"))
    return render(request, "workshops/workshop_list.html", {"filter": listing, "page": page})


@require_safe
def workshop_detail(request, pk):
    today = timezone.localdate()
    seen = Workshop.objects.visible_to(request.user).single().with_access_of(request.user)
    workshop = get_object_or_404(seen.for_page(), pk=pk)
    sessions = list(workshop.sessions.for_lines(request.user).order_by("date", "starts_at", "pk"))
    enrolments = enrolments_of(workshop, request.user)
    context = {
        "workshop": workshop,
        "today": today,
        "progress": progress.of_workshop(workshop, sessions),
        "steps": progress.steps(workshop, sessions),
        "to_print": signin.to_print(sessions, today),
        "enrolments": enrolments,
        "finished": certificates.finished(workshop, enrolments),
        "enrolled": workshop.enrolments.on(today).count(),
    }
    return render(request, "workshops/workshop_detail.html", context)


def enrolments_of(workshop, user):
    """Those expected, then those who left; nobody for who does not keep the sheets."""
    seen = Enrolment.objects.visible_to(user).filter(workshop=workshop).select_related("parent")
    order = (F("left_on").asc(nulls_first=True), "parent__search_key", "pk")
    return seen.with_attendance().order_by(*order)


@once
def workshop_create(request, programme_pk):
    programme = get_writable(Programme, request.user, programme_pk)
    form = WorkshopForm(request.POST or None, programme=programme, user=request.user)
    if form.is_valid() and (workshop := form.save()):
        messages.success(request, _("L’atelier est créé. Dites qui l’anime, puis quand il a lieu."))
        say_warnings(request, form)
        return redirect(workshop)
    return render(request, "workshops/workshop_form.html", {"form": form, "back": programme})


def workshop_edit(request, pk):
    workshop = get_writable(Workshop, request.user, pk)
    form = WorkshopForm(
        request.POST or None, instance=workshop, programme=workshop.programme, user=request.user
    )
    if form.is_valid() and form.save():
        messages.success(request, _("L’atelier est à jour."))
        say_warnings(request, form)
        return redirect(workshop)
    return render(request, "workshops/workshop_form.html", {"form": form, "back": workshop})


@once
def team_edit(request, pk):
    """Who runs the workshop: those in the team, and one more."""
    workshop = get_writable(Workshop, request.user, pk)
    form = TeamForm(request.POST or None, workshop=workshop, user=request.user)
    if form.is_valid() and (member := form.save()):
        messages.success(request, _("%(name)s rejoint l’équipe.") % {"name": member})
        return redirect("workshops:team_edit", pk)
    team = workshop.team.select_related("user", "structure")
    return render(
        request, "workshops/workshop_team.html", {"form": form, "workshop": workshop, "team": team}
    )


@require_POST
def team_remove(request, pk, member_pk):
    workshop = get_writable(Workshop, request.user, pk)
    member = get_object_or_404(workshop.team.select_related("user"), pk=member_pk)
    planning.remove_from_team(member=member, by=request.user)
    messages.success(request, _("%(name)s ne fait plus partie de l’équipe.") % {"name": member})
    return redirect("workshops:team_edit", pk)
