from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from workshops.models import Pathway, Workshop


@require_safe
def pathway_list(request):
    pathways = Pathway.objects.visible_to(request.user).with_numbers().select_related("structure")
    return render(request, "workshops/pathway_list.html", {"pathways": pathways})


@require_safe
def pathway_detail(request, pk):
    seen = Pathway.objects.visible_to(request.user).with_numbers().select_related("structure")
    pathway = get_object_or_404(seen, pk=pk)
    workshops = Workshop.objects.visible_to(request.user).filter(pathway=pathway)
    context = {
        "pathway": pathway,
        "modules": pathway.modules.order_by("order"),
        "workshops": workshops.select_related("programme"),
        "is_writable": pathway.structure_id in request.user.rights.coordinates,
    }
    return render(request, "workshops/pathway_detail.html", context)
