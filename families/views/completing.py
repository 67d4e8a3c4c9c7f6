"""What is still to be learnt of families, said where it takes one touch."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from families.forms.completing import QpvForm
from families.models import Family, Parent, Schooling
from families.views.doors import where_one_works

PER_PAGE = 20


@require_safe
@where_one_works
def incomplete_list(request):
    """Households of which nobody knows whether they live in a QPV, the last seen first."""
    parents = Parent.objects.visible_to(request.user).named().in_name_order()
    schoolings = Schooling.objects.with_school().in_name_order()
    families = Family.objects.visible_to(request.user).without_qpv().with_last_contact()
    families = families.select_related("neighbourhood").prefetch_related(
        Prefetch("parents", parents), Prefetch("schoolings", schoolings)
    )
    page = Paginator(families.last_seen_first(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "sources": Family.QpvSource.choices}
    return render(request, "families/incomplete_list.html", context)


@require_POST
def family_place(request, pk):
    """« Oui » or « Non »; past presences that did not know learn it too."""
    families = Family.objects.visible_to(request.user).select_related("structure")
    family = get_object_or_404(families, pk=pk)
    form = QpvForm(request.POST, family=family, user=request.user)
    if form.is_valid() and form.save() is not None:
        messages.success(request, _("C’est noté. On peut le corriger sur la page du foyer."))
    else:
        messages.error(request, _("Dites oui ou non, et comment vous le savez."))
    return redirect("families:incomplete_list")
