"""What a federation keeps of the network: a year or some days, a place, a scheme, a kind of action."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.forms.narrowing import NarrowingForm
from evaluation.network import Asked, watched_by
from partnerships.calendar import school_year_bounds
from partnerships.forms.base import DateField, asked_by_get
from partnerships.models import Term, Territory
from workshops.models import Workshop


class NetworkForm(NarrowingForm):
    starts_on = DateField(label=_("Ou du"), required=False)
    ends_on = DateField(label=_("au"), required=False)
    scheme = forms.ModelChoiceField(
        Term.objects.none(), label=_("Dispositif"), required=False, empty_label=_("tous")
    )
    # « format » is what an address asks a spreadsheet by.
    format_ = forms.ChoiceField(label=_("Forme d’atelier"), required=False)

    helper = asked_by_get(
        *("year", "starts_on", "ends_on", "territory", "scheme", "format_", "theme"),
        button=_("Voir ces chiffres"),
    )

    def __init__(self, data, *, user, years):
        places = Territory.objects.filter(structures__in=watched_by(user))
        super().__init__(data, years=years, places=places)
        self.fields["format_"].choices = [("", _("toutes")), *Workshop.Format.choices]
        self.fields["scheme"].queryset = Term.objects.of(Term.Vocabulary.SCHEME)
        self.is_valid()

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        dated = bool(starts_on and ends_on and starts_on <= ends_on)
        names = ("territory", "scheme", "theme")
        kept = {name: given.get(name) for name in names} | {"format": given.get("format_") or ""}
        return Asked(
            (starts_on, ends_on) if dated else school_year_bounds(self.year_asked),
            self.year_asked,
            tuple(self.years),
            is_whole=not (dated or any(kept.values())),
            **kept,
        )
