"""How a page of a partnership is entered: absent for strangers, refused to those who only read."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from partnerships.models import Partnership


def get_partnership(user, pk):
    """One of those this person belongs to; 404 otherwise."""
    return get_object_or_404(Partnership.objects.visible_to(user).with_parties(), pk=pk)


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
