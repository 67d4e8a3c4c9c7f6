from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.once import once
from workshops import progress
from workshops.forms.pathways import PathwayForm, module_rows
from workshops.models import Pathway, Workshop
from workshops.views.doors import get_writable


@require_safe
def pathway_list(request):
    pathways = Pathway.objects.visible_to(request.user).with_numbers().select_related("structure")
    return render(request, "workshops/pathway_list.html", {"pathways": pathways})


@require_safe
def pathway_detail(request, pk):
    seen = Pathway.objects.visible_to(request.user).with_numbers().select_related("structure")
    seen = seen.prefetch_related("modules")
    pathway = get_object_or_404(seen, pk=pk)
    workshops = Workshop.objects.visible_to(request.user).filter(pathway=pathway)
    context = {
        "pathway": pathway,
        "threshold": progress.threshold(pathway),
        "workshops": workshops.select_related("programme").order_by("-programme__starts_on", "pk"),
        "is_writable": pathway.structure_id in request.user.rights.coordinates,
    }
    return render(request, "workshops/pathway_detail.html", context)


@once
def pathway_create(request):
    if not request.user.rights.coordinates:
        raise PermissionDenied
    return write(request, Pathway(), _("Le parcours est créé : des groupes peuvent le suivre."))


@once
def pathway_edit(request, pk):
    pathway = get_writable(Pathway, request.user, pk)
    return write(request, pathway, _("Le parcours est à jour."))


def write(request, pathway, done):
    """The pathway and its rows are right together, or nothing is written; « more » adds a row."""
    form = PathwayForm(request.POST or None, instance=pathway, user=request.user)
    modules = module_rows(request.POST or None, pathway=pathway)
    is_sent = request.method == "POST" and "more" not in request.POST
    if is_sent and form.is_valid() and modules.is_valid() and (written := form.write(modules)):
        messages.success(request, done)
        return redirect(written)
    context = {"form": form, "modules": modules, "is_sent": is_sent}
    return render(request, "workshops/pathway_form.html", context)
