"""Completing a record in one touch: what nobody knew when it was opened."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from families.actions import households as actions
from families.models import Family, Qpv


class QpvForm(forms.Form):
    """Yes or no, and how one knows."""

    lives_in_qpv = forms.ChoiceField(choices=[(Qpv.YES, _("Oui")), (Qpv.NO, _("Non"))])
    qpv_source = forms.ChoiceField(choices=Family.QpvSource.choices)

    def __init__(self, *args, family, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.family = family
        self.user = user

    def save(self):
        """How many past presences it completed; None when the action refuses."""
        try:
            return actions.change_family(family=self.family, values=self.cleaned_data, by=self.user)
        except ValidationError as refusal:
            self.add_error(None, refusal)
