from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.models import Partnership
from workshops import progress
from workshops.models import Programme, Session, Workshop


@require_safe
def programme_list(request):
    today = timezone.localdate()
    seen = (
        Programme.objects.visible_to(request.user).with_numbers().select_related("lead", "scheme")
    )
    context = {
        "current": seen.exclude(ends_on__lt=today),
        "past": seen.ended(today),
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
    context = {
        "programme": programme,
        "previous": seen.filter(next=programme).first(),
        "next": seen.filter(previous=programme).first(),
        "partnerships": Partnership.objects.visible_to(request.user).filter(programmes=programme),
        "lines": lines,
        "total": progress.total(part for _workshop, part in lines),
        "is_writable": programme.lead_id in request.user.rights.coordinates,
    }
    return render(request, "workshops/programme_detail.html", context)
