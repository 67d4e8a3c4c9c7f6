"""Requests: who asks for what, how we read it (for us alone), what was answered."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.actions import requests as actions
from partnerships.forms.base import DateField, beside
from partnerships.forms.difficulties import RULED, SidedForm
from partnerships.models import PartnerRequest


class RequestForm(SidedForm, forms.ModelForm):
    side, day = "structure", "asked_on"
    mended_by = {"request_answered_when_and_how": "asked_on"}

    class Meta:
        model = PartnerRequest
        fields = ["asked_by", "structure", "need", "what", "asked_on"]
        field_classes = {"asked_on": DateField}
        widgets = {"what": forms.Textarea(attrs=RULED)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.table.works_here:
            # A partner asks for its own side; for nobody, the request would not be its own.
            self.fields["structure"].required = True
            self.fields["structure"].empty_label = None

    def layout(self):
        return Layout(beside("asked_by", "structure"), "what", beside("need", "asked_on"))

    def act(self):
        if self.instance.pk:
            return actions.change_request(asked=self.instance, values=self.values(), by=self.user)
        return actions.note_request(asked=self.instance, by=self.user)


class AnswerForm(SidedForm, forms.ModelForm):
    """For those whose daily work it is: the reading stays among them, the answer is for all."""

    day = "answered_on"
    mended_by = {"request_answered_when_and_how": "answered_on"}

    class Meta:
        model = PartnerRequest
        fields = ["analysis", "answer", "answer_text", "answered_on"]
        field_classes = {"answered_on": DateField}
        widgets = {
            "analysis": forms.Textarea(attrs=RULED),
            "answer_text": forms.Textarea(attrs=RULED),
        }
        help_texts = {
            "analysis": _(
                "Au regard de nos propres enjeux. Reste entre nous : les autres parties ne la voient pas."
            ),
        }

    def layout(self):
        return Layout(
            Fieldset(_("Entre nous"), "analysis"),
            Fieldset(_("La réponse"), beside("answer", "answered_on"), "answer_text"),
        )

    def clean(self):
        """A reading may come first: without an answer there is no day of the answer."""
        cleaned = super().clean()
        if not cleaned.get("answer"):
            cleaned["answered_on"] = None
        return cleaned

    def values(self):
        """The day is proposed: it is written although nobody changed it."""
        return super().values() | {"answered_on": self.cleaned_data["answered_on"]}

    def act(self):
        return actions.change_request(asked=self.instance, values=self.values(), by=self.user)
