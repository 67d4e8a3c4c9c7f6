"""What one keeps of the local diagnosis: a year, a place, a theme."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.inventory import around
from partnerships.calendar import school_year_bounds
from partnerships.models import Term, Territory


class InventoryForm(forms.Form):
    """By GET; an answer that is refused filters nothing."""

    year = forms.ChoiceField(label=_("Année scolaire"), required=False)
    territory = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Territoire"), required=False, empty_label=_("tous")
    )
    theme = forms.ModelChoiceField(
        Term.objects.none(), label=_("Thème"), required=False, empty_label=_("tous")
    )

    helper = FormHelper()
    helper.form_method = "get"
    helper.disable_csrf = True
    helper.layout = Layout(
        *("year", "territory", "theme"),
        Submit("", _("Voir ce diagnostic"), css_class="btn-outline-primary"),
    )

    def __init__(self, data, *, user, years):
        self.years = years
        super().__init__(data)
        self.fields["year"].choices = [(year, year) for year in years]
        places = Territory.objects.around(list(around(user))).order_by("kind", "sort_key", "pk")
        self.fields["territory"].queryset = places.distinct()
        self.fields["theme"].queryset = Term.objects.of(Term.Vocabulary.THEME)
        self.is_valid()

    @property
    def asked(self):
        """What inventory() is asked with."""
        year = self.cleaned_data.get("year") or self.years[0]
        return {
            "year": year,
            "period": school_year_bounds(year),
            "territory": self.cleaned_data.get("territory"),
            "theme": self.cleaned_data.get("theme"),
        }
