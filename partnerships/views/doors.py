"""How a page of a partnership is entered: absent for strangers, refused to those who only read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from partnerships.around import Table
from partnerships.models import Partnership
from partnerships.views.telling import say_warnings


def get_partnership(user, pk):
    """One of those this person belongs to; 404 otherwise."""
    return get_object_or_404(Partnership.objects.visible_to(user).with_parties(), pk=pk)


def get_worked(user, pk):
    """One whose party this person works in; 403 for a partner, who reads."""
    partnership = get_partnership(user, pk)
    if not Partnership.objects.writable_by(user).filter(pk=pk).exists():
        raise PermissionDenied
    return partnership


def get_table(user, pk, kept=(), also=()):
    """The table of a partnership this person belongs to; 404 otherwise."""
    return Table(get_partnership(user, pk), user, kept, also)


def get_seen(model, user, pk, **found):
    """A row of a partnership this person belongs to; 404 otherwise."""
    rows = model.objects.visible_to(user).select_related("partnership")
    return get_object_or_404(rows, pk=pk, **found)


def get_written(model, user, pk):
    """The same, to change it: 403 for those who only read it."""
    row = get_seen(model, user, pk)
    if not model.objects.writable_by(user).filter(pk=pk).exists():
        raise PermissionDenied
    return row


def write_entry(request, form, *, done, **page):
    """One form, one act, back to its list: the shape of every small page of a partnership.

    page: title, lede (may miss), back (the page of the list), back_to (its name).
    """
    page["back"] = reverse(page["back"], args=[form.instance.partnership_id])
    if form.is_valid() and form.save():
        messages.success(request, done)
        say_warnings(request, form)
        return redirect(page["back"])
    return render(request, "partnerships/entry_form.html", page | {"form": form})


def write_at_table(request, form_class, entry, *, kept=(), **page):
    """The same, of an entry whose form knows who is around the table; 404 for strangers.

    `kept` are contacts the entry already names.
    """
    table = get_table(request.user, entry.partnership_id, kept)
    entry.partnership = table.partnership
    form = form_class(request.POST or None, instance=entry, table=table, user=request.user)
    return write_entry(request, form, **page)
