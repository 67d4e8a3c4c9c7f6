"""Records that look alike: two people, or one person known twice; whoever coordinates decides."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from families.actions import merges
from families.forms.finders import is_key
from families.forms.merges import MergeForm, TwinForm
from families.merging import pairs
from families.models import Merge, Parent, Separation
from families.views.doors import where_one_coordinates
from partnerships.models import Structure
from partnerships.once import once

PER_PAGE = 15


@require_safe
@where_one_coordinates
def pair_list(request):
    """« Fiches qui se ressemblent », the most alike first."""
    found = pairs.find(Structure.objects.writable_by(request.user))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    people = Parent.objects.of_coordinator(request.user).with_last_contact()
    shown = pairs.read(page.object_list, people)
    return render(request, "families/pair_list.html", {"page": page, "pairs": shown})


def merge_choose(request, pk):
    """The other record of somebody, when nothing proposed it."""
    parent = coordinated(request, pk)
    form = TwinForm(request.POST or None, parent=parent, user=request.user)
    if form.is_valid():
        return redirect("families:merge_create", parent.pk, form.cleaned_data["twin"].pk)
    return render(request, "families/merge_choose.html", {"form": form, "parent": parent})


@once
def merge_create(request, pk, other_pk):
    """Side by side, value by value, then one record."""
    first, second = pair_of(request, pk, other_pk)
    if kept := first.merged_into or second.merged_into:
        messages.info(request, _("Ces fiches sont déjà réunies : voici celle qui reste."))
        return redirect(kept)
    form = MergeForm(request.POST or None, first=first, second=second, user=request.user)
    if form.is_valid() and (merge := form.save()):
        return redirect(f"{merge.kept.get_absolute_url()}?reunion={merge.pk}")
    context = {"form": form, "comparison": form.comparison}
    return render(request, "families/merge_create.html", context)


@require_POST
def separation_create(request, pk, other_pk):
    """« Ce sont deux personnes »: the pair is not proposed again."""
    first, second = pair_of(request, pk, other_pk)
    merges.separate(first=first, second=second, by=request.user)
    names = {"first": first, "second": second}
    messages.success(
        request,
        _("C’est noté : %(first)s et %(second)s sont deux personnes.") % names,
    )
    return redirect("families:pair_list")


@require_safe
@where_one_coordinates
def separation_list(request):
    """Those said to be two people: said by mistake, they are proposed again."""
    said = Separation.objects.visible_to(request.user).with_people().latest_first()
    page = Paginator(said, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "families/separation_list.html", {"page": page})


@require_POST
@once
def separation_delete(request, pk):
    said = Separation.objects.visible_to(request.user).with_people()
    merges.propose_again(separation=get_object_or_404(said, pk=pk), by=request.user)
    messages.success(
        request, _("C’est noté : si ces fiches se ressemblent, elles sont de nouveau proposées.")
    )
    return redirect("families:pair_list")


@require_safe
@where_one_coordinates
def merge_list(request):
    merges_done = Merge.objects.visible_to(request.user).with_people()
    page = Paginator(merges_done, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "families/merge_list.html", {"page": page})


@require_POST
@once
def merge_undo(request, pk):
    merge = get_object_or_404(Merge.objects.visible_to(request.user).with_people(), pk=pk)
    try:
        merges.undo(merge=merge, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("families:merge_list")
    messages.success(
        request,
        _("Les deux fiches sont de nouveau séparées, chacune avec ce qu’elle portait."),
    )
    return redirect(merge.set_aside)


# -- What these pages share ----------------------------------------------------------------------


def coordinated(request, pk):
    """Somebody whose structure this person coordinates; a colleague who meets them may not."""
    people = Parent.objects.visible_to(request.user).filter(erased_on__isnull=True)
    people = people.select_related("family__structure", "merged_into")
    parent = get_object_or_404(people, pk=pk)
    if parent.family.structure_id not in request.user.rights.coordinates:
        raise PermissionDenied
    return parent


def pair_of(request, pk, other_pk):
    if pk == other_pk:
        raise Http404
    return coordinated(request, pk), coordinated(request, other_pk)


def just_merged(request):
    """What was united a moment ago, so that the page offers to undo it."""
    pk = request.GET.get("reunion", "")
    if not is_key(pk):
        return None
    return Merge.objects.visible_to(request.user).in_force().filter(pk=pk).first()
