"""The folder of the data is for the account of the service alone."""

import logging
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)
OTHERS = 0o007


def opening(folder: Path) -> str:
    """A sentence when any account of the machine may enter the folder of the data."""
    if not folder.is_dir() or not folder.stat().st_mode & OTHERS:
        return ""
    return _(
        "Tous les comptes de cette machine peuvent entrer dans %(folder)s, où sont les données. "
        "Tapez : chmod o-rwx %(folder)s"
    ) % {"folder": folder}


def check(**_context):
    """For `manage.py check --deploy`."""
    words = opening(settings.VAR_DIR)
    return [checks.Error(words, id="config.E001")] if words else []


def warn() -> None:
    """At each start of the service."""
    if not (settings.DEBUG or settings.DEMO) and (words := opening(settings.VAR_DIR)):
        log.warning(words)
