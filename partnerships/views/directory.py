"""The directory: who is there, whom to call."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import registry
from partnerships.forms.directory import (
    KnowledgeForm,
    NewStructureForm,
    SchoolFinder,
    StructureFinder,
    StructureForm,
)
from partnerships.glossary import glossary as in_order
from partnerships.models import (
    KnowledgeNote,
    Partnership,
    Party,
    School,
    SchoolHoliday,
    Structure,
    Tenure,
    Term,
)
from partnerships.once import once
from partnerships.stability import stability
from partnerships.views.telling import say_warnings
from partnerships.who_sees_what import subjects

PER_PAGE = 40


@require_safe
def structure_list(request):
    return listing(request, StructureFinder, "partnerships/structure_list.html")


@require_safe
def school_list(request):
    return listing(request, SchoolFinder, "partnerships/school_list.html")


def listing(request, finder, template):
    finder = finder(request.GET, user=request.user)
    structures = finder.filter(Structure.objects.visible_to(request.user))
    structures = structures.with_school().in_name_order()
    page = Paginator(structures, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": finder, "page": page, "partners": Party.objects.partners_of(request.user)}
    return render(request, template, context)


@require_safe
def glossary(request):
    """The acronyms of the field and the words of the house, those no form offers included."""
    text = request.GET.get("q", "").strip()[:200]
    words = in_order(Term.objects.visible_to(request.user).explained(), text)
    return render(request, "partnerships/glossary.html", {"words": words, "text": text})


@require_safe
def structure_detail(request, pk):
    user, today = request.user, timezone.localdate()
    structures = Structure.objects.visible_to(user).with_school()
    beside = ("territories", "themes", "services", "networks")
    structure = get_object_or_404(structures.prefetch_related(*beside), pk=pk)
    partnerships = Partnership.objects.visible_to(user).of_structure(structure)
    zone = structure.holiday_zone
    context = {
        "structure": structure,
        "partnerships": partnerships.sorted_by_name(),
        "agenda": registry.agenda.ask(structure, user, today),
        "members": members_of(structure),
        "holidays": SchoolHoliday.objects.of_zone(zone).for_pupils().coming(today)[:2],
        "may_write": pk in user.rights.coordinates,
        "may_dress": Structure.objects.dressed_by(user).filter(pk=pk).exists(),
        "may_know": School.objects.writable_by(user).filter(pk=pk).exists(),
    }
    context |= people_of(structure, user, today) if user.rights.belongs_to else {}
    return render(request, "partnerships/structure_detail.html", context)


def members_of(structure):
    """Those that say they belong to this network."""
    if structure.kind != Structure.Kind.NETWORK:
        return []
    return structure.members.with_school().in_name_order()


def people_of(structure, user, today):
    """Whom one calls there, who was there before, and what one must understand of it."""
    tenures = list(Tenure.objects.visible_to(user).of(structure).with_contact())
    notes = list(KnowledgeNote.objects.visible_to(user).of([structure]))
    aspects = Term.objects.of(Term.Vocabulary.SCHOOL_KNOWLEDGE).order_by("order", "pk")
    known = Structure.objects.known_to(user).filter(pk=structure.pk).exists()
    is_team = structure.as_school and tenures
    return {
        "people": [tenure for tenure in tenures if not tenure.is_over(today)],
        "former": [tenure for tenure in reversed(tenures) if tenure.is_over(today)],
        "stability": stability(structure, tenures, today) if is_team else None,
        "may_people": Structure.objects.peopled_by(user).filter(pk=structure.pk).exists(),
        "notes": notes,
        "unknown": aspects.exclude(pk__in=[note.aspect_id for note in notes]) if known else [],
    }


@once
def structure_create(request):
    """A partner is missing from the directory: whoever coordinates a structure adds it."""
    if not request.user.rights.coordinates:
        raise PermissionDenied
    form = NewStructureForm(request.POST or None, user=request.user)
    if form.is_valid() and (structure := form.save()):
        messages.success(
            request, _("La structure est dans l’annuaire. Notez maintenant qui y appeler.")
        )
        return redirect(structure)
    return render(request, "partnerships/structure_form.html", {"form": form})


def structure_edit(request, pk):
    structure = get_object_or_404(Structure.objects.visible_to(request.user), pk=pk)
    if pk not in request.user.rights.coordinates:
        raise PermissionDenied
    form = StructureForm(request.POST or None, instance=structure, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("La fiche est à jour."))
        say_warnings(request, form)
        return redirect(structure)
    return render(request, "partnerships/structure_edit.html", {"form": form})


def school_edit(request, pk):
    """The knowledge sheet; the rest of a school comes from the national directory."""
    schools = School.objects.visible_to(request.user).select_related("structure")
    school = get_object_or_404(schools, pk=pk)
    if not School.objects.writable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    form = KnowledgeForm(request.POST or None, instance=school, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Ce que l’on sait de l’école est noté."))
        say_warnings(request, form)
        return redirect(school)
    return render(request, "partnerships/school_edit.html", {"form": form, "school": school})


@require_safe
@login_not_required
def who_sees_what(request):
    """For directors and parents: what the access test checks, in words."""
    return render(request, "partnerships/who_sees_what.html", {"subjects": subjects()})
