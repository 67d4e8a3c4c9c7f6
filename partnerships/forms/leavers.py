"""One screen for somebody who leaves."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.actions import leavers
from partnerships.forms.base import CarefulForm, DateField, beside
from partnerships.forms.choosing import Choosing
from partnerships.models import Tenure


class LeaverForm(CarefulForm, Choosing, forms.Form):
    ends_on = DateField(label=_("Dernier jour"), initial=timezone.localdate)
    end_reason = forms.ChoiceField(
        label=_("Pourquoi"), choices=[("", "---------"), *Tenure.EndReason.choices]
    )

    def __init__(self, *args, leaver, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.leaver, self.user = leaver, user
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

    def place_errors(self):
        """No model stands behind these fields: every refusal is already where it belongs."""

    def save(self):
        """What nobody took; None when the action refuses, its reason among the form’s errors."""
        wanted = self.cleaned_data
        try:
            with transaction.atomic():
                return leavers.see_off(
                    leaver=self.leaver,
                    ends_on=wanted["ends_on"],
                    end_reason=wanted["end_reason"],
                    successor=self.chosen(starts_on=wanted["ends_on"], by=self.user),
                    by=self.user,
                )
        except ValidationError as refusal:
            self.refuse(refusal)
