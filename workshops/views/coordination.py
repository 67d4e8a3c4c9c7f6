"""Who coordinates a programme at each of its partners’: named, or no longer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.forms.contacts import FUNCTIONS
from partnerships.models import Partnership, Structure
from partnerships.once import once
from workshops.actions import coordination as actions
from workshops.forms.coordination import CoordinationForm
from workshops.models import LocalCoordination, Programme
from workshops.views.doors import get_writable


@once
def coordination_create(request, programme_pk, structure_pk):
    programme, structure = partner_of(request.user, programme_pk, structure_pk)
    form = CoordinationForm(
        request.POST or None, programme=programme, structure=structure, user=request.user
    )
    if form.is_valid() and (named := form.save()):
        messages.success(
            request,
            _("C’est noté : %(name)s coordonne le programme.") % {"name": named.tenure.contact},
        )
        return redirect(programme)
    context = {
        "form": form,
        "programme": programme,
        "structure": structure,
        "functions": FUNCTIONS,
    }
    return render(request, "workshops/coordination_create.html", context)


def partner_of(user, programme_pk, structure_pk):
    """A programme and one of its partners; 404 for strangers, 403 for those who only read it."""
    seen = Programme.objects.visible_to(user)
    programme = get_object_or_404(seen, pk=programme_pk)
    tied = Partnership.objects.visible_to(user).filter(programmes=programme)
    partners = (
        Structure.objects.visible_to(user)
        .filter(partnerships__in=tied)
        .exclude(pk=programme.lead_id)
    )
    structure = get_object_or_404(partners.distinct(), pk=structure_pk)
    if not Programme.objects.writable_by(user).filter(pk=programme_pk).exists():
        raise PermissionDenied
    return programme, structure


@require_POST
def coordination_delete(request, pk):
    coordination = get_writable(LocalCoordination, request.user, pk)
    name = coordination.tenure.contact
    actions.remove_coordinator(coordination=coordination, by=request.user)
    messages.success(request, _("%(name)s ne coordonne plus le programme ici.") % {"name": name})
    return redirect(coordination.programme)
