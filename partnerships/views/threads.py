"""Who holds the thread of a partnership: named, replaced, let go."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.forms.contacts import FUNCTIONS
from partnerships.forms.threads import ThreadEndForm, ThreadForm
from partnerships.models import Partnership, Party, Thread
from partnerships.once import once
from partnerships.threads import sides_of


def side_to_hold(request, pk):
    """One side of a partnership: its own people name who holds it, those at work name any."""
    parties = Party.objects.visible_to(request.user)
    party = get_object_or_404(parties.select_related("partnership"), pk=pk)
    if not Party.objects.writable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    partnerships = Partnership.objects.visible_to(request.user).with_threads()
    partnership = get_object_or_404(partnerships, pk=party.partnership_id)
    sides = sides_of(partnership, timezone.localdate())
    return next(side for side in sides if side.party == party)


@once
def thread_create(request, pk):
    """The button « Nommer »: who, at what title, since when, in whose place."""
    side = side_to_hold(request, pk)
    thread = Thread(partnership=side.party.partnership)
    form = ThreadForm(request.POST or None, instance=thread, side=side, user=request.user)
    if form.is_valid() and (thread := form.save()):
        messages.success(
            request, _("C’est noté : %(name)s tient le fil.") % {"name": thread.tenure.contact}
        )
        return redirect(thread.partnership)
    context = {"form": form, "side": side, "functions": FUNCTIONS}
    return render(request, "partnerships/thread_create.html", context)


def thread_end(request, pk):
    """Somebody lets go of the thread and stays in the structure."""
    threads = Thread.objects.visible_to(request.user).with_holder()
    thread = get_object_or_404(threads, pk=pk)
    parties = Party.objects.writable_by(request.user).of(thread.partnership)
    if not parties.filter(structure=thread.tenure.structure).exists():
        raise PermissionDenied
    form = ThreadEndForm(request.POST or None, instance=thread, user=request.user)
    if form.is_valid() and form.save():
        messages.success(
            request, _("C’est noté : %(name)s laisse le fil.") % {"name": thread.tenure.contact}
        )
        return redirect(thread.partnership)
    return render(request, "partnerships/thread_end.html", {"form": form, "thread": thread})
