"""What is written of a partnership: the whole by those who work in it, its own side by a party."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.actions import partnerships as actions
from partnerships.forms.base import ActingForm, DateField, beside
from partnerships.models import Partnership, Party, Structure, Term

# Why it holds, and the list of each (appendix B of the requirements).
GROUNDS = {
    "purposes": Term.Vocabulary.PURPOSE,
    "levers": Term.Vocabulary.LEVER,
    "schemes": Term.Vocabulary.SCHEME,
    "actors": Term.Vocabulary.ACTOR,
}


class PartnershipForm(ActingForm, forms.ModelForm):
    mended_by = {"partnership_ends_after_it_starts": "ends_on"}

    class Meta:
        model = Partnership
        fields = [
            "name",
            "stage",
            "initiative",
            "origin",
            "purposes",
            "levers",
            "schemes",
            "actors",
            "starts_on",
            "ends_on",
        ]
        field_classes = {"starts_on": DateField, "ends_on": DateField}
        widgets = {
            "purposes": forms.CheckboxSelectMultiple,
            "levers": forms.CheckboxSelectMultiple,
            "schemes": forms.CheckboxSelectMultiple,
            "actors": forms.CheckboxSelectMultiple,
            "origin": forms.Textarea(attrs={"class": "ruled", "rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, vocabulary in GROUNDS.items():
            self.fields[name].queryset = Term.objects.of(vocabulary)

    def layout(self):
        return Layout(
            Fieldset(
                _("Où en est-on"),
                "name",
                beside("stage", "initiative"),
                "origin",
                beside("starts_on", "ends_on"),
            ),
            Fieldset(_("Pourquoi, sur quoi s’appuyer, avec qui"), *self.folded(*GROUNDS)),
        )

    def act(self):
        return actions.change_partnership(
            partnership=self.instance, values=self.values(), by=self.user
        )


class NewPartnershipForm(PartnershipForm):
    """The first step of one of one’s own structures towards another."""

    lead = forms.ModelChoiceField(Structure.objects.none(), label=_("Notre structure"))

    def __init__(self, *args, partner, **kwargs):
        super().__init__(*args, **kwargs)
        self.partner = partner
        mine = Structure.objects.writable_by(self.user).exclude(pk=partner.pk).in_name_order()
        self.fields["lead"].queryset = mine
        mine = list(mine)
        if len(mine) == 1:
            self.fields["lead"].initial = mine[0]
            self.fields["lead"].widget = forms.HiddenInput()
        self.fields["name"].initial = " et ".join(str(side) for side in (partner, *mine[:1]))

    def layout(self):
        return Layout("lead", *super().layout())

    def act(self):
        return actions.open_partnership(
            partnership=self.instance,
            structures=[self.cleaned_data["lead"], self.partner],
            grounds={name: self.cleaned_data[name] for name in GROUNDS},
            by=self.user,
        )


class PartyForm(ActingForm, forms.ModelForm):
    class Meta:
        model = Party
        fields = ["complementarity", "limits", "roles", "centre_roles", "is_occasional"]
        labels = {"roles": _("Ses rôles"), "is_occasional": _("Partenaire ponctuel")}
        widgets = {
            "roles": forms.CheckboxSelectMultiple,
            "centre_roles": forms.CheckboxSelectMultiple,
            "complementarity": forms.Textarea(attrs={"class": "ruled", "rows": 3}),
            "limits": forms.Textarea(attrs={"class": "ruled", "rows": 3}),
        }
        help_texts = {
            "complementarity": _("Un lieu, une parole, un savoir-faire que les autres n’ont pas."),
            "limits": _("Ce qui n’est pas de son ressort, et jusqu’où elle accepte d’aller."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.partnership.structures.worked_in_by(self.user).exists():
            self.fields["roles"].queryset = Term.objects.of(Term.Vocabulary.PARTY_ROLE)
            roles = Term.objects.of(Term.Vocabulary.CENTRE_ROLE)
            self.fields["centre_roles"].queryset = roles
        else:
            # A party writes what it brings; its place around the table is agreed together.
            del self.fields["roles"], self.fields["is_occasional"]
        if "roles" not in self.fields or not self.instance.structure.is_centre:
            del self.fields["centre_roles"]

    def layout(self):
        return Layout(
            "complementarity",
            "limits",
            *self.folded("roles", "centre_roles"),
            *self.present("is_occasional"),
        )

    def act(self):
        return actions.change_party(party=self.instance, values=self.values(), by=self.user)
