"""Individual support: for those who work in the structure; a school finds nothing here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from families.actions import supports as actions
from families.forms.supports import SupportFinder, SupportForm
from families.lookalikes import named_like
from families.models import Outcome, Parent, SupportMeeting
from families.views.doors import where_one_works
from partnerships import registry
from partnerships.once import once
from partnerships.views.telling import say_warnings

PER_PAGE = 30
# A page of errors sent to whoever maintains the site shows none of it.
NOTES = ("shared_note", "confidential_note")


@require_safe
@where_one_works
def support_list(request):
    finder = SupportFinder(request.GET, user=request.user)
    supports = finder.filter(SupportMeeting.objects.visible_to(request.user))
    page = Paginator(supports.for_lines(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": finder,
        "page": page,
        "totals": supports.totals(),
        "outcomes": changes(request.user),
    }
    return render(request, "families/support_list.html", context)


def changes(user):
    """What changed, by kind: in words, and how many times it was noted."""
    labels = dict(Outcome.Kind.choices)
    return [(labels[kind], number) for kind, number in Outcome.objects.visible_to(user).by_kind()]


@require_safe
@where_one_works
def support_choose(request):
    """With whom: somebody of the structures one works in, by their name."""
    text = " ".join(request.GET.get("q", "").split())
    found = named_like(text, Parent.objects.supportable_by(request.user))
    return render(request, "families/support_choose.html", {"text": text, "found": found})


@sensitive_post_parameters(*NOTES)
@once
def support_create(request, pk):
    parents = Parent.objects.supportable_by(request.user).select_related("family__structure")
    parent = get_object_or_404(parents, pk=pk)
    form = SupportForm(request.POST or None, parent=parent, user=request.user)
    if form.is_valid() and (support := form.save()):
        messages.success(request, _("L’accompagnement est noté."))
        say_warnings(request, form)
        return redirect(support)
    return render(request, "families/support_create.html", {"form": form, "parent": parent})


def support_of(request, pk):
    supports = SupportMeeting.objects.visible_to(request.user).with_note_for(request.user)
    supports = supports.select_related(
        "parent__family__structure", "structure", "topic", "author", "school__structure"
    )
    return get_object_or_404(supports, pk=pk)


def is_written_by(user, support):
    return SupportMeeting.objects.writable_by(user).filter(pk=support.pk).exists()


@require_safe
def support_detail(request, pk):
    support = support_of(request, pk)
    actions.open_notes(support=support, by=request.user)
    context = {
        "support": support,
        "frames": registry.frames_of.ask(support),
        "may_write": is_written_by(request.user, support),
        "may_open": Parent.objects.visible_to(request.user).filter(pk=support.parent_id).exists(),
    }
    return render(request, "families/support_detail.html", context)


def support_to_write(request, pk):
    """Unseen is 404; seen and another’s is 403."""
    seen = support_of(request, pk)
    mine = SupportMeeting.objects.writable_by(request.user).filter(pk=seen.pk)
    support = mine.select_related("parent__family__structure", "structure").first()
    if support is None:
        raise PermissionDenied
    return support


@sensitive_post_parameters(*NOTES)
@once
def support_edit(request, pk):
    support = support_to_write(request, pk)
    if request.method != "POST":
        actions.open_notes(support=support, by=request.user)
    form = SupportForm(
        request.POST or None, instance=support, parent=support.parent, user=request.user
    )
    if form.is_valid() and (corrected := form.save()):
        messages.success(request, _("L’accompagnement est corrigé."))
        say_warnings(request, form)
        return redirect(corrected)
    return render(request, "families/support_edit.html", {"form": form, "support": support})


def support_delete(request, pk):
    """Noted by mistake, or about somebody else: one page asks, a POST acts."""
    support = support_to_write(request, pk)
    if request.method == "POST":
        actions.remove(support=support, by=request.user)
        messages.success(request, _("L’accompagnement est effacé, avec ses notes."))
        return redirect("families:support_list")
    return render(request, "families/support_delete.html", {"support": support})
