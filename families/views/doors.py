"""Who comes in: a structure’s families are for those who work in it."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404


def where_one_works(view):
    """For whoever works in no structure, the page does not exist."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.rights.works_in:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


def where_one_coordinates(view):
    """For whoever works in no structure, it does not exist; colleagues are refused."""

    @where_one_works
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.rights.coordinates:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper


def where_one_answers(view):
    """For whoever coordinates no structure, it does not exist, colleagues included."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.rights.coordinates:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


def where_one_belongs(view):
    """For whoever speaks for no structure (an observer, an administrator), it does not exist."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.rights.belongs_to:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper
