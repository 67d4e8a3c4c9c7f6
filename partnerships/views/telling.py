"""What a page says once it has acted, and when it could not."""

from django.contrib import messages
from django.utils.translation import gettext as _


def say_warnings(request, form):
    for sentence in form.warnings():
        messages.warning(request, sentence)


def say_refusal(request, refusal):
    """Why an action refused, for a page without a form to say it in."""
    messages.error(request, " ".join(refusal.messages))


def say_letter(request, link, *, is_gone, done, revoke):
    """`done` says to whom it went; a link whose letter did not leave opens nothing."""
    if is_gone:
        messages.success(request, done % {"email": link.email})
    else:
        revoke(link=link, by=request.user)
        messages.error(request, _("L’e-mail n’est pas parti : essayez de nouveau dans un moment."))
