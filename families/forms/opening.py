"""Why an administrator of the platform opens a household’s record."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from families.models import Family
from partnerships.forms.base import PlainForm

REASON = 10


class OpeningForm(PlainForm):
    number = forms.IntegerField(label=_("Numéro du foyer"), min_value=1)
    reason = forms.CharField(
        label=_("Pourquoi faut-il l’ouvrir ?"),
        min_length=REASON,
        max_length=200,
        help_text=_("La coordination de la structure lira ce motif."),
    )

    def clean_number(self):
        number = self.cleaned_data["number"]
        family = Family.objects.filter(pk=number).select_related("structure").first()
        if family is None:
            raise ValidationError(_("Aucun foyer ne porte ce numéro."))
        self.family = family
        return number
