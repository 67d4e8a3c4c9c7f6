"""Somebody leaves: one screen ends their roles and functions, and hands on what they held."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from partnerships import registry
from partnerships.forms.contacts import FUNCTIONS
from partnerships.forms.leavers import LeaverForm
from partnerships.models import Contact, Thread, User
from partnerships.once import once
from partnerships.registry import Leaver
from partnerships.views.team import managed_structure


@once
def leaver_account(request, pk, user_pk):
    """From the team of a structure."""
    structure = managed_structure(request.user, pk)
    account = get_object_or_404(User.objects.with_a_role_in(structure), pk=user_pk)
    contact = getattr(account, "contact", None)
    return see_off(request, Leaver(structure=structure, account=account, contact=contact))


@once
def leaver_contact(request, pk, contact_pk):
    """From the directory of contacts."""
    structure = managed_structure(request.user, pk)
    contact = get_object_or_404(Contact.objects.at(structure), pk=contact_pk)
    return see_off(request, Leaver(structure=structure, account=contact.account, contact=contact))


def see_off(request, leaver):
    form = LeaverForm(request.POST or None, leaver=leaver, user=request.user)
    if form.is_valid() and (left := form.save()) is not None:
        say(request, leaver, left)
        return redirect("partnerships:team_detail", leaver.structure.pk)
    held = sorted(registry.holdings.ask(leaver), key=lambda holding: holding.kind)
    context = {
        "form": form,
        "leaver": leaver,
        "roles": leaver.structure.memberships.unended().filter(user=leaver.account),
        "threads": Thread.objects.held_by(leaver.contact, leaver.structure),
        "kinds": [(kind, list(each)) for kind, each in groupby(held, lambda thing: thing.kind)],
        # An administrator sees how many, never what: it belongs to the parties.
        "may_read": leaver.structure.pk in request.user.rights.belongs_to,
        "functions": FUNCTIONS,
    }
    return render(request, "partnerships/leaver_detail.html", context)


def say(request, leaver, left):
    names = {"name": leaver, "structure": leaver.structure}
    messages.success(request, _("C’est noté : %(name)s a quitté %(structure)s.") % names)
    if left:
        messages.warning(request, _("Reste à confier : %(what)s.") % {"what": words(left)})


def words(left):
    kinds = sorted(holding.kind for holding in left)
    return ", ".join(f"{kind} ({len(list(each))})" for kind, each in groupby(kinds))
