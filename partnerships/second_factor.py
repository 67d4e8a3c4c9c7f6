"""Who signs in with a code of their telephone besides a password: `SECOND_FACTOR` says whom."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings


def is_missing(user) -> bool:
    """Whether this account must first activate it; coordinators read notes and export names."""
    return is_asked_of(user) and not is_mfa_enabled(user)


def is_asked_of(user) -> bool:
    if settings.SECOND_FACTOR == "nobody":
        return False
    if user.is_staff or user.is_superuser:
        return True
    return settings.SECOND_FACTOR == "readers" and bool(user.rights.coordinates)
