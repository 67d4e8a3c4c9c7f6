"""What to export, over which days, in which format."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import DateField, asked_by_get, beside
from workshops.grains import Grain, Scope

USES = {
    Grain.SESSIONS: _("Une ligne par séance : dates, durées, nombre de présents, sans aucun nom"),
    Grain.PRESENCES: _("Une ligne par présence : qui a suivi quoi, combien de temps"),
    Grain.PARENTS: _("Une ligne par parent : séances, heures et modules suivis"),
    Grain.FACILITATIONS: _("Une ligne par animation : qui a animé quoi, pour quelle structure"),
}


class GrainForm(forms.Form):
    """By GET: with nothing sent it is only shown."""

    grain = forms.ChoiceField(
        label=_("Que dit une ligne ?"),
        choices=list(USES.items()),
        initial=Grain.PRESENCES,
        widget=forms.RadioSelect,
    )
    first = DateField(label=_("Du"))
    last = DateField(label=_("Au"))
    format = forms.ChoiceField(
        label=_("Format"),
        choices=[("xlsx", _("Excel (.xlsx)")), ("csv", _("CSV"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )

    helper = asked_by_get(
        "grain", beside("first", "last"), "format", button=_("Exporter"), look="btn-primary"
    )
    helper.form_class = "ready"

    def __init__(self, data, *, programme, workshop=None):
        super().__init__(data)
        self.programme, self.workshop = programme, workshop
        last = min(programme.ends_on, max(programme.starts_on, timezone.localdate()))
        self.initial = {"first": programme.starts_on, "last": last}

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("La fin vient après le début."))
        return cleaned

    def scope(self) -> Scope:
        told = self.cleaned_data
        return Scope(self.programme, self.workshop, told["first"], told["last"])
