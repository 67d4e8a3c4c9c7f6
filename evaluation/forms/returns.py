"""Which structure, and which year, a survey asks about."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import asked_by_get
from partnerships.models import Structure


class ReturnForm(forms.Form):
    """By GET; an answer that is refused asks nothing."""

    structure = forms.ModelChoiceField(
        Structure.objects.none(), label=_("Structure"), required=False, empty_label=None
    )
    year = forms.ChoiceField(label=_("Année"), required=False)

    helper = asked_by_get(*("structure", "year"), button=_("Voir cette année"))

    def __init__(self, data, *, user, years):
        self.years = years
        super().__init__(data)
        ours = Structure.objects.writable_by(user).in_name_order()
        self.fields["structure"].queryset = ours
        self.fields["year"].choices = [(year, year) for year in years]
        self.is_valid()

    @property
    def whose(self):
        return self.cleaned_data.get("structure") or self.fields["structure"].queryset[0]

    @property
    def when(self):
        return self.cleaned_data.get("year") or str(self.years[0])
