"""How django-allauth behaves here: nobody signs up alone, demo accounts live on one machine."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    # The limits are in the settings (ACCOUNT_RATE_LIMITS).
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Trop de tentatives : attendez un quart d’heure, ou demandez un code par e-mail."
        ),
        "rate_limited": _("Trop de demandes : attendez quelques minutes."),
    }

    def is_open_for_signup(self, request):
        return False

    def pre_login(self, request, user, **kwargs):
        if user.is_demo and not settings.DEMO:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def is_safe_url(self, url):
        """« next=https://[ » is no address at all: it leads nowhere."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def send_mail(self, template_prefix, email, context):
        """A mail server that is down never breaks the page, nor tells who has an account."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError):
            log.exception("A letter did not leave: %s", template_prefix)
