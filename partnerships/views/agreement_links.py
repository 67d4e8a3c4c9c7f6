"""The letter by which a party reads and accepts without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnerships import agreements as reading
from partnerships import audit, convention, letters, throttle
from partnerships.actions import agreements as actions
from partnerships.actions import documents as shelf
from partnerships.forms.agreements import LetterForm, YesForm
from partnerships.models import Agreement, AgreementLink, Tenure
from partnerships.once import once
from partnerships.views.agreements import agreement_of, party_among
from partnerships.views.documents import answer


@once
def agreement_send(request, pk, structure_pk):
    """To whom the link goes; somebody of that structure is proposed."""
    agreement = agreement_of(request, pk)
    structure = party_among(agreement, structure_pk)
    if structure.pk not in reading.powers(agreement, request.user).relaunches:
        raise PermissionDenied
    known = Tenure.objects.visible_to(request.user).current().filter(structure=structure)
    known = list(known.exclude(contact__email="").select_related("contact"))
    form = LetterForm(
        request.POST or None,
        initial={"email": known[0].contact.email if known else structure.email},
        agreement=agreement,
        structure=structure,
        user=request.user,
    )
    if form.is_valid() and (sent := form.save()):
        tell(request, *sent)
        return redirect(agreement)
    context = {"form": form, "agreement": agreement, "structure": structure, "known": known}
    return render(request, "partnerships/agreement_send.html", context)


def tell(request, link, token):
    url = request.build_absolute_uri(reverse("partnerships:agreement_read", args=[token]))
    sent = letters.send(
        "partnerships/emails/agreement.txt",
        {"link": link, "url": url, "by": request.user},
        to=link.email,
        subject=_("%(agreement)s : à lire et à accepter") % {"agreement": link.agreement},
        reply_to=request.user.email,
    )
    if sent:
        messages.success(
            request,
            _("Le lien est parti à %(email)s ; il vaut 30 jours.") % {"email": link.email},
        )
    else:
        actions.revoke_link(link=link, by=request.user)
        messages.error(request, _("L’e-mail n’est pas parti : essayez de nouveau dans un moment."))


@require_POST
def agreement_link_revoke(request, pk):
    links = AgreementLink.objects.visible_to(request.user).select_related("agreement")
    link = get_object_or_404(links, pk=pk)
    actions.revoke_link(link=link, by=request.user)
    messages.success(request, _("Le lien est annulé : il n’ouvre plus rien."))
    return redirect(link.agreement)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_read(request, token):
    """Opening shows the text and changes nothing: scanners of e-mail open links too."""
    link = actions.link_of(token)
    form = YesForm(request.POST or None, link=link)
    if link and form.is_valid():
        if acceptance := form.save():
            announce(request, link, acceptance)
            return shown(request, "partnerships/agreement_thanks.html", {"acceptance": acceptance})
        link = actions.link_of(token)
        form = changed_meanwhile(form, link)
    if sentence := actions.why_void(link):
        return void(request, sentence)
    context = whole(link) | {"form": form, "token": token}
    return shown(request, "partnerships/agreement_read.html", context)


@never_cache
@login_not_required
@require_GET
def agreement_read_pdf(request, token):
    """The same text on paper, for as long as its page opens; nothing but a line is written."""
    link = actions.link_of(token)
    if sentence := actions.why_void(link):
        return void(request, sentence)
    agreement = Agreement.objects.with_story().get(pk=link.agreement_id)
    response = not_listed(convention.answer(agreement))
    audit.record(
        audit.Verb.EXPORTED, agreement, by=None, structure=link.structure, fields=["convention"]
    )
    return response


@never_cache
@login_not_required
@require_GET
def agreement_read_file(request, token, pk):
    """A document that goes with the text: one reads the charter before one accepts it."""
    link = actions.link_of(token)
    if sentence := actions.why_void(link):
        return void(request, sentence)
    document = get_object_or_404(link.agreement.documents.to_accept(), pk=pk)
    try:
        response = not_listed(answer(document))
    except FileNotFoundError as error:
        raise Http404 from error
    shelf.note_reading(document=document, by=None, structure=link.structure)
    return response


def announce(request, link, acceptance):
    """A word to those who sent the link; the page they reach asks who they are."""
    agreement = Agreement.objects.with_story().get(pk=link.agreement_id)
    standings = reading.standings_of(agreement)
    context = {
        "agreement": agreement,
        "acceptance": acceptance,
        "waiting": [each.structure for each in standings if not each.is_accepted],
        "url": request.build_absolute_uri(agreement.get_absolute_url()),
    }
    subject = _("%(name)s a accepté : %(agreement)s")
    for coordinator in actions.awaiting(link):
        letters.send(
            "partnerships/emails/agreement_accepted.txt",
            context,
            to=coordinator.email,
            subject=subject % {"name": link.structure, "agreement": agreement},
            reply_to=link.email,
        )


def changed_meanwhile(form, link):
    """The same form about the new text, with the name already typed and why it was refused."""
    again = YesForm(link=link)
    again.initial["spoken_by"] = form.cleaned_data["spoken_by"]
    again.refused = " ".join(form.non_field_errors())
    return again


def whole(link):
    agreement = Agreement.objects.with_story().get(pk=link.agreement_id)
    standings = reading.standings_of(agreement)
    mine = next(each for each in standings if each.structure == link.structure)
    return {
        "agreement": agreement,
        "link": link,
        "passages": reading.passages(agreement),
        "sides": reading.sides(agreement),
        "standings": standings,
        "mine": mine,
        "last_year": reading.since_last_year(agreement),
        "attached": agreement.documents.to_accept(),
    }


def void(request, sentence):
    """The same page whatever the reason; an address that tries many waits."""
    if not throttle.may_try_again(request):
        sentence = _("Trop de liens essayés d’ici : attendez dix minutes.")
        return shown(request, "partnerships/agreement_void.html", {"sentence": sentence}, 429)
    return shown(request, "partnerships/agreement_void.html", {"sentence": sentence}, 404)


def shown(request, template, context, status=200):
    return not_listed(render(request, template, context, status=status))


def not_listed(response):
    """Kept out of the search engines that would come across the link."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
