"""Giving one’s view: with an account, by the letter received, or typed for somebody else."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from evaluation.actions import contributions as actions
from evaluation.actions import voice_links
from evaluation.actions.contributions import HOWS, OPENED
from evaluation.forms.contributions import AnswerForm, GiveForm, LetterForm, NoteForm
from evaluation.models import Contribution, Review, Voice, VoiceLink
from partnerships.actions import asking
from partnerships.models import Tenure
from partnerships.once import afterwards, once
from partnerships.views.telling import say_refusal, say_warnings
from partnerships.views.text_links import not_listed, send_link, shown, void


def voice_of(request, pk, allowed):
    """404 for those the review does not concern, 403 for those who do not speak for that voice."""
    seen = Voice.objects.visible_to(request.user).with_review()
    voice = get_object_or_404(seen, pk=pk)
    if not allowed(voice):
        raise PermissionDenied
    return voice


def too_late(request, review):
    messages.info(request, OPENED)
    return redirect(review)


def said(request, form, contribution):
    """What was done, and what can still be."""
    if contribution.handed_in_at:
        messages.success(
            request, _("C’est déposé, sous pli. Vous pouvez y revenir jusqu’à l’ouverture.")
        )
    else:
        messages.success(request, _("Le brouillon est gardé : il reste à le déposer."))
    say_warnings(request, form)


def voice_give(request, pk):
    """One’s own words, for a party one belongs to."""
    mine = request.user.rights.belongs_to
    voice = voice_of(request, pk, lambda voice: voice.structure_id in mine)
    if not voice.review.is_sealed:
        return too_late(request, voice.review)
    form = GiveForm(request.POST or None, voice=voice, user=request.user)
    if form.is_valid() and (contribution := form.save()):
        said(request, form, contribution)
        return redirect(voice.review)
    others = Contribution.objects.visible_to(request.user).handed_in().filter(voice=voice)
    context = {
        "form": form,
        "voice": voice,
        "others": others.exclude(author=request.user).select_related("author"),
    }
    return render(request, "evaluation/voice_give.html", context)


def may_note(request):
    """Whoever works in a party, for another voice that cannot write itself."""
    rights = request.user.rights

    def allowed(voice):
        works = bool(voice.review.writers() & rights.works_in)
        return works and voice.structure_id not in rights.belongs_to and actions.may_be_noted(voice)

    return allowed


@once
def voice_note(request, pk):
    """What others said aloud, by phone or on paper, typed in their name."""
    voice = voice_of(request, pk, may_note(request))
    return note(request, voice, None)


def contribution_edit(request, pk):
    """What one typed for others; nobody else corrects it."""
    typed = Contribution.objects.visible_to(request.user).filter(author=request.user, how__in=HOWS)
    contribution = get_object_or_404(typed, pk=pk)
    voice = voice_of(request, contribution.voice_id, may_note(request))
    return note(request, voice, contribution)


def note(request, voice, contribution):
    if not voice.review.is_sealed:
        return too_late(request, voice.review)
    form = NoteForm(request.POST or None, voice=voice, contribution=contribution, user=request.user)
    if form.is_valid() and (contribution := form.save()):
        said(request, form, contribution)
        return redirect(voice.review)
    return render(request, "evaluation/voice_note.html", {"form": form, "voice": voice})


# -- Letters -----------------------------------------------------------------------------------


def sendable(request, pk):
    writers = Review.objects.writable_by(request.user).order_by().values("pk")
    return voice_of(request, pk, lambda voice: writers.filter(pk=voice.review_id).exists())


@once
def voice_send(request, pk):
    """To whom the letter goes; somebody of that structure is proposed."""
    voice = sendable(request, pk)
    if not voice.review.is_sealed:
        return too_late(request, voice.review)
    form = LetterForm(
        request.POST or None,
        initial={"email": address_of(voice, request.user)},
        voice=voice,
        user=request.user,
    )
    if form.is_valid() and (sent := form.save()):
        afterwards(request, partial(tell, request, *sent))
        return redirect(voice.review)
    return render(request, "evaluation/voice_send.html", {"form": form, "voice": voice})


def address_of(voice, user):
    if voice.structure is None:
        return ""
    known = Tenure.objects.visible_to(user).current().filter(structure=voice.structure)
    tenure = known.exclude(contact__email="").select_related("contact").first()
    return tenure.contact.email if tenure else voice.structure.email


def tell(request, link, token):
    send_link(
        request,
        link,
        link.page(token),
        "evaluation/emails/voice.txt",
        {"review": link.voice.review},
        subject=gettext_lazy("%(review)s : votre voix est attendue"),
        done=_("La lettre est partie à %(email)s ; son lien vaut 30 jours."),
        revoke=voice_links.revoke,
    )


def link_sent(request, pk):
    return get_object_or_404(VoiceLink.objects.visible_to(request.user).with_text(), pk=pk)


@once
@require_POST
def voice_link_remind(request, pk):
    """The same letter again, to somebody who has not answered: a new link, the former is void."""
    link = link_sent(request, pk)
    try:
        sent = voice_links.send(voice=link.voice, email=link.email, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        afterwards(request, partial(tell, request, *sent))
    return redirect(link.voice.review)


@require_POST
def voice_link_revoke(request, pk):
    link = link_sent(request, pk)
    voice_links.revoke(link=link, by=request.user)
    messages.success(request, _("Le lien est annulé : il n’ouvre plus rien."))
    return redirect(link.voice.review)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def voice_open(request, token):
    """Opening shows the questions and changes nothing: scanners of e-mail open links too."""
    link = asking.link_of(VoiceLink.objects, token)
    if sentence := voice_links.why_void(link):
        return void(request, sentence)
    form = AnswerForm(request.POST or None, link=link)
    if form.is_valid() and (contribution := form.save()):
        said(request, form, contribution)
        return not_listed(redirect(link.page(token)))
    return shown(request, "evaluation/voice_open.html", {"form": form, "link": link})
