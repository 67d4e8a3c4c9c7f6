"""The logo of a structure: shown to whoever signed in, chosen by the structure itself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships import files
from partnerships.actions import directory as actions
from partnerships.forms.logos import LogoForm
from partnerships.models import Structure
from partnerships.views.telling import say_refusal


@require_safe
def structure_logo(request, pk):
    structure = get_object_or_404(Structure.objects.visible_to(request.user), pk=pk)
    if not structure.logo:
        raise Http404
    try:
        return files.file_response(structure.logo, files.PNG)
    except FileNotFoundError as error:
        raise Http404 from error


def dressed(user, pk):
    """The structure whose logo this person chooses; 403 for the others, who see it."""
    structure = get_object_or_404(Structure.objects.visible_to(user), pk=pk)
    if not Structure.objects.dressed_by(user).filter(pk=pk).exists():
        raise PermissionDenied
    return structure


def logo_edit(request, pk):
    structure = dressed(request.user, pk)
    form = LogoForm(
        request.POST or None, request.FILES or None, structure=structure, user=request.user
    )
    if form.is_valid() and form.save():
        messages.success(request, _("Le logo est enregistré : il s’imprimera à côté du nom."))
        return redirect(structure)
    context = {"form": form, "structure": structure}
    return render(request, "partnerships/logo_edit.html", context)


@require_POST
def logo_remove(request, pk):
    structure = dressed(request.user, pk)
    try:
        actions.remove_logo(structure=structure, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("Le logo est retiré : le nom s’imprimera à sa place."))
    return redirect(structure)
