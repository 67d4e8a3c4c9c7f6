"""People of the directory: whom to call, who they were, what is to be understood about a partner."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from partnerships import contact_lists
from partnerships.actions import contacts as actions
from partnerships.forms.contacts import (
    FUNCTIONS,
    ContactFinder,
    ContactForm,
    EndedTenureForm,
    KnowledgeNoteForm,
    NewContactForm,
    TenureForm,
)
from partnerships.forms.directory import StructureFinder
from partnerships.forms.threads import TenureEndForm
from partnerships.jobs import later
from partnerships.models import Contact, KnowledgeNote, Structure, Tenure, Term, Territory, Thread
from partnerships.once import once
from partnerships.views.telling import say_refusal, say_warnings

PER_PAGE = 40
PROPOSED = 20


# -- The directory of people -------------------------------------------------------------------


def found(request):
    """The finder of the list, and the contacts it keeps; 404 for whom it is not open to."""
    if not request.user.rights.belongs_to:
        raise Http404
    finder = ContactFinder(request.GET, user=request.user)
    return finder, finder.filter(Contact.objects.visible_to(request.user)).in_name_order()


@require_safe
def contact_list(request):
    finder, contacts = found(request)
    page = Paginator(contacts.with_tenures(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": finder, "page": page, "formats": contact_lists.FORMATS}
    return render(request, "partnerships/contact_list.html", context)


@require_GET
def contact_export(request):
    """The list as it is filtered, for those who work in a partnership: CSV, Excel or PDF."""
    finder, contacts = found(request)
    if not request.user.rights.works_in:
        raise PermissionDenied
    format = request.GET.get("format")
    limit = contact_lists.longest(format)
    if elsewhere := later(request, contacts.count(), limit=limit, title=_("Contacts")):
        return elsewhere
    entries = contact_lists.entries(contacts.with_tenures())
    actions.record_export(
        structures=Structure.objects.worked_in_by(request.user),
        columns=contact_lists.FIELDS,
        by=request.user,
    )
    return contact_lists.answer(entries, format, text=finder.text)


@require_safe
def territory_list(request):
    """Neighbourhood by neighbourhood: who is there, and where nobody is (PAR-017)."""
    if not request.user.rights.belongs_to:
        raise Http404
    own = Structure.objects.visible_to(request.user).filter(pk__in=request.user.rights.belongs_to)
    territories = Territory.objects.visible_to(request.user).around(list(own)).with_people()
    page = Paginator(territories, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "neighbourhoods": [contact_lists.place_of(each) for each in page]}
    if not context["neighbourhoods"]:
        context["mine"] = own.writable_by(request.user).first()
    return render(request, "partnerships/territory_list.html", context)


# -- One person ----------------------------------------------------------------------------------


@require_safe
def contact_detail(request, pk):
    user, today = request.user, timezone.localdate()
    contact = get_object_or_404(Contact.objects.visible_to(user), pk=pk)
    tenures = list(contact.tenures.with_contact().order_by("-starts_on", "-pk"))
    threads = Thread.objects.visible_to(user).with_holder().filter(tenure__contact=contact)
    keeps = set(Tenure.objects.writable_by(user).filter(contact=contact))
    context = {
        "contact": contact,
        "present": [tenure for tenure in tenures if not tenure.is_over(today)],
        "past": [tenure for tenure in tenures if tenure.is_over(today)],
        "threads": threads.order_by("-starts_on", "-pk"),
        "keeps": keeps,
        "may_write": Contact.objects.writable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "partnerships/contact_detail.html", context)


def writable_contact(request, pk):
    contact = get_object_or_404(Contact.objects.visible_to(request.user), pk=pk)
    if not Contact.objects.writable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return contact


def chosen_structure(request):
    """The structure named in the address; None while it is to be chosen."""
    if not (chosen := request.GET.get("structure", "")).isdecimal():
        return None
    structures = Structure.objects.visible_to(request.user)
    structure = get_object_or_404(structures, pk=chosen)
    if not structures.peopled_by(request.user).filter(pk=chosen).exists():
        raise PermissionDenied
    return structure


def choose(request, question, back):
    """« Où travaille cette personne ? »: the first structures that bear what is looked for."""
    finder = StructureFinder(request.GET, user=request.user)
    structures = Structure.objects.visible_to(request.user).peopled_by(request.user)
    structures = structures.with_school().in_name_order()
    context = {
        "filter": finder,
        "found": finder.near(structures)[:PROPOSED],
        "question": question,
        "back": back,
        "name": request.GET.get("nom", ""),
    }
    return render(request, "partnerships/contact_choose.html", context)


@once
def contact_create(request):
    """Where first, then who; people of the same name are proposed before another is created."""
    if not request.user.rights.belongs_to:
        raise Http404
    structure = chosen_structure(request)
    if structure is None:
        return choose(
            request, _("Où travaille cette personne ?"), reverse("partnerships:contact_list")
        )
    first, _space, last = request.GET.get("nom", "").rpartition(" ")
    form = NewContactForm(
        request.POST or None,
        structure=structure,
        user=request.user,
        initial={"first_name": first, "last_name": last},
    )
    known = form.namesakes() if form.is_valid() and "other" not in request.POST else []
    if form.is_valid() and not known and (contact := form.save()):
        messages.success(request, _("%(name)s est dans l’annuaire.") % {"name": contact})
        say_warnings(request, form)
        return redirect(contact)
    context = {"form": form, "structure": structure, "known": known, "functions": FUNCTIONS}
    return render(request, "partnerships/contact_create.html", context)


def contact_edit(request, pk):
    contact = writable_contact(request, pk)
    form = ContactForm(request.POST or None, instance=contact, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("La fiche est à jour, vérifiée aujourd’hui."))
        say_warnings(request, form)
        return redirect(contact)
    return render(request, "partnerships/contact_edit.html", {"form": form})


@require_POST
def contact_check(request, pk):
    """Somebody called, and the record was right."""
    contact = writable_contact(request, pk)
    try:
        actions.check_contact(contact=contact, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("La fiche est notée vérifiée aujourd’hui."))
    return redirect(contact)


# -- Functions held ------------------------------------------------------------------------------


@once
def tenure_create(request, pk):
    """One more function of somebody known, where one keeps the people."""
    contact = get_object_or_404(Contact.objects.visible_to(request.user), pk=pk)
    structure = chosen_structure(request)
    if structure is None:
        return choose(request, _("Où a-t-on cette fonction ?"), contact.get_absolute_url())
    tenure = Tenure(contact=contact, structure=structure, starts_on=timezone.localdate())
    form = TenureForm(request.POST or None, instance=tenure, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("La fonction est notée."))
        return redirect(contact)
    context = {"form": form, "contact": contact, "structure": structure, "functions": FUNCTIONS}
    return render(request, "partnerships/tenure_create.html", context)


def writable_tenure(request, pk):
    tenures = Tenure.objects.visible_to(request.user)
    tenure = get_object_or_404(tenures.with_contact(), pk=pk)
    if not tenures.writable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return tenure


def tenure_edit(request, pk):
    tenure = writable_tenure(request, pk)
    form_class = EndedTenureForm if tenure.ends_on else TenureForm
    form = form_class(request.POST or None, instance=tenure, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("La fonction est corrigée."))
        return redirect(tenure.contact)
    context = {"form": form, "tenure": tenure, "functions": FUNCTIONS}
    return render(request, "partnerships/tenure_edit.html", context)


@once
def tenure_end(request, pk):
    """Somebody leaves; nothing is overwritten, and whoever follows may be told at once."""
    tenure = writable_tenure(request, pk)
    form = TenureEndForm(request.POST or None, instance=tenure, user=request.user)
    if form.is_valid() and (ended := form.save()):
        messages.success(
            request, _("C’est noté : %(name)s quitte cette fonction.") % {"name": tenure.contact}
        )
        return redirect(ended.structure)
    context = {
        "form": form,
        "tenure": tenure,
        "functions": FUNCTIONS,
        "threads": Thread.objects.visible_to(request.user).of_tenure(tenure).unended(),
    }
    return render(request, "partnerships/tenure_end.html", context)


# -- What is to be understood -----------------------------------------------------------------------


def knowledge_edit(request, pk, aspect_pk):
    """One aspect of a partner, edited in its place."""
    structure = get_object_or_404(Structure.objects.known_to(request.user), pk=pk)
    if not Structure.objects.peopled_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    aspects = Term.objects.of(Term.Vocabulary.SCHOOL_KNOWLEDGE)
    aspect = get_object_or_404(aspects, pk=aspect_pk)
    note = KnowledgeNote.objects.visible_to(request.user).of([structure]).filter(aspect=aspect)
    form = KnowledgeNoteForm(
        request.POST or None,
        instance=note.first(),
        structure=structure,
        aspect=aspect,
        user=request.user,
        auto_id=f"savoir-{aspect_pk}-%s",
    )
    if form.is_valid() and form.save():
        messages.success(request, _("C’est noté."))
        say_warnings(request, form)
        return redirect(f"{structure.get_absolute_url()}#savoir-{aspect.pk}")
    context = {"form": form, "structure": structure, "aspect": aspect}
    return render(request, "partnerships/knowledge_edit.html", context)
