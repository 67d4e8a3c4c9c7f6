"""What a federation keeps of the network: a year or some days, a place, a scheme, a kind of action."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.network import Asked, watched_by
from partnerships.calendar import school_year_bounds
from partnerships.forms.base import DateField
from partnerships.models import Term, Territory
from workshops.models import Workshop


class NetworkForm(forms.Form):
    """By GET; an answer that is refused filters nothing."""

    year = forms.ChoiceField(label=_("Année scolaire"), required=False)
    starts_on = DateField(label=_("Ou du"), required=False)
    ends_on = DateField(label=_("au"), required=False)
    territory = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Territoire"), required=False, empty_label=_("tous")
    )
    scheme = forms.ModelChoiceField(
        Term.objects.none(), label=_("Dispositif"), required=False, empty_label=_("tous")
    )
    # « format » is what an address asks a spreadsheet by.
    format_ = forms.ChoiceField(label=_("Forme d’atelier"), required=False)
    theme = forms.ModelChoiceField(
        Term.objects.none(), label=_("Thème"), required=False, empty_label=_("tous")
    )

    helper = FormHelper()
    helper.form_method = "get"
    helper.disable_csrf = True
    helper.layout = Layout(
        *("year", "starts_on", "ends_on", "territory", "scheme", "format_", "theme"),
        Submit("", _("Voir ces chiffres"), css_class="btn-outline-primary"),
    )

    def __init__(self, data, *, user, years):
        self.years = years
        super().__init__(data)
        self.fields["year"].choices = [(year, year) for year in years]
        self.fields["format_"].choices = [("", _("toutes")), *Workshop.Format.choices]
        watched = watched_by(user)
        places = Territory.objects.filter(structures__in=watched).order_by("kind", "sort_key", "pk")
        self.fields["territory"].queryset = places.distinct()
        self.fields["scheme"].queryset = Term.objects.of(Term.Vocabulary.SCHEME)
        self.fields["theme"].queryset = Term.objects.of(Term.Vocabulary.THEME)
        self.is_valid()

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        year = given.get("year") or self.years[0]
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        dated = bool(starts_on and ends_on and starts_on <= ends_on)
        names = ("territory", "scheme", "theme")
        kept = {name: given.get(name) for name in names} | {"format": given.get("format_") or ""}
        return Asked(
            (starts_on, ends_on) if dated else school_year_bounds(year),
            year,
            tuple(self.years),
            is_whole=not (dated or any(kept.values())),
            **kept,
        )
