"""A form sent twice acts once: double click, reload, or a network that failed after the save."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect

from partnerships.models import Submission

FIELD = "once"


def key_of(request):
    """The key of the form that was sent; None when it has none, or not a real one."""
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def once(view):
    """Run the view's POST once per key; the next sendings get the first one's redirect.

    The key is kept in the same transaction as what the view does, so both stand or neither.
    A view that answers without redirecting (a form with errors) has done nothing: the key is free.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        key = key_of(request) if request.method == "POST" else None
        if key is None:
            return view(request, *args, **kwargs)

        with transaction.atomic():
            # The second sending waits here for the first, then finds its answer.
            sent, is_first = Submission.objects.get_or_create(
                key=key, defaults={"user": request.user}
            )
            if sent.user != request.user:
                raise PermissionDenied
            if not is_first:
                return redirect(sent.answer)
            request.afterwards = []
            response = view(request, *args, **kwargs)
            sent.answer = getattr(response, "url", "")
            sent.save() if sent.answer else sent.delete()
        run_afterwards(request)
        return response

    return wrapper


def afterwards(request, act: Callable[[], object]) -> None:
    """Do this once what the form did is saved: now, when no transaction holds it.

    A mail server may take its time; meanwhile nothing is locked, and a letter never speaks of what
    was undone. What `act` says with `messages` is on the next page.
    """
    if hasattr(request, "afterwards"):
        request.afterwards.append(act)
    else:
        act()


def run_afterwards(request):
    acts = request.afterwards
    del request.afterwards
    for act in acts:
        act()
