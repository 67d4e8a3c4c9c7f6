"""The letter by which a party reads a shared text and accepts it without an account."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import letters, throttle
from partnerships.actions import asking
from partnerships.forms.texts import LetterForm, YesForm
from partnerships.models import Tenure
from partnerships.once import afterwards
from partnerships.standings import powers, standings
from partnerships.views.telling import say_letter
from partnerships.views.texts import party_among


def send(request, text, structure_pk):
    """To whom the link goes; somebody of that structure is proposed."""
    structure = party_among(text, structure_pk)
    if structure.pk not in powers(text, request.user).relaunches:
        raise PermissionDenied
    known = Tenure.objects.visible_to(request.user).current().filter(structure=structure)
    known = list(known.exclude(contact__email="").select_related("contact"))
    form = LetterForm(
        request.POST or None,
        initial={"email": known[0].contact.email if known else structure.email},
        text=text,
        structure=structure,
        user=request.user,
    )
    if form.is_valid() and (sent := form.save()):
        afterwards(request, partial(tell, request, text, *sent))
        return redirect(text)
    context = {"form": form, "text": text, "structure": structure, "known": known}
    return render(request, "partnerships/text_send.html", context)


def tell(request, text, link, token):
    send_link(
        request,
        link,
        text.letter(token),
        "partnerships/emails/text.txt",
        {"text": text},
        subject=gettext_lazy("%(text)s : à lire et à accepter"),
        done=_("Le lien est parti à %(email)s ; il vaut 30 jours."),
        revoke=asking.revoke,
    )


def send_link(request, link, page, template, about, *, subject, done, revoke):
    """The letter that leads to this page; what it is about is named in its subject too."""
    url = request.build_absolute_uri(page)
    gone = letters.send(
        template,
        {"link": link, "url": url, "by": request.user, **about},
        to=link.email,
        subject=subject,
        words=about,
        reply_to=request.user.email,
    )
    say_letter(request, link, is_gone=gone, done=done, revoke=revoke)


def revoke(request, link):
    asking.revoke(link=link, by=request.user)
    messages.success(request, _("Le lien est annulé : il n’ouvre plus rien."))
    return redirect(link.text)


def read(request, links, token, template, more):
    """Opening shows the text and changes nothing: scanners of e-mail open links too.

    `more(text)` is what the template shows of it besides where each party stands.
    """
    link = asking.link_of(links, token)
    form = YesForm(request.POST or None, link=link)
    if link and form.is_valid():
        if acceptance := form.save():
            announce(request, link, acceptance)
            return shown(request, "partnerships/text_thanks.html", {"acceptance": acceptance})
        link = asking.link_of(links, token)
        form = changed_meanwhile(form, link)
    if sentence := asking.why_void(link):
        return void(request, sentence)
    text = whole(link)
    stand = standings(text, with_changes=True)
    context = {
        "text": text,
        "link": link,
        "form": form,
        "token": token,
        "standings": stand,
        "mine": next(each for each in stand if each.structure == link.structure),
    }
    return shown(request, template, context | more(text))


def whole(link):
    return type(link.text).objects.with_story().get(pk=link.text.pk)


def announce(request, link, acceptance):
    """A word to those who sent the link; the page they reach asks who they are."""
    text = whole(link)
    context = {
        "text": text,
        "acceptance": acceptance,
        "waiting": [each.structure for each in standings(text) if not each.is_accepted],
        "url": request.build_absolute_uri(text.get_absolute_url()),
    }
    subject = gettext_lazy("%(name)s a accepté : %(text)s")
    for coordinator in asking.awaiting(link):
        letters.send(
            "partnerships/emails/text_accepted.txt",
            context,
            to=coordinator.email,
            subject=subject,
            words={"name": link.structure, "text": text},
            reply_to=link.email,
        )


def changed_meanwhile(form, link):
    """The same form about the new text, with the name already typed and why it was refused."""
    again = YesForm(link=link)
    again.initial["spoken_by"] = form.cleaned_data["spoken_by"]
    again.refused = " ".join(form.non_field_errors())
    return again


def void(request, sentence):
    """The same page whatever the reason; an address that tries many waits."""
    if not throttle.may_try_again(request):
        sentence = _("Trop de liens essayés d’ici : attendez dix minutes.")
        return shown(request, "partnerships/text_void.html", {"sentence": sentence}, 429)
    return shown(request, "partnerships/text_void.html", {"sentence": sentence}, 404)


def shown(request, template, context, status=200):
    return not_listed(render(request, template, context, status=status))


def not_listed(response):
    """Kept out of the search engines that would come across the link."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
