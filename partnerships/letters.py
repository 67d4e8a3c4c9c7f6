"""Letters by e-mail: written from a template, sent once what they speak of is saved."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


def send(template: str, context: dict, *, to: str, subject: str, reply_to: str = "") -> bool:
    """True when the letter left; a mail server that is down never breaks a page."""
    message = EmailMessage(
        subject=subject,
        body=render_to_string(template, context),
        to=[to],
        reply_to=[reply_to] if reply_to else None,
    )
    try:
        message.send()
    except (SMTPException, OSError):
        log.exception("A letter did not leave: %s", template)
        return False
    return True
