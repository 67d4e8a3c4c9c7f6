"""Referrals, for those who have an account: made, agreed to, sent, answered."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from families import vouchers
from families.actions import referral_letters as letters
from families.actions import referrals as actions
from families.forms.referrals import (
    AgreementForm,
    ArrivalForm,
    LetterForm,
    ReferralFinder,
    ReferralForm,
    RefusalForm,
)
from families.models import Parent, Referral, ReferralLink
from families.referrals import listed, reading, who_may_be_referred
from families.views.doors import where_one_belongs
from families.views.referral_links import send_letter
from partnerships.once import afterwards, once
from partnerships.views.telling import say_letter, say_refusal, say_warnings

PER_PAGE = 30


@require_safe
@where_one_belongs
def referral_list(request):
    """What waits for an answer first; then all of them, as each may be told."""
    finder = ReferralFinder(request.GET, user=request.user)
    seen = Referral.objects.visible_to(request.user).with_sides()
    page = Paginator(finder.filter(seen), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    received = Referral.objects.received_by(request.user).with_sides()
    context = {
        "filter": finder,
        "page": page,
        "rows": listed(page, request.user),
        "waiting": [] if finder.is_in_force else listed(received.waiting(today), request.user),
    }
    return render(request, "families/referral_list.html", context)


@once
@where_one_belongs
def referral_create(request):
    """From the page of a family (?parent=), or from a blank page."""
    parent = None
    if key := request.GET.get("parent"):
        parents = Parent.objects.visible_to(request.user).named().select_related("family")
        parent = get_object_or_404(parents, pk=key if key.isdecimal() else 0)
    back = parent.get_absolute_url() if parent else reverse("families:referral_list")
    return compose(request, parent=parent, back=back)


def compose(request, *, parent, back, origin=None):
    """The form of a referral; `origin` is the moment that prompted it, as a registry.Frame."""
    text = request.GET.get("q", "")
    form = ReferralForm(
        request.POST or None,
        instance=Referral(parent=parent),
        user=request.user,
        parent=parent,
        origin=origin,
        text=text,
        towards=request.GET.get("vers", ""),
    )
    if form.is_valid() and (referral := form.save()):
        messages.success(request, made(referral))
        say_warnings(request, form)
        return redirect(referral)
    context = {
        "form": form,
        "parent": parent,
        "origin": origin,
        "back": back,
        "text": text,
        "kept": [(name, value) for name, value in request.GET.items() if name != "q"],
        "may_search": bool(request.user.rights.works_in),
        "circuits": who_may_be_referred(request.user, timezone.localdate()),
    }
    return render(request, "families/referral_create.html", context)


def made(referral):
    if referral.agreed_on:
        return _("C’est noté. %(name)s peut la lire dès maintenant.") % {"name": referral.receiver}
    return _("Le bon est prêt à faire signer. Rien ne part avant l’accord de la personne.")


@require_safe
def referral_detail(request, pk):
    referral = referral_seen(request, pk)
    read = reading(referral, request.user)
    context = {
        "referral": referral,
        "read": read,
        "agreement": AgreementForm(referral=referral, user=request.user)
        if read.may_agree
        else None,
        "letters": referral.links.usable() if read.may_send else [],
    }
    return render(request, "families/referral_detail.html", context)


@require_POST
def referral_agree(request, pk):
    referral = referral_followed(request, pk)
    form = AgreementForm(request.POST, referral=referral, user=request.user)
    if form.is_valid() and form.save():
        messages.success(
            request,
            _("L’accord est noté : %(name)s peut la lire dès maintenant.")
            % {"name": referral.receiver},
        )
    else:
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
    return redirect(referral)


@once
def referral_send(request, pk):
    """By e-mail, to a structure where nobody has an account, or does not look at it."""
    referral = referral_followed(request, pk)
    form = LetterForm(request.POST or None, referral=referral, user=request.user)
    if form.is_valid() and (sent := form.save()):
        afterwards(request, partial(tell, request, *sent))
        return redirect(referral)
    return render(request, "families/referral_send.html", {"form": form, "referral": referral})


def tell(request, link, token):
    gone, done = send_letter(request, link, token), _("Le lien est parti à %(email)s.")
    say_letter(request, link, is_gone=gone, done=done, revoke=letters.revoke)


@require_POST
def referral_link_revoke(request, pk):
    links = ReferralLink.objects.visible_to(request.user)
    links = links.select_related("referral__sender", "referral__parent")
    link = get_object_or_404(links, pk=pk)
    letters.revoke(link=link, by=request.user)
    messages.success(request, _("Le lien est annulé : il n’ouvre plus rien."))
    return redirect(link.referral)


def referral_withdraw(request, pk):
    """The person takes the agreement back: a page says what that does, then it is done."""
    referral = referral_followed(request, pk)
    if not reading(referral, request.user).may_withdraw:
        messages.info(request, actions.told_to_sender(referral))
        return redirect(referral)
    if request.method == "POST":
        done = _("C’est fait : plus rien ne se voit ailleurs, et les liens n’ouvrent plus.")
        return step(request, referral, actions.withdraw, done, by=request.user)
    return render(request, "families/referral_withdraw.html", {"referral": referral})


@require_safe
def referral_voucher(request, pk):
    referral = referral_seen(request, pk)
    if not reading(referral, request.user).is_printable:
        raise PermissionDenied
    return vouchers.answer(referral, by=request.user)


# -- The receiver --------------------------------------------------------------------------------


@require_POST
def referral_accept(request, pk):
    referral = referral_received(request, pk)
    done = _("Acceptée. Prenez contact ; puis dites ici si la personne est venue.")
    return step(request, referral, actions.accept, done, **speaking(request))


@require_POST
def referral_miss(request, pk):
    referral = referral_received(request, pk)
    done = _("C’est noté, sans suite. Si la personne vient plus tard, vous pourrez le dire.")
    return step(request, referral, actions.miss, done, **speaking(request))


def referral_refuse(request, pk):
    referral = referral_received(request, pk)
    form = RefusalForm(request.POST or None, referral=referral, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("C’est dit. La personne qui oriente cherchera ailleurs."))
        return redirect(referral)
    return render(request, "families/referral_refuse.html", {"form": form, "referral": referral})


@once
def referral_arrive(request, pk):
    """The person came: whose record it becomes here is asked, never guessed."""
    referral = referral_received(request, pk)
    form = ArrivalForm(request.POST or None, referral=referral, user=request.user)
    if form.is_valid() and form.save():
        messages.success(request, _("C’est noté : la personne est venue."))
        return redirect(referral)
    name = reading(referral, request.user).name
    context = {"form": form, "referral": referral, "name": name}
    return render(request, "families/referral_arrive.html", context)


# -- What these pages share ----------------------------------------------------------------------


def speaking(request):
    return {"by": request.user, "answered_by": str(request.user)}


def step(request, referral, act, done, **how):
    """Do it, or say who did something else first."""
    try:
        act(referral=referral, **how)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, done)
    return redirect(back_to(referral, request.user))


def back_to(referral, user):
    """Its page, or the list once there is nothing left to see."""
    seen = Referral.objects.visible_to(user).filter(pk=referral.pk).exists()
    return referral.get_absolute_url() if seen else reverse("families:referral_list")


def referral_seen(request, pk):
    return get_object_or_404(Referral.objects.visible_to(request.user).with_sides(), pk=pk)


def referral_followed(request, pk):
    """404 when it is not theirs to see; 403 for whoever only receives it."""
    referral = referral_seen(request, pk)
    if not reading(referral, request.user).follows:
        raise PermissionDenied
    return referral


def referral_received(request, pk):
    """404 when it is not theirs to see; 403 for whoever only sent it."""
    referral = referral_seen(request, pk)
    if not reading(referral, request.user).answers:
        raise PermissionDenied
    return referral
