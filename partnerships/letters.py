"""Letters by e-mail: written from a template, sent once what they speak of is saved."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import override

log = logging.getLogger(__name__)


def send(
    template: str,
    context: dict,
    *,
    to: str,
    subject: str | Promise,
    words: dict | None = None,
    reply_to: str = "",
) -> bool:
    """True when the letter left; a mail server that is down never breaks a page.

    `words` fill the holes of the subject.
    """
    gone = send_each(template, context, to=[to], subject=subject, words=words, reply_to=reply_to)
    return bool(gone)


def send_each(
    template: str,
    context: dict,
    *,
    to: list[str],
    subject: str | Promise,
    words: dict | None = None,
    reply_to: str = "",
) -> int:
    """The same letter to each, alone, over one connection; how many left.

    In French, whatever the language of the person who sends it: it is others who read it.
    """
    with override("fr"):
        body, gone = render_to_string(template, context), 0
        subject = str(subject) % words if words else str(subject)
    answers = [reply_to] if reply_to else None
    try:
        with get_connection() as connection:
            for address in to:
                letter = EmailMessage(
                    subject, body, to=[address], reply_to=answers, connection=connection
                )
                gone += letter.send()
    except (SMTPException, OSError):
        log.exception("A letter did not leave: %s", template)
    return gone
