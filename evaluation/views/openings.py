"""A review from the opening of its voices to its closing: opened, answered, decided, closed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluation import review_page
from evaluation.actions import openings, replies, verdicts
from evaluation.forms.openings import ClosingForm, OpeningForm
from evaluation.forms.verdicts import ReplyForm, VerdictForm
from evaluation.models import Reply, Review, Verdict
from evaluation.side_by_side import grid_of
from partnerships.french import in_a_row
from partnerships.models import Meeting
from partnerships.once import once
from partnerships.standings import powers
from partnerships.views.doors import get_table
from partnerships.views.telling import say_refusal, say_warnings


def review_of(request, pk):
    return get_object_or_404(Review.objects.visible_to(request.user).with_story(), pk=pk)


def context(review, user):
    """What the page of an open review shows to this person, beside the review."""
    return review_page.context_of(review, user)


def written_review(request, pk):
    """One whose voices are open, for whoever speaks for a party; 403 otherwise."""
    review = review_of(request, pk)
    if not powers(review, request.user).writes:
        raise PermissionDenied
    return review


# -- Opening and closing -----------------------------------------------------------------------


@once
def review_open(request, pk):
    """For those who work in a party: it cannot be undone, hence a page and a box to tick."""
    review = review_of(request, pk)
    if not Review.objects.writable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    if not review.is_sealed:
        messages.info(request, _("Les plis sont déjà ouverts."))
        return redirect(review)
    form = OpeningForm(
        request.POST or None,
        instance=Meeting(),
        review=review,
        table=get_table(request.user, review.partnership_id),
        user=request.user,
    )
    if form.is_valid() and (opened := form.save()):
        messages.success(request, _("Les plis sont ouverts : lisez-vous côte à côte."))
        return redirect(opened)
    missing = openings.missing(review)
    context = {
        "form": form,
        "review": review,
        "missing": openings.called(missing) if missing else "",
        "obstacle": openings.why_not_open(review),
    }
    return render(request, "evaluation/review_opening.html", context)


@once
def review_close(request, pk):
    """By whoever speaks for a party, once all have accepted."""
    review = written_review(request, pk)
    # Without a tick the form holds nothing, and is still an answer.
    data = request.POST if request.method == "POST" else None
    form = ClosingForm(data, review=review, user=request.user)
    if form.is_valid() and (done := form.save()):
        say_closed(request, *done)
        return redirect(done[0].next_agreement or done[0])
    context = {"form": form, "review": review, "waiting": openings.unaccepted(review)}
    return render(request, "evaluation/review_closing.html", context)


def say_closed(request, review, filled):
    messages.success(request, _("Le bilan est clos : il ne change plus."))
    if not review.next_agreement:
        return
    if filled:
        sentence = _("Les mots du bilan sont dans : %(names)s. Relisez-les ensemble.")
        messages.info(request, sentence % {"names": in_a_row(filled)})
    else:
        messages.info(request, _("L’accord de l’année suivante était déjà écrit : il reste tel."))


# -- Decisions ---------------------------------------------------------------------------------


@once
def verdict_create(request, pk):
    review = written_review(request, pk)
    return write_verdict(request, Verdict(review=review), _("Décider ensemble"))


@once
def verdict_edit(request, pk):
    return write_verdict(request, verdict_of(request, pk), _("Revoir la décision"))


def verdict_of(request, pk):
    rows = Verdict.objects.visible_to(request.user).select_related("review", "decision")
    verdict = get_object_or_404(rows, pk=pk)
    verdict.review = written_review(request, verdict.review_id)
    return verdict


def write_verdict(request, verdict, title):
    review = verdict.review
    table = get_table(request.user, review.partnership_id)
    known = {"workshop": request.GET.get("atelier")} if verdict.pk is None else None
    form = VerdictForm(
        request.POST or None, initial=known, instance=verdict, table=table, user=request.user
    )
    if form.is_valid() and form.save():
        messages.success(request, _("C’est noté : chaque partie accepte le bilan de nouveau."))
        say_warnings(request, form)
        return redirect(review.get_absolute_url() + "#decisions")
    context = {"form": form, "review": review, "title": title, "verdict": verdict}
    return render(request, "evaluation/verdict_form.html", context)


@require_POST
def verdict_delete(request, pk):
    verdict = verdict_of(request, pk)
    verdicts.withdraw(verdict=verdict, by=request.user)
    messages.success(request, _("Ce n’est plus décidé : chaque partie accepte de nouveau."))
    return redirect(verdict.review.get_absolute_url() + "#decisions")


# -- Replies -----------------------------------------------------------------------------------


@once
def reply_create(request, pk, voice_pk, passage):
    """Beside the words it answers, which are shown again and cannot be touched."""
    review = review_of(request, pk)
    own, others = review_page.voices_of(review, request.user)
    own = [voice for voice in own if voice.pk != voice_pk]
    others = [voice for voice in others if voice.pk != voice_pk]
    if not (own or others):
        raise PermissionDenied
    said = words_answered(review, voice_pk, passage)
    about = get_object_or_404(review.voices.select_related("structure"), pk=voice_pk)
    form = ReplyForm(
        request.POST or None,
        instance=Reply(about=about, passage=passage),
        own=own,
        others=others,
        user=request.user,
    )
    if form.is_valid() and form.save():
        messages.success(request, _("La réponse est à côté des mots, qui n’ont pas changé."))
        say_warnings(request, form)
        return redirect(review.get_absolute_url() + f"#{passage}")
    context = {"form": form, "review": review, "about": about} | said
    return render(request, "evaluation/reply_form.html", context)


def words_answered(review, voice_pk, passage):
    """What that voice said there, to read again; 404 when it said nothing."""
    grid = grid_of(review)
    for line in grid.passages:
        for cell in line.cells:
            if (cell.column.key, line.name) == (voice_pk, passage) and cell.said:
                return {"title": line.title, "said": [each.words for each in cell.said]}
    for line in grid.criteria:
        for level in line.levels:
            if (level.column.key, line.name) == (voice_pk, passage) and level.label:
                return {"title": line.title, "said": [level.label]}
    raise Http404


@require_POST
def reply_delete(request, pk):
    """By whoever wrote it."""
    rows = Reply.objects.visible_to(request.user).select_related("voice__review")
    reply = get_object_or_404(rows, pk=pk)
    if reply.author != request.user:
        raise PermissionDenied
    try:
        replies.take_back(reply=reply, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("La réponse est reprise."))
    return redirect(reply.voice.review)
