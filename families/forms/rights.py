"""Forgetting a person, and keeping a household a while longer: each asks why."""

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.actions import erasure, retention
from families.models import Erasure, Family
from partnerships.forms.base import ActingForm, DateField, PlainForm

ASKED = (Erasure.Reason.ASKED, Erasure.Reason.MISTAKE)


class ErasureForm(PlainForm):
    reason = forms.ChoiceField(
        label=_("Pourquoi l’oublier"),
        choices=[(reason.value, reason.label) for reason in ASKED],
        widget=forms.RadioSelect,
    )
    texts = forms.MultipleChoiceField(
        label=_("Retirer son nom de"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, parent, **kwargs):
        super().__init__(*args, **kwargs)
        self.parent = parent
        # Somebody else may bear the same name: what is not sure waits for a decision.
        self.mentions = erasure.mentions_of(parent)
        self.fields["texts"].choices = [(mention.key, mention.place) for mention in self.mentions]
        self.sure = {mention.key for mention in self.mentions if mention.is_sure}

    def layout(self):
        return Layout("reason")

    @property
    def places(self):
        """Each text with the name in it, and whether its box is ticked."""
        ticked = set(self.data.getlist("texts")) if self.is_bound else self.sure
        return [(mention, mention.key in ticked) for mention in self.mentions]

    def act(self):
        return erasure.erase(
            parent=self.parent,
            reason=self.cleaned_data["reason"],
            texts=self.cleaned_data["texts"],
            by=self.user,
        )


class KeepForm(ActingForm, forms.ModelForm):
    class Meta:
        model = Family
        fields = ["kept_until", "kept_because"]
        field_classes = {"kept_until": DateField}
        help_texts = {
            "kept_because": _(
                "Par exemple : un accompagnement en cours, une demande d’un financeur. "
                "Rien de plus que nécessaire."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].required = True

    def act(self):
        wanted = self.cleaned_data
        return retention.keep(
            family=self.instance,
            until=wanted["kept_until"],
            because=wanted["kept_because"],
            today=timezone.localdate(),
            by=self.user,
        )
