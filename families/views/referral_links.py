"""The letter of a referral: the other side answers from a phone, without an account."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from families.actions import referral_letters as actions
from families.forms.referrals import LinkForm
from families.models import Referral
from partnerships import letters, throttle


def send_letter(request, link, token):
    """The letter names nobody: an initial and a number. True when it left."""
    url = request.build_absolute_uri(reverse("families:referral_read", args=[token]))
    referral = link.referral
    is_accepted = referral.status == Referral.Status.ACCEPTED
    subject = (
        gettext_lazy("Orientation %(number)s : la personne est-elle venue ?")
        if is_accepted
        else gettext_lazy("Orientation %(number)s : pouvez-vous accueillir cette personne ?")
    )
    return letters.send(
        "families/emails/referral.txt",
        {"link": link, "referral": referral, "url": url, "is_accepted": is_accepted},
        to=link.email,
        subject=subject,
        words={"number": referral.number},
        reply_to=link.created_by.email if link.created_by else "",
    )


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def referral_read(request, token):
    """Opening shows it and changes nothing: scanners of e-mail open links too."""
    link = actions.link_of(token)
    form = LinkForm(request.POST or None, link=link)
    if link and form.is_valid():
        if answer := form.save():
            return answered(request, link, *answer)
        link = actions.link_of(token)
    if sentence := actions.why_void(link):
        return void(request, sentence)
    return shown(request, "families/referral_read.html", {"link": link, "form": form})


def answered(request, link, said, following):
    """Thanks, and what comes next: after a yes, whom to call, and a second letter."""
    if following:
        next_link, token = following
        next_link.referral = link.referral
        next_link.created_by = link.created_by
        send_letter(request, next_link, token)
    context = {"link": link, "referral": link.referral, "said": said}
    return shown(request, "families/referral_thanks.html", context)


def void(request, sentence):
    """The same page whatever the reason; an address that tries many waits."""
    if not throttle.may_try_again(request):
        sentence = _("Trop de liens essayés d’ici : attendez dix minutes.")
        return shown(request, "families/referral_void.html", {"sentence": sentence}, 429)
    return shown(request, "families/referral_void.html", {"sentence": sentence}, 404)


def shown(request, template, context, status=200):
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
