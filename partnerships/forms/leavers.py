"""One screen for somebody who leaves."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.actions import leavers
from partnerships.forms.base import DateField, PlainForm, beside
from partnerships.forms.choosing import Choosing
from partnerships.models import Tenure


class LeaverForm(Choosing, PlainForm):
    ends_on = DateField(label=_("Dernier jour"), initial=timezone.localdate)
    end_reason = forms.ChoiceField(
        label=_("Pourquoi"), choices=[("", "---------"), *Tenure.EndReason.choices]
    )

    def __init__(self, *args, leaver, **kwargs):
        super().__init__(*args, **kwargs)
        self.leaver = leaver
        known = [leaver.contact] if leaver.contact else []
        self.offer(leaver.structure, without=known, nobody=_("Personne pour l’instant"))
        own = f"u{leaver.account.pk}" if leaver.account else ""
        if own in self.accounts:
            del self.accounts[own]
            choices = self.fields["who"].choices
            self.fields["who"].choices = [choice for choice in choices if choice[0] != own]

    def layout(self):
        return Layout(
            beside("ends_on", "end_reason"),
            Fieldset(_("À qui confier ce qu’elle tenait"), *self.choosing()),
        )

    def clean(self):
        cleaned = super().clean()
        self.check_choice(is_needed=False)
        return cleaned

    @transaction.atomic
    def act(self):
        """What nobody took."""
        wanted = self.cleaned_data
        return leavers.see_off(
            leaver=self.leaver,
            ends_on=wanted["ends_on"],
            end_reason=wanted["end_reason"],
            successor=self.chosen(starts_on=wanted["ends_on"], by=self.user),
            by=self.user,
        )
