"""Fetching what somebody wants to change: unseen is 404, seen but not theirs to change is 403."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404


def get_writable(model, user, pk):
    return get_allowed(model.objects.visible_to(user), model.objects.writable_by(user), pk)


def get_loggable(model, user, pk):
    return get_allowed(model.objects.visible_to(user), model.objects.loggable_by(user), pk)


def get_allowed(seen, allowed, pk):
    found = get_object_or_404(seen, pk=pk)
    if not allowed.filter(pk=pk).exists():
        raise PermissionDenied
    return found


def first_or_404(found):
    """Of what a question found (partnerships/questions.py), where there is one at most."""
    if not found:
        raise Http404
    return found[0]
