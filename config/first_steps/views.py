"""Four short pages, each saved as it is answered; the first says what is left."""

from functools import partial, wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.first_steps.forms import ChosenForm, FirstProgrammeForm, TerritoryForm, TypedForm
from config.first_steps.progress import may_take, progress
from partnerships.forms.directory import StructureFinder
from partnerships.forms.team import InvitationForm
from partnerships.models import Structure
from partnerships.once import afterwards, once
from partnerships.views.team import tell_invited

PROPOSED = 20


def a_step(view):
    """For whoever installs: anybody else finds nothing; a step too early leads to the one before."""

    @wraps(view)
    def opened(request):
        state = progress()
        if not may_take(request.user, state.structure):
            raise Http404
        if view.__name__ != "structure" and state.structure is None:
            return redirect("first_steps_structure")
        return view(request, state)

    return opened


@require_safe
def overview(request):
    state = progress()
    if not may_take(request.user, state.structure):
        raise Http404
    return render(request, "config/first_steps.html", {"state": state})


@once
@a_step
def structure(request, state):
    """Chosen in the directory, or typed when it is not there."""
    if state.structure:
        return redirect(state.next_url)
    finder = StructureFinder(request.GET, user=request.user)
    known = Structure.objects.visible_to(request.user).exclude(kind=Structure.Kind.SCHOOL)
    is_choice = "structure" in request.POST
    chosen = ChosenForm(request.POST if is_choice else None, user=request.user)
    sent = request.POST if request.method == "POST" and not is_choice else None
    typed = TypedForm(sent, user=request.user, initial={"name": finder.text})
    form = chosen if is_choice else typed
    if form.is_valid() and form.save():
        messages.success(request, _("C’est noté. Étape suivante : son territoire."))
        return redirect("first_steps_territory")
    found = finder.near(known.in_name_order())[:PROPOSED] if finder.text else []
    context = {"state": state, "form": typed, "chosen": chosen, "filter": finder, "found": found}
    return render(
        request, "config/first_steps_structure.html", context | {"is_known": known.exists()}
    )


@a_step
def territory(request, state):
    form = TerritoryForm(request.POST or None, instance=state.structure, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("C’est noté. Étape suivante : les premiers comptes."))
        return redirect("first_steps_team")
    return render(request, "config/first_steps_form.html", page(state, form, 1, _("Continuer")))


@once
@a_step
def team(request, state):
    form = InvitationForm(request.POST or None, structure=state.structure, user=request.user)
    if form.is_valid() and (invited := form.save()):
        afterwards(request, partial(tell_invited, request, *invited))
        return redirect("first_steps_team")
    context = page(state, form, 2, _("Envoyer l’invitation")) | {
        "roles": state.structure.memberships.current().select_related("user"),
        "invitations": state.structure.invitations.usable(),
    }
    return render(request, "config/first_steps_team.html", context)


@once
@a_step
def programme(request, state):
    """For whoever coordinates the structure: an administrator alone leads nothing."""
    if state.structure.pk not in request.user.rights.coordinates:
        return render(request, "config/first_steps_wait.html", {"state": state})
    form = FirstProgrammeForm(request.POST or None, structure=state.structure, user=request.user)
    if form.is_valid() and (made := form.save()):
        messages.success(
            request, _("L’installation est finie. Ajoutez maintenant le premier atelier.")
        )
        return redirect("workshops:workshop_create", made.pk)
    return render(
        request, "config/first_steps_form.html", page(state, form, 3, _("Ouvrir le programme"))
    )


def page(state, form, number, verb):
    told = {"state": state, "step": state.steps[number], "number": number + 1}
    return told | {"form": form, "verb": verb}
