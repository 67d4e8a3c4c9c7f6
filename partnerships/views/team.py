"""Who works in a structure, and the letters that invite."""

from functools import partial

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from partnerships import letters, throttle
from partnerships.actions import team
from partnerships.forms.team import InvitationForm, OpenAccountForm
from partnerships.links import hash_token
from partnerships.models import Invitation, Structure
from partnerships.once import afterwards, once
from partnerships.views.telling import say_refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def managed_structure(user, pk):
    """A structure whose team the person keeps: its coordinator’s, or any for the administrator."""
    structures = Structure.objects.visible_to(user)
    structure = get_object_or_404(structures, pk=pk)
    if not (user.is_staff or structure.pk in user.rights.coordinates):
        raise PermissionDenied
    return structure


@require_safe
def team_list(request):
    """The team one keeps; a choice for whoever keeps several."""
    structures = list(Structure.objects.writable_by(request.user).order_by("search_key"))
    if not structures:
        raise Http404
    if len(structures) == 1:
        return redirect("partnerships:team_detail", pk=structures[0].pk)
    return render(request, "partnerships/team_list.html", {"structures": structures})


@once
def team_detail(request, pk):
    structure = managed_structure(request.user, pk)
    form = InvitationForm(request.POST or None, structure=structure, user=request.user)
    if form.is_valid() and (invited := form.save()):
        afterwards(request, partial(tell_invited, request, *invited))
        return redirect("partnerships:team_detail", pk=pk)
    roles = structure.memberships.current().select_related("user")
    return render(
        request,
        "partnerships/team_detail.html",
        {
            "structure": structure,
            "form": form,
            "roles": roles,
            "invitations": structure.invitations.usable(),
        },
    )


def tell_invited(request, invitation, token):
    url = request.build_absolute_uri(reverse("partnerships:invitation_open", args=[token]))
    sent = letters.send(
        "partnerships/emails/invitation.txt",
        {"invitation": invitation, "url": url, "by": request.user},
        to=invitation.email,
        subject=gettext_lazy("Votre invitation sur Trait d’union"),
    )
    if sent:
        messages.success(
            request,
            _("L’invitation est partie à %(email)s ; elle vaut 14 jours.")
            % {"email": invitation.email},
        )
    else:
        messages.error(
            request,
            _("L’e-mail n’est pas parti. Invitez de nouveau cette personne dans un moment."),
        )


@require_POST
def invitation_revoke(request, pk, invitation_pk):
    structure = managed_structure(request.user, pk)
    invitation = get_object_or_404(structure.invitations.usable(), pk=invitation_pk)
    team.revoke(invitation=invitation, by=request.user)
    messages.success(request, _("L’invitation est annulée : son lien n’ouvre plus rien."))
    return redirect("partnerships:team_detail", pk=pk)


@require_POST
def membership_end(request, pk, membership_pk):
    structure = managed_structure(request.user, pk)
    membership = get_object_or_404(structure.memberships.current(), pk=membership_pk)
    try:
        team.end_role(membership=membership, by=request.user)
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("%(name)s n’a plus ce rôle.") % {"name": membership.user})
    return redirect("partnerships:team_detail", pk=pk)


@never_cache
@login_not_required
def invitation_open(request, token):
    """Opening shows who invites to what; the POST opens the account or takes the role."""
    invitation = (
        Invitation.objects.usable()
        .select_related("structure", "created_by")
        .filter(token_hash=hash_token(token))
        .first()
    )
    if invitation is None:
        status = 404 if throttle.may_try_again(request) else 429
        return render(request, "partnerships/invitation_void.html", status=status)
    if request.user.is_authenticated or team.has_account(invitation):
        return _accept(request, invitation)
    form = OpenAccountForm(request.POST or None, invitation=invitation)
    if form.is_valid() and (user := form.save()):
        login(request, user, backend=BACKEND)
        messages.success(request, _("Bienvenue. Voici ce qui vous attend."))
        return redirect("home")
    return render(
        request, "partnerships/invitation_open.html", {"invitation": invitation, "form": form}
    )


def _accept(request, invitation):
    """For somebody who has an account: signed in as the person invited, one button."""
    is_theirs = request.user.is_authenticated and request.user.email == invitation.email
    if request.method == "POST" and is_theirs:
        try:
            team.accept(invitation=invitation, by=request.user)
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            messages.success(request, _("C’est noté : votre nouveau rôle commence aujourd’hui."))
        return redirect("home")
    return render(
        request,
        "partnerships/invitation_accept.html",
        {"invitation": invitation, "is_theirs": is_theirs},
    )
