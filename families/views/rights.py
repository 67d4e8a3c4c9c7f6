"""What somebody may ask of their own data, and what time asks of everybody’s.

For the coordinators of the structure that answers for the family: others of the house who may read
the page may not do this (403).
"""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from families import lines, records
from families.forms.rights import ErasureForm, KeepForm
from families.models import Parent
from families.retention import endings, named_families
from families.views.doors import where_one_coordinates
from families.views.households import family_of
from partnerships import audit
from partnerships.documents import pdf_response, render_pdf
from partnerships.once import once
from partnerships.views.telling import say_warnings


def person_of(request, pk):
    """Somebody with a name, whose structure this person coordinates."""
    parents = Parent.objects.visible_to(request.user).named()
    parent = get_object_or_404(parents.select_related("family__structure"), pk=pk)
    refuse_others(request, parent.family)
    return parent


def refuse_others(request, family):
    if family.structure_id not in request.user.rights.coordinates:
        raise PermissionDenied


def handed_out(request, parent, kind):
    """The line that says a whole record left, and in which form."""
    who = {"by": request.user, **lines.of(parent.family)}
    audit.record(audit.Verb.EXPORTED, parent, fields=[kind], **who)


@require_GET
def record_pdf(request, pk):
    parent = person_of(request, pk)
    chapters = records.record_of(parent, request.user)
    today, title = timezone.localdate(), _("Ce que nous gardons de vous")
    context = {"parent": parent, "chapters": chapters, "today": today, "title": title}
    context["months"] = settings.RETENTION_MONTHS
    author = str(parent.family.structure)
    content = render_pdf("families/record_document.html", context, title=title, author=author)
    handed_out(request, parent, "pdf")
    return pdf_response(content, _("dossier"))


@require_GET
def record_json(request, pk):
    parent = person_of(request, pk)
    chapters = records.record_of(parent, request.user)
    handed_out(request, parent, "json")
    answer = JsonResponse(
        records.as_json(parent, chapters, timezone.localdate()),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    answer["Content-Disposition"] = 'attachment; filename="dossier.json"'
    return answer


@once
def parent_erase(request, pk):
    parent = person_of(request, pk)
    form = ErasureForm(request.POST or None, parent=parent, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("C’est fait : cette personne est oubliée."))
        return redirect("families:parent_list")
    is_last = parent.family.parents.named().count() == 1
    context = {"form": form, "parent": parent, "is_last": is_last}
    return render(request, "families/parent_erase.html", context)


@require_safe
@where_one_coordinates
def retention_list(request):
    families = named_families().visible_to(request.user)
    families = families.filter(structure__in=request.user.rights.coordinates)
    today = timezone.localdate()
    context = {"endings": endings(families, today), "months": settings.RETENTION_MONTHS}
    return render(request, "families/retention_list.html", context)


def family_keep(request, pk):
    family = family_of(request, pk)
    refuse_others(request, family)
    form = KeepForm(request.POST or None, instance=family, user=request.user)
    if form.is_valid() and (kept := form.save()):
        say_warnings(request, form)
        messages.success(
            request, _("C’est noté : ce foyer n’est pas oublié avant le jour que vous avez choisi.")
        )
        return redirect(kept)
    return render(request, "families/family_keep.html", {"form": form, "family": family})
