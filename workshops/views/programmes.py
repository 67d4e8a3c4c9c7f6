from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.models import Partnership
from partnerships.once import once
from partnerships.validators import fold
from partnerships.views.telling import say_warnings
from workshops import booklets, coordination, progress
from workshops.forms.planning import ProgrammeForm, SeasonForm
from workshops.models import Idea, Programme, Session, Workshop
from workshops.origins import origins
from workshops.views.doors import get_writable

PER_PAGE = 40
# On the page of a programme; the others are in their list.
IDEAS = 5


@require_safe
def programme_list(request):
    today, q = timezone.localdate(), request.GET.get("q", "")
    seen = (
        Programme.objects.visible_to(request.user).with_numbers().select_related("lead", "scheme")
    )
    every = [*seen.exclude(ends_on__lt=today), *seen.ended(today)]
    found = [each for each in every if fold(q) in fold(each.title)]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "q": q,
        "current": [each for each in page if each.ends_on >= today],
        "past": [each for each in page if each.ends_on < today],
    }
    return render(request, "workshops/programme_list.html", context)


@require_safe
def programme_detail(request, pk):
    seen = Programme.objects.visible_to(request.user)
    programme = get_object_or_404(seen.select_related("lead", "scheme"), pk=pk)
    workshops = Workshop.objects.visible_to(request.user).filter(programme=programme)
    lines = progress.by_workshop(
        workshops.select_related("pathway").prefetch_related("pathway__modules").order_by("pk"),
        Session.objects.visible_to(request.user).filter(workshop__programme=programme),
    )
    partnerships = Partnership.objects.visible_to(request.user).filter(programmes=programme)
    partnerships = partnerships.sorted_by_name()
    is_ours = programme.lead_id in request.user.rights.works_in
    seats = coordination.places(programme, partnerships, timezone.localdate())
    context = {
        "programme": programme,
        "previous": seen.filter(next=programme).first(),
        "next": seen.filter(previous=programme).first(),
        "partnerships": partnerships,
        "coordinators": [seat for seat in seats if not seat.is_bare],
        "unnamed": [seat.structure for seat in seats if seat.is_bare],
        "lines": lines,
        "total": progress.total(part for _workshop, part in lines),
        "is_writable": programme.lead_id in request.user.rights.coordinates,
        "is_ours": is_ours,
        "ideas": Idea.objects.visible_to(request.user).of(programme)[:IDEAS],
        "is_party": is_ours or bool(partnerships),
        "origins": origins(programme) if is_ours else None,
        "booklets": booklets.listed(programme, request.user),
    }
    return render(request, "workshops/programme_detail.html", context)


@once
def programme_create(request):
    if not request.user.rights.coordinates:
        raise PermissionDenied
    form = ProgrammeForm(request.POST or None, user=request.user)
    if form.is_valid() and (programme := form.save()):
        messages.success(request, _("Le programme est créé. Ajoutez-lui son premier atelier."))
        say_warnings(request, form)
        return redirect(programme)
    return render(request, "workshops/programme_form.html", {"form": form})


def programme_edit(request, pk):
    programme = get_writable(Programme, request.user, pk)
    form = ProgrammeForm(request.POST or None, instance=programme, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("Le programme est à jour."))
        say_warnings(request, form)
        return redirect(programme)
    return render(request, "workshops/programme_form.html", {"form": form})


@once
def programme_renew(request, pk):
    programme = get_writable(Programme, request.user, pk)
    form = SeasonForm(request.POST or None, programme=programme, user=request.user)
    if form.is_valid() and (season := form.save()):
        messages.success(request, _("La nouvelle saison est ouverte, avec ce qui continue."))
        return redirect(season)
    context = {"form": form, "programme": programme}
    return render(request, "workshops/programme_renew.html", context)
