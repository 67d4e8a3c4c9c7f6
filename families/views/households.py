"""Pages of parents and households; whoever works in no structure finds nothing here."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from families import exports
from families.actions import households as actions
from families.consents import answers_of
from families.forms.finders import SCOPES, ParentFinder
from families.forms.households import Arrival, FamilyForm, ParentForm, SchoolingForm
from families.histories import History, by_school_year
from families.lookalikes import lookalikes, named_like
from families.models import (
    Consent,
    Family,
    Notice,
    Outcome,
    Parent,
    Referral,
    Schooling,
    SupportMeeting,
)
from families.referrals import listed
from families.views.doors import where_one_coordinates, where_one_works
from families.views.merges import just_merged
from partnerships import registry
from partnerships.calendar import first_year
from partnerships.jobs import later
from partnerships.models import Structure
from partnerships.once import once

PER_PAGE = 30


@require_safe
@where_one_works
def parent_list(request):
    people = Parent.objects.visible_to(request.user, by_keys=True).named()
    finder = ParentFinder(request.GET, user=request.user, people=people)
    this_year = first_year(timezone.localdate())
    schoolings = Schooling.objects.of_year(this_year).with_school().in_name_order()
    # Whoever sees somebody sees their household.
    families = Family.objects.with_current_notice()
    parents = finder.sort(finder.filter(people.with_last_contact())).prefetch_related(
        Prefetch("family", families), Prefetch("family__schoolings", schoolings)
    )
    page = Paginator(parents, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "families/parent_list.html", {"filter": finder, "page": page})


@require_GET
@where_one_coordinates
def parent_export(request):
    """The list as it is filtered, for the structures this person coordinates."""
    people = Parent.objects.of_coordinator(request.user).named()
    finder = ParentFinder(request.GET, user=request.user, people=people)
    parents = finder.sort(finder.filter(people.with_last_contact()))
    title = _("Liste des familles")
    if elsewhere := later(request, parents.count(), limit=settings.LONG_ROWS, title=title):
        return elsewhere
    parents = exports.read(parents)
    structures = Structure.objects.writable_by(request.user)
    actions.record_export(
        structures=structures,
        families=[parent.family for parent in parents],
        columns=exports.FIELDS,
        by=request.user,
    )
    return exports.answer(parents, request.GET.get("format"))


@require_safe
@where_one_works
def lookalike_list(request):
    """While one types a newcomer’s name: who is perhaps already known."""
    structures = Structure.objects.worked_in_by(request.user).in_name_order()
    if structure := request.GET.get("structure"):
        structures = structures.filter(pk=structure) if structure.isdecimal() else structures.none()
    name = f"{request.GET.get('first_name', '')} {request.GET.get('last_name', '')}"
    nearest = structures.first()
    found = lookalikes(name=name, structure=nearest, user=request.user) if nearest else []
    return render(request, "families/partials/lookalikes.html", {"found": found})


@require_POST
@where_one_works
def person_search(request):
    """While one types in a PersonField: who may be meant; a name is never in an address."""
    field, scope = request.GET.get("champ", ""), request.GET.get("parmi", "")
    if scope not in SCOPES:
        raise Http404
    text = request.POST.get(f"{field}-q", "").strip()
    found = named_like(text, SCOPES[scope](request.user))
    context = {"name": field, "text": text, "chosen": None, "found": found}
    return render(request, "families/partials/person_found.html", context)


@once
@where_one_works
def family_create(request):
    arrival = Arrival(request.POST or None, user=request.user, name=request.GET.get("q", ""))
    if arrival.is_valid() and (parent := arrival.save()):
        messages.success(request, _("La fiche de %(name)s est ouverte.") % {"name": parent})
        return redirect(page_of(parent, request))
    return render(request, "families/family_create.html", {"arrival": arrival})


def page_of(parent, request):
    """The household when this person may open it; else the list, and why."""
    if Parent.objects.visible_to(request.user).filter(pk=parent.pk).exists():
        return parent.get_absolute_url()
    messages.info(
        request,
        _("Sa fiche s’ouvrira ici dès que cette personne sera inscrite à l’un de vos ateliers."),
    )
    return "families:parent_list"


def family_of(request, pk):
    """The household, with those of its adults whom this person may see."""
    parents = Parent.objects.visible_to(request.user).named().in_name_order()
    families = Family.objects.visible_to(request.user).select_related("structure", "notice")
    return get_object_or_404(families.prefetch_related(Prefetch("parents", parents)), pk=pk)


@require_safe
def family_detail(request, pk):
    family = family_of(request, pk)
    parents = family.parents.visible_to(request.user)
    presences = registry.participation.ask(parents, request.user)
    supports = SupportMeeting.objects.visible_to(request.user).filter(parent__family=family)
    referrals = Referral.objects.visible_to(request.user).about(family).with_sides()
    schoolings = family.schoolings.with_school().in_name_order()
    context = {
        "family": family,
        "referrals": listed(referrals, request.user),
        "history": History.of(presences),
        "school_years": by_school_year(schoolings),
        "works_here": family.structure_id in request.user.rights.works_in,
        "supports": supports.totals(),
        "outcomes": Outcome.objects.visible_to(request.user).of_family(family),
        "answers_for": family.structure_id in request.user.rights.coordinates,
        "merged": just_merged(request),
        "current_notice": Notice.objects.told_on(family.structure, timezone.localdate()),
        "answers": answers_of(family, Consent.objects.visible_to(request.user)),
    }
    return render(request, "families/family_detail.html", context)


def family_edit(request, pk):
    family = family_of(request, pk)
    form = FamilyForm(request.POST or None, instance=family, user=request.user)
    if form.is_valid() and (completed := form.save()) is not None:
        messages.success(request, _("Le foyer est corrigé."))
        if completed:
            messages.info(request, completion(completed))
        return redirect(family)
    return render(request, "families/family_edit.html", {"form": form, "family": family})


def completion(number):
    return ngettext(
        "Le quartier prioritaire est noté aussi dans %(count)s présence passée.",
        "Le quartier prioritaire est noté aussi dans %(count)s présences passées.",
        number,
    ) % {"count": number}


@once
def parent_create(request, pk):
    family = family_of(request, pk)
    form = ParentForm(request.POST or None, family=family, user=request.user)
    is_new = form.is_valid() and form.is_somebody_new(family.structure)
    if is_new and (parent := form.save()):
        messages.success(request, _("La fiche de %(name)s est ouverte.") % {"name": parent})
        page_of(parent, request)
        return redirect(family)
    return render(request, "families/parent_create.html", {"form": form, "family": family})


def parent_edit(request, pk):
    parents = Parent.objects.visible_to(request.user).named().select_related("family__structure")
    parent = get_object_or_404(parents, pk=pk)
    form = ParentForm(request.POST or None, instance=parent, user=request.user)
    if form.is_valid() and (corrected := form.save()):
        messages.success(request, _("La fiche de %(name)s est corrigée.") % {"name": corrected})
        return redirect(parent)
    return render(request, "families/parent_edit.html", {"form": form, "parent": parent})


@once
def schooling_create(request, pk):
    family = family_of(request, pk)
    text = request.GET.get("q", "")
    form = SchoolingForm(
        request.POST or None, family=family, user=request.user, near=[family.structure], text=text
    )
    if form.is_valid() and (schooling := form.save()):
        messages.success(request, _("%(school)s est notée.") % {"school": schooling.school})
        return redirect(family)
    context = {"form": form, "family": family, "text": text}
    return render(request, "families/schooling_create.html", context)


@require_POST
def schooling_delete(request, pk):
    schoolings = Schooling.objects.visible_to(request.user).with_school()
    schooling = get_object_or_404(schoolings.select_related("family__structure"), pk=pk)
    family, school = schooling.family, schooling.school
    actions.remove_schooling(schooling=schooling, by=request.user)
    messages.success(request, _("%(school)s n’est plus notée pour ce foyer.") % {"school": school})
    return redirect(family)
