"""Ideas: proposed by any party of a programme, answered by whoever coordinates its lead."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from partnerships import letters
from partnerships.once import afterwards, once
from partnerships.views.telling import say_refusal, say_warnings
from workshops import parties
from workshops.actions import ideas as actions
from workshops.forms.ideas import AnswerForm, IdeaFinder, IdeaForm, PrepareForm
from workshops.models import Idea, Programme
from workshops.views.doors import get_allowed


@require_safe
def idea_list(request):
    if not request.user.rights.belongs_to:
        raise Http404
    finder = IdeaFinder(request.GET, user=request.user)
    found = finder.filter(Idea.objects.visible_to(request.user))
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    context = {"filter": finder, "page": page, "programmes": finder.programmes()}
    return render(request, "workshops/idea_list.html", context)


@once
def idea_create(request, programme_pk):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=programme_pk)
    if not parties.spoken_for(programme, request.user).exists():
        raise PermissionDenied
    form = IdeaForm(request.POST or None, programme=programme, user=request.user)
    if form.is_valid() and (idea := form.save()):
        messages.success(request, _("L’idée est notée : la coordination y répondra."))
        say_warnings(request, form)
        return redirect(idea)
    return render(request, "workshops/idea_form.html", {"form": form, "programme": programme})


@require_safe
def idea_detail(request, pk):
    seen = Idea.objects.visible_to(request.user).with_author()
    idea = get_object_or_404(seen, pk=pk)
    is_answered_here = Idea.objects.writable_by(request.user).filter(pk=pk).exists()
    context = {"idea": idea, "may_answer": is_answered_here}
    return render(request, "workshops/idea_detail.html", context)


def get_answered(user, pk):
    """One this person answers; 403 for those who only read it."""
    seen = Idea.objects.visible_to(user).with_author()
    return get_allowed(seen, Idea.objects.writable_by(user), pk)


@once
def idea_prepare(request, pk):
    idea = get_answered(request.user, pk)
    form = PrepareForm(request.POST or None, idea=idea, user=request.user)
    if form.is_valid() and (workshop := form.save()):
        messages.success(
            request, _("L’atelier est ouvert. Écrivez son plan avec ceux qui le préparent.")
        )
        afterwards(request, partial(tell_author, request, idea))
        return redirect(workshop.plan)
    return render(request, "workshops/idea_prepare.html", {"form": form, "idea": idea})


@once
def idea_answer(request, pk):
    idea = get_answered(request.user, pk)
    form = AnswerForm(request.POST or None, idea=idea, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("C’est répondu."))
        say_warnings(request, form)
        afterwards(request, partial(tell_author, request, idea))
        return redirect(idea)
    return render(request, "workshops/idea_answer.html", {"form": form, "idea": idea})


@require_POST
def idea_reopen(request, pk):
    idea = get_answered(request.user, pk)
    try:
        actions.reopen(idea=idea, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("L’idée attend de nouveau une réponse."))
    return redirect(idea)


def tell_author(request, idea):
    """A word to whoever proposed it, unless they have just answered themselves."""
    author = idea.proposed_by
    if author is None or author == request.user:
        return
    idea.refresh_from_db()
    sent = letters.send(
        "workshops/emails/idea.txt",
        {"idea": idea, "by": request.user, "url": request.build_absolute_uri(page_of(idea))},
        to=author.email,
        subject=gettext_lazy("Votre idée « %(idea)s » : une réponse"),
        words={"idea": idea},
        reply_to=request.user.email,
    )
    if not sent:
        words = _("L’e-mail qui prévient %(name)s n’est pas parti : dites-le-lui.")
        messages.warning(request, words % {"name": author})


def page_of(idea):
    return idea.workshop.plan.get_absolute_url() if idea.workshop else idea.get_absolute_url()
