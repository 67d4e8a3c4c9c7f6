"""The information notice: its versions, its pages in each language, and who is still to be told."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from families import notices as reading
from families.actions import notices as actions
from families.forms.notices import NoticeTextForm
from families.models import Family, Notice, Parent
from families.views.doors import where_one_works
from families.views.households import family_of
from partnerships.documents import pdf_response, render_pdf
from partnerships.models import Structure
from partnerships.once import once
from partnerships.views.telling import say_refusal

PER_PAGE = 30


def notice_of(request, pk):
    notices = Notice.objects.visible_to(request.user).select_related("structure", "published_by")
    return get_object_or_404(notices.prefetch_related("texts"), pk=pk)


def writable(request, pk):
    """A version in preparation, for those who answer for it; a published one is only read."""
    notice = notice_of(request, pk)
    may_write = Notice.objects.writable_by(request.user).filter(pk=pk).exists()
    if notice.published_on or not may_write:
        raise PermissionDenied
    return notice


def text_among(notice, language):
    return get_object_or_404(notice.texts.select_related("notice__structure"), language=language)


@require_safe
@where_one_works
def notice_list(request):
    """One version in force a structure, the one in preparation, and those of before."""
    structures = Structure.objects.worked_in_by(request.user).in_name_order()
    notices = Notice.objects.newest_first().prefetch_related("texts")
    structures = structures.prefetch_related(Prefetch("notices", notices))
    families = Family.objects.visible_to(request.user).to_inform()
    context = {"structures": structures, "to_inform": families.count()}
    return render(request, "families/notice_list.html", context)


@once
@require_POST
@where_one_works
def notice_create(request, pk):
    structures = Structure.objects.worked_in_by(request.user)
    structure = get_object_or_404(structures, pk=pk)
    if structure.pk not in request.user.rights.coordinates:
        raise PermissionDenied
    is_from_previous = "afresh" not in request.POST
    try:
        notice = actions.prepare(
            structure=structure, is_from_previous=is_from_previous, by=request.user
        )
    except ValidationError as refusal:
        say_refusal(request, refusal)
        return redirect("families:notice_list")
    messages.success(
        request, _("La version %(version)s est en préparation.") % {"version": notice.version}
    )
    return redirect(notice)


@require_safe
def notice_detail(request, pk):
    notice = notice_of(request, pk)
    may_write = Notice.objects.writable_by(request.user).filter(pk=pk).exists()
    context = {"notice": notice, "may_write": may_write and not notice.published_on}
    return render(request, "families/notice_detail.html", context)


@require_safe
def notice_read(request, pk, language):
    """The page a parent reads, on the phone one hands them."""
    notice = notice_of(request, pk)
    text = text_among(notice, language)
    context = {"notice": notice, "text": text, "blocks": reading.blocks(text)}
    return render(request, "families/notice_read.html", context)


def notice_edit(request, pk, language):
    text = text_among(writable(request, pk), language)
    form = NoticeTextForm(request.POST or None, instance=text, user=request.user)
    if form.is_valid() and (written := form.save()):
        messages.success(
            request,
            _("Le texte est enregistré : %(language)s.")
            % {"language": written.get_language_display()},
        )
        return redirect(written.notice)
    return render(request, "families/notice_edit.html", {"form": form, "text": text})


def notice_publish(request, pk):
    """What publishing changes is said first; then one button."""
    notice = writable(request, pk)
    if request.method == "POST":
        try:
            actions.publish(notice=notice, by=request.user)
            messages.success(
                request, _("La version %(version)s est publiée.") % {"version": notice.version}
            )
        except ValidationError as refusal:
            say_refusal(request, refusal)
        return redirect(notice)
    told = Family.objects.visible_to(request.user).filter(structure=notice.structure)
    told = told.named().filter(informed_on__isnull=False)
    context = {"notice": notice, "told": told.count()}
    return render(request, "families/notice_publish.html", context)


@require_POST
def notice_delete(request, pk):
    actions.give_up(notice=writable(request, pk), by=request.user)
    messages.success(request, _("Cette version est abandonnée."))
    return redirect("families:notice_list")


@require_safe
def notice_pdf(request, pk):
    """One language (?langue=ar), or all of them one after the other."""
    notice = notice_of(request, pk)
    language = request.GET.get("langue")
    texts = [text_among(notice, language)] if language else reading.texts_of(notice)
    title = _("Information des familles, version %(version)s") % {"version": notice.version}
    content = render_pdf(
        "families/notice_document.html",
        {"notice": notice, "pages": [(text, reading.blocks(text)) for text in texts]},
        title=title,
        author=str(notice.structure),
    )
    return pdf_response(content, f"{title} {language or ''}", inline=True)


@require_safe
@where_one_works
def information_list(request):
    """Families still to be told: never informed first, then those of an older version."""
    parents = Parent.objects.visible_to(request.user).named().in_name_order()
    families = Family.objects.visible_to(request.user).to_inform().select_related("notice")
    families = families.prefetch_related(Prefetch("parents", parents), "languages")
    families = families.order_by(F("informed_on").asc(nulls_first=True), "pk")
    page = Paginator(families, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "families/information_list.html", {"page": page})


@require_POST
def family_inform(request, pk):
    """« Informée aujourd’hui », in one tap; one comes back to the page the tap was on."""
    family = family_of(request, pk)
    how = request.POST.get("how")
    if how not in Family.InformedHow:
        how = Family.InformedHow.SPOKEN
    actions.inform(family=family, how=how, by=request.user)
    messages.success(request, _("%(family)s : informée aujourd’hui.") % {"family": family})
    return redirect("families:information_list" if "list" in request.POST else family)
