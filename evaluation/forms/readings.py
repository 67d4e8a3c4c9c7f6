"""A reading of an indicator: a value or words, over which days, and what proves it."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from evaluation.actions import readings as actions
from evaluation.forms.fields import AimField, read_aim
from evaluation.models import Indicator, Reading
from partnerships.forms.base import ActingForm, DateField, beside
from partnerships.forms.files import SafeFileField
from partnerships.office import ACCEPTED, read_evidence

PAPER_HELP = format_lazy(
    _("Facultatif : un PDF, une photo, un tableur ou un texte ; {limit} Mo au plus."),
    limit=settings.UPLOAD_LIMIT // 1024**2,
)


class ReadingForm(ActingForm, forms.ModelForm):
    mended_by = {
        "reading_ends_after_it_starts": "ends_on",
        "reading_once_per_period": "ends_on",
        "reading_says_something": "value",
    }

    value = AimField(label=_("Valeur relevée"), max_length=20, required=False)
    paper = SafeFileField(
        label=_("Pièce justificative"),
        required=False,
        read=read_evidence,
        accepted=ACCEPTED,
        help_text=PAPER_HELP,
    )
    reason = forms.CharField(
        label=_("Pourquoi cette correction"),
        max_length=200,
        help_text=_(
            "Ce relevé était vérifié : il redevient un brouillon, le journal garde pourquoi."
        ),
    )

    class Meta:
        model = Reading
        fields = ["value", "words", "starts_on", "ends_on", "source"]
        field_classes = {"starts_on": DateField, "ends_on": DateField}
        widgets = {"words": forms.Textarea(attrs={"class": "ruled", "rows": 5})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        indicator = self.instance.indicator
        self.fields["value"].help_text = indicator.unit
        if indicator.kind == Indicator.Kind.QUALITATIVE:
            del self.fields["value"]
        if not self.instance.pk or self.instance.status == Reading.Status.DRAFT:
            del self.fields["reason"]
        if self.instance.file:
            self.fields["paper"].help_text = _("Un fichier est joint ; un autre le remplacerait.")

    def layout(self):
        said = self.present("value")
        return Layout(
            Fieldset(_("Ce qui est relevé"), *said, "words"),
            Fieldset(
                _("Sur quels jours, et d’où cela vient"),
                beside("starts_on", "ends_on"),
                "source",
                "paper",
            ),
            *self.present("reason"),
        )

    def clean_value(self):
        value = self.cleaned_data["value"]
        return read_aim(value, "") if value else None

    def values(self):
        """What changed: « 12 » typed again is the 12.00 that was kept."""
        values = super().values()
        kept = {"paper", "reason"}
        if values.get("value") == self.initial.get("value"):
            kept |= {"value"}
        return {name: value for name, value in values.items() if name not in kept}

    def act(self):
        paper = self.cleaned_data.get("paper")
        if not self.instance.pk:
            return actions.note(reading=self.instance, paper=paper, by=self.user)
        reason = self.cleaned_data.get("reason", "")
        return actions.correct(
            reading=self.instance, values=self.values(), paper=paper, reason=reason, by=self.user
        )
