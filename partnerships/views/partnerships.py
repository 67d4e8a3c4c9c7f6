"""Partnerships: the list, the page a newcomer reads in five minutes, and what is written there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships import agreements, life, registry, relays, timeline
from partnerships.actions import partnerships as actions
from partnerships.forms.directory import StructureFinder
from partnerships.forms.partnerships import NewPartnershipForm, PartnershipForm, PartyForm
from partnerships.models import Document, Partnership, Party, Structure
from partnerships.news import news
from partnerships.once import once
from partnerships.threads import sides_of, state_of
from partnerships.views.telling import say_refusal, say_warnings

PER_PAGE = 40
PROPOSED = 20


@require_safe
def partnership_list(request):
    if not request.user.rights.belongs_to:
        raise Http404
    visible, q = Partnership.objects.visible_to(request.user), request.GET.get("q", "")
    partnerships = visible.with_parties().sought(q)
    page = Paginator(partnerships, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": q, "loose": set(visible.without_thread())}
    return render(request, "partnerships/partnership_list.html", context)


@require_safe
def partnership_detail(request, pk):
    user, today = request.user, timezone.localdate()
    partnerships = Partnership.objects.visible_to(user).with_parties().with_threads()
    told = ("purposes", "levers", "schemes", "actors", "parties__centre_roles")
    partnership = get_object_or_404(partnerships.prefetch_related(*told), pk=pk)
    story = timeline.in_five_minutes(timeline.happenings(partnership, user), today)
    sides = sides_of(partnership, today)
    shelf = list(Document.objects.visible_to(user).filter(partnership=pk).on_the_shelf())
    context = {
        "partnership": partnership,
        "sides": sides,
        "state": state_of(sides),
        "warnings": relays.warnings(partnership, sides),
        "story": story,
        "following": story.coming[-1] if story.coming else None,
        "now": life.now(partnership, user),
        "news": news(partnership, user, today),
        "ledger": agreements.ledger(partnership, user, today),
        "reviews": registry.reviews.ask(partnership, user),
        "shelf": shelf,
        "diagnosis": next((each for each in shelf if each.kind == Document.Kind.DIAGNOSIS), None),
        "writable": set(Party.objects.writable_by(user).of(partnership)),
        "may_write": Partnership.objects.writable_by(user).filter(pk=pk).exists(),
    }
    return render(request, "partnerships/partnership_detail.html", context)


@once
def partnership_create(request):
    """With whom first, then the rest: `avec` is the structure one goes towards."""
    if not request.user.rights.coordinates:
        raise Http404
    if not (chosen := request.GET.get("avec", "")).isdecimal():
        return render(request, "partnerships/partnership_choose.html", choice(request))
    others = Structure.objects.visible_to(request.user).others_than(request.user)
    partner = get_object_or_404(others, pk=chosen)
    form = NewPartnershipForm(request.POST or None, partner=partner, user=request.user)
    if form.is_valid() and (partnership := form.save()):
        messages.success(request, _("Le partenariat est ouvert : dites ce que chacun apporte."))
        say_warnings(request, form)
        return redirect(partnership)
    known = Partnership.objects.visible_to(request.user).of_structure(partner).sorted_by_name()
    context = {"form": form, "partner": partner, "known": known}
    return render(request, "partnerships/partnership_create.html", context)


def choice(request):
    """The first structures of the directory that bear what is looked for."""
    finder = StructureFinder(request.GET, user=request.user)
    structures = Structure.objects.visible_to(request.user).with_school().in_name_order()
    found = finder.near(structures)[:PROPOSED] if finder.text else []
    return {"filter": finder, "found": found}


def writable(request, pk):
    """The partnership to change: 404 for those it does not concern, 403 for those who only read."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=pk)
    if not Partnership.objects.writable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return partnership


def partnership_edit(request, pk):
    partnership = writable(request, pk)
    form = PartnershipForm(request.POST or None, instance=partnership, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Le partenariat est à jour."))
        say_warnings(request, form)
        return redirect(partnership)
    return render(request, "partnerships/partnership_edit.html", {"form": form})


@once
def party_create(request, pk):
    """Search the directory, then one button adds the structure."""
    partnership = writable(request, pk)
    if request.method == "POST":
        structures = Structure.objects.visible_to(request.user)
        chosen = request.POST.get("structure", "")
        structure = get_object_or_404(structures, pk=chosen if chosen.isdecimal() else 0)
        try:
            party = actions.add_party(partnership=partnership, structure=structure, by=request.user)
        except ValidationError as refusal:
            say_refusal(request, refusal)
            return redirect(partnership)
        messages.success(request, _("%(name)s rejoint le partenariat.") % {"name": structure})
        return redirect("partnerships:party_edit", party.pk)
    context = {"partnership": partnership} | choice(request)
    return render(request, "partnerships/party_create.html", context)


def party_of(request, pk):
    parties = Party.objects.visible_to(request.user).select_related("partnership", "structure")
    party = get_object_or_404(parties, pk=pk)
    if not Party.objects.writable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return party


def party_edit(request, pk):
    party = party_of(request, pk)
    form = PartyForm(request.POST or None, instance=party, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Ce qu’apporte %(name)s est noté.") % {"name": party})
        say_warnings(request, form)
        return redirect(party.partnership)
    may_remove = "roles" in form.fields
    context = {"form": form, "party": party, "may_remove": may_remove}
    return render(request, "partnerships/party_edit.html", context)


@require_POST
def party_delete(request, pk):
    party = party_of(request, pk)
    partnership = writable(request, party.partnership_id)
    try:
        actions.remove_party(party=party, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("%(name)s n’est plus dans le partenariat.") % {"name": party})
    return redirect(partnership)
