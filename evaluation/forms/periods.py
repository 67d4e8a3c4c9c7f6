"""Over which days figures are asked."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from evaluation.scopes import WHOLE, Named, Part
from partnerships.forms.base import DateField, asked_by_get


class PeriodForm(forms.Form):
    """From a day to a day; the default where nothing, or nothing sensible, is asked."""

    starts_on = DateField(label=_("Du"), required=False)
    ends_on = DateField(label=_("Au"), required=False)

    helper = asked_by_get("starts_on", "ends_on", button=_("Voir cette période"))

    def __init__(self, data, *, starts_on, ends_on):
        self.default = starts_on, ends_on
        initial = {"starts_on": starts_on, "ends_on": ends_on}
        asked = {name: data[name] for name in self.base_fields if data.get(name)}
        super().__init__({**initial, **asked} if asked else None, initial=initial)

    def clean(self):
        given = super().clean()
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            raise ValidationError(_("La fin ne peut pas précéder le début."))
        return given

    @property
    def period(self):
        if not self.is_valid():
            return self.default
        return self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]


class CountedForm(PeriodForm):
    """A period, and what is counted: a part of the workshops, among those there are."""

    shape = forms.ChoiceField(label=_("Forme d’atelier"), required=False)
    theme = forms.ChoiceField(label=_("Thème"), required=False)
    school = forms.ChoiceField(label=_("Tenu pour l’établissement"), required=False)
    territory = forms.ChoiceField(label=_("Territoire"), required=False)
    host = forms.ChoiceField(label=_("Accueilli par"), required=False)

    PARTS = {"format": "shape"} | {name: name for name in ("theme", "school", "territory", "host")}

    helper = asked_by_get(
        *("starts_on", "ends_on", "shape", "theme", "school", "host", "territory"),
        button=_("Voir ces chiffres"),
    )

    def __init__(self, data, *, starts_on, ends_on, choices):
        super().__init__(data, starts_on=starts_on, ends_on=ends_on)
        for part, name in self.PARTS.items():
            self.fields[name].choices = [("", _("tout")), *choices[part]]

    @property
    def part(self):
        """The whole where nothing, or nothing sensible, is asked."""
        if not self.is_valid():
            return WHOLE
        given = {part: self.cleaned_data[name] for part, name in self.PARTS.items()}
        return Part(given.pop("format"), **{part: self.named(part) for part in given})

    def named(self, part):
        value = self.cleaned_data[part]
        names = {str(key): name for key, name in self.fields[part].choices}
        return Named(int(value), names[value]) if value else None
