"""What a page says once it has acted, and when it could not."""

from django.contrib import messages


def say_warnings(request, form):
    for sentence in form.warnings():
        messages.warning(request, sentence)


def say_refusal(request, refusal):
    """Why an action refused, for a page without a form to say it in."""
    messages.error(request, " ".join(refusal.messages))
