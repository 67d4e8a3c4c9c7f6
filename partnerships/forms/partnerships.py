"""What is written of a partnership: the whole by those who work in it, its own side by a party."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.actions import partnerships as actions
from partnerships.forms.base import ActingForm, DateField, beside
from partnerships.models import Partnership, Party, Structure, Term


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
            "starts_on",
            "ends_on",
        ]
        field_classes = {"starts_on": DateField, "ends_on": DateField}
        widgets = {
            "purposes": forms.CheckboxSelectMultiple,
            "levers": forms.CheckboxSelectMultiple,
            "origin": forms.Textarea(attrs={"class": "ruled", "rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purposes"].queryset = Term.objects.of(Term.Vocabulary.PURPOSE)
        self.fields["levers"].queryset = Term.objects.of(Term.Vocabulary.LEVER)

    def layout(self):
        return Layout(
            Fieldset(
                _("Où en est-on"),
                "name",
                beside("stage", "initiative"),
                "origin",
                beside("starts_on", "ends_on"),
            ),
            Fieldset(_("Pourquoi, et sur quoi s’appuyer"), *self.folded("purposes", "levers")),
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
            levers=self.cleaned_data["levers"],
            purposes=self.cleaned_data["purposes"],
            by=self.user,
        )


class PartyForm(ActingForm, forms.ModelForm):
    class Meta:
        model = Party
        fields = ["complementarity", "limits", "roles", "is_occasional"]
        labels = {"roles": _("Ses rôles"), "is_occasional": _("Partenaire ponctuel")}
        widgets = {
            "roles": forms.CheckboxSelectMultiple,
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
        else:
            # A party writes what it brings; its place around the table is agreed together.
            del self.fields["roles"], self.fields["is_occasional"]

    def layout(self):
        return Layout(
            "complementarity", "limits", *self.folded("roles"), *self.present("is_occasional")
        )

    def act(self):
        return actions.change_party(party=self.instance, values=self.values(), by=self.user)
