"""Completing a record in one touch: what nobody knew when it was opened."""

from django import forms
from django.utils.translation import gettext_lazy as _

from families.actions import households as actions
from families.models import Family, Qpv
from partnerships.forms.base import PlainForm


class QpvForm(PlainForm):
    """Yes or no, and how one knows."""

    lives_in_qpv = forms.ChoiceField(choices=[(Qpv.YES, _("Oui")), (Qpv.NO, _("Non"))])
    qpv_source = forms.ChoiceField(choices=Family.QpvSource.choices)

    def __init__(self, *args, family, **kwargs):
        super().__init__(*args, **kwargs)
        self.family = family

    def act(self):
        """How many past presences it completed."""
        return actions.change_family(family=self.family, values=self.cleaned_data, by=self.user)
