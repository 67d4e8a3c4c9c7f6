"""What changed for a parent, said in a few words."""

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.actions import outcomes as actions
from families.models import Outcome
from partnerships.forms.base import ActingForm, DateField


class OutcomeForm(ActingForm, forms.ModelForm):
    """About one of `parents`, whom this person may see."""

    class Meta:
        model = Outcome
        fields = ["parent", "kind", "fact", "noted_on"]
        field_classes = {"noted_on": DateField}
        widgets = {"parent": forms.RadioSelect, "kind": forms.RadioSelect}
        help_texts = {
            "fact": _(
                "Un fait, pas un jugement : « a acheté un ordinateur et s’exerce le soir ». "
                "Aucun nom d’enfant."
            ),
        }
        labels = {"parent": _("Pour qui")}

    def __init__(self, *args, parents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents
        self.fields["parent"].empty_label = None
        self.fields["kind"].choices = Outcome.Kind.choices
        self.initial["noted_on"] = timezone.localdate()
        if len(parents) == 1:
            del self.fields["parent"]
            self.instance.parent = parents[0]

    def layout(self):
        return Layout(*self.present("parent", "kind", "fact", "noted_on"))

    def act(self):
        return actions.note(outcome=self.instance, by=self.user)
