"""Addresses that open links which open nothing: a few are a mistake, many are not."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

TRIES = 20
# Seconds without a try, after which the count starts again.
WAIT = 600


def may_try_again(request):
    """False once an address has opened too many dead links; good links are not counted."""
    key = f"dead-link:{get_adapter().get_client_ip(request)}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, WAIT)
    return tries <= TRIES
