from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships import registry
from partnerships.once import once
from partnerships.views.telling import say_warnings
from workshops import certificates, followers, places, plans, progress, signin
from workshops.actions import planning
from workshops.forms import WorkshopFilter
from workshops.forms.planning import ExampleForm, TeamForm, WorkshopForm
from workshops.models import Enrolment, Plan, Programme, Workshop
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
    context = {
        "workshop": workshop,
        "today": today,
        "progress": progress.of_workshop(workshop, sessions),
        "steps": (steps := progress.steps(workshop, sessions)),
        "gap": progress.gap(steps),
        "to_print": signin.to_print(sessions, today),
        "plan": plan_line(workshop, request.user),
        "may_plan": workshop.programme.lead_id in request.user.rights.works_in,
        "reviews": registry.reviews.ask(workshop, request.user),
        "enrolled": workshop.enrolments.on(today).count(),
        **people_of(workshop, sessions, request.user, today),
    }
    return render(request, "workshops/workshop_detail.html", context)


def people_of(workshop, sessions, user, today):
    """Those expected, then those who left, what each followed, and who waits for a place.

    Nobody, and nothing of it, for who does not keep the sheets.
    """
    if not workshop.is_loggable:
        return {}
    enrolments = list(enrolments_of(workshop, user))
    seats = places.among(workshop, enrolments, today)
    waiting = list(workshop.waiting.in_order())
    return {
        "enrolments": enrolments,
        "followers": followers.of(workshop, enrolments, sessions),
        "threshold": progress.threshold(workshop.pathway) if workshop.pathway else None,
        "finished": certificates.finished(workshop, enrolments),
        "seats": seats,
        "waiting": waiting,
        "to_call": places.to_call(seats, waiting),
    }


def plan_line(workshop, user):
    """Where its plan stands, in a line; nothing when nobody plans it with others."""
    plan = Plan.objects.visible_to(user).of(workshop).with_standing().first()
    return plans.in_a_line(plan) if plan else ""


def enrolments_of(workshop, user):
    seen = Enrolment.objects.visible_to(user).filter(workshop=workshop).select_related("parent")
    order = (F("left_on").asc(nulls_first=True), "parent__search_key", "pk")
    return seen.with_attendance().order_by(*order)


@once
def workshop_create(request, programme_pk):
    programme = get_writable(Programme, request.user, programme_pk)
    examples = ExampleForm(request.GET, user=request.user)
    form = WorkshopForm(
        request.POST or None, programme=programme, example=examples.chosen, user=request.user
    )
    if form.is_valid() and (workshop := form.save()):
        messages.success(request, _("L’atelier est créé. Dites qui l’anime, puis quand il a lieu."))
        say_warnings(request, form)
        return redirect(workshop)
    context = {"form": form, "back": programme, "examples": examples}
    return render(request, "workshops/workshop_form.html", context)


@require_POST
def workshop_example(request, pk):
    """Kept as an example, or no longer: the button says which."""
    workshop = get_writable(Workshop, request.user, pk)
    is_example = request.POST.get("keep") == "yes"
    planning.keep_as_example(workshop=workshop, is_example=is_example, by=request.user)
    if is_example:
        messages.success(request, _("Gardé comme exemple : un nouvel atelier peut s’en inspirer."))
    else:
        messages.success(request, _("Cet atelier n’est plus proposé comme exemple."))
    return redirect(workshop)


def workshop_edit(request, pk):
    workshop = get_writable(Workshop, request.user, pk)
    if Plan.objects.visible_to(request.user).of(workshop).exists():
        messages.info(request, _("Cet atelier se prépare à plusieurs : écrivez-le dans son plan."))
        return redirect("workshops:plan_detail", pk)
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
