"""Difficulties said and lifted, small services done: for the parties, and for nobody else."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from partnerships.actions import difficulties as actions
from partnerships.forms.difficulties import (
    DifficultyFinder,
    DifficultyForm,
    LiftForm,
    ServiceForm,
)
from partnerships.models import Difficulty, Service
from partnerships.once import once
from partnerships.views.doors import get_partnership, get_written, write_at_table
from partnerships.views.telling import say_refusal

DIFFICULTIES = {"back": "partnerships:difficulty_list", "back_to": gettext_lazy("Difficultés")}

# -- Difficulties ------------------------------------------------------------------------------


@require_safe
def difficulty_list(request, pk):
    partnership = get_partnership(request.user, pk)
    finder = DifficultyFinder(request.GET, user=request.user)
    found = Difficulty.objects.visible_to(request.user).filter(partnership=partnership)
    found = finder.filter(found.select_related("raised_by", "topic")).order_by("-raised_on", "-pk")
    context = {
        "partnership": partnership,
        "filter": finder,
        "open": [difficulty for difficulty in found if not difficulty.lifted_on],
        "lifted": [difficulty for difficulty in found if difficulty.lifted_on],
        "writable": set(Difficulty.objects.writable_by(request.user).filter(partnership=pk)),
    }
    return render(request, "partnerships/difficulty_list.html", context)


@once
def difficulty_create(request, pk):
    # What was lived badly, when one comes from a joint review.
    difficulty = Difficulty(partnership_id=pk, what=request.GET.get("what", "")[:1000])
    return write_at_table(
        request,
        DifficultyForm,
        difficulty,
        done=_("C’est dit : les parties peuvent en parler."),
        title=_("Dire ce qui est difficile"),
        lede=_("Sans reproche : ce qui bloque, et ce qui a déjà été essayé."),
        **DIFFICULTIES,
    )


@once
def difficulty_edit(request, pk):
    return write_at_table(
        request,
        DifficultyForm,
        get_written(Difficulty, request.user, pk),
        done=_("La difficulté est à jour."),
        title=_("Compléter la difficulté"),
        **DIFFICULTIES,
    )


@once
def difficulty_lift(request, pk):
    difficulty = get_written(Difficulty, request.user, pk)
    return write_at_table(
        request,
        LiftForm,
        difficulty,
        done=_("La difficulté est levée."),
        title=_("Levée : quand, et comment ?"),
        lede=difficulty.what,
        **DIFFICULTIES,
    )


@require_POST
def difficulty_reopen(request, pk):
    difficulty = get_written(Difficulty, request.user, pk)
    try:
        actions.take_up_again(difficulty=difficulty, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("La difficulté est de nouveau ouverte."))
    return redirect("partnerships:difficulty_list", difficulty.partnership_id)


# -- Small services ----------------------------------------------------------------------------


@require_safe
def service_list(request, pk):
    partnership = get_partnership(request.user, pk)
    found = Service.objects.visible_to(request.user).filter(partnership=partnership)
    context = {
        "partnership": partnership,
        "services": found.select_related("given_by").order_by("-given_on", "-pk"),
        "writable": set(Service.objects.writable_by(request.user).filter(partnership=pk)),
    }
    return render(request, "partnerships/service_list.html", context)


@once
def service_create(request, pk):
    return write_service(request, Service(partnership_id=pk))


@once
def service_edit(request, pk):
    return write_service(request, get_written(Service, request.user, pk))


def write_service(request, service):
    return write_at_table(
        request,
        ServiceForm,
        service,
        done=_("Le service rendu est noté."),
        title=_("Un service rendu"),
        lede=_("À côté du projet, et pourtant ce qui ouvre les portes."),
        back="partnerships:service_list",
        back_to=_("Services rendus"),
    )


@require_POST
def service_delete(request, pk):
    service = get_written(Service, request.user, pk)
    actions.remove_service(service=service, by=request.user)
    messages.success(request, _("Le service noté par erreur est effacé."))
    return redirect("partnerships:service_list", service.partnership_id)
