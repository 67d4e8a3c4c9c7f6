"""What a page of figures over several structures is narrowed by: a school year, a place, a theme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Term, Territory


class NarrowingForm(forms.Form):
    """By GET; an answer that is refused filters nothing.

    `places` are the territories to choose among. What fills its other choices calls is_valid().
    """

    year = forms.ChoiceField(label=_("Année scolaire"), required=False)
    territory = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Territoire"), required=False, empty_label=_("tous")
    )
    theme = forms.ModelChoiceField(
        Term.objects.none(), label=_("Thème"), required=False, empty_label=_("tous")
    )

    def __init__(self, data, *, years, places):
        self.years = years
        super().__init__(data)
        self.fields["year"].choices = [(year, year) for year in years]
        self.fields["territory"].queryset = places.order_by("kind", "sort_key", "pk").distinct()
        self.fields["theme"].queryset = Term.objects.of(Term.Vocabulary.THEME)

    @property
    def year_asked(self):
        return self.cleaned_data.get("year") or self.years[0]
