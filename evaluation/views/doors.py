"""Pages that a role does not have answer as if they did not exist."""

from django.http import Http404


def coordinators_only(user):
    if not user.rights.coordinates:
        raise Http404


def partners_only(user):
    if not user.rights.partners:
        raise Http404


def observers_only(user):
    if not user.rights.observes:
        raise Http404
