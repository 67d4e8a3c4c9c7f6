"""Choosing somebody of a structure: already known there, or told in two words."""

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.actions import contacts as actions
from partnerships.forms.base import PhoneField, beside
from partnerships.forms.contacts import OFFERED
from partnerships.models import Contact, Tenure, User

NEWCOMER = ["first_name", "last_name", "function", "phone", "email"]


class Choosing(forms.Form):
    """Fields to choose a person among those of `self.structure`, or to write a new one.

    A form that uses it calls `offer()`, lays `choosing()` out, and asks `chosen()` in its act().
    """

    who = forms.ChoiceField(label=_("Qui"), required=False, widget=forms.RadioSelect)
    first_name = forms.CharField(label=_("Prénom"), max_length=60, required=False)
    last_name = forms.CharField(label=_("Nom"), max_length=60, required=False)
    function = forms.CharField(
        label=_("Fonction"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=OFFERED),
    )
    phone = PhoneField(label=_("Téléphone"), max_length=20, required=False)
    email = forms.EmailField(label=_("Adresse e-mail"), required=False)

    def offer(self, structure, *, without=(), nobody=""):
        """Those who work there today or soon, and colleagues who only have an account."""
        self.structure = structure
        self.tenures = {
            f"t{tenure.pk}": tenure
            for tenure in Tenure.objects.of(structure).unended().with_contact()
            if tenure.contact not in without
        }
        known = {tenure.contact.account_id for tenure in self.tenures.values()}
        known |= {contact.account_id for contact in without}
        accounts = User.objects.working_in(structure).exclude(pk__in=known - {None})
        self.accounts = {f"u{account.pk}": account for account in accounts}
        self.fields["who"].choices = [
            *([("", nobody)] if nobody else []),
            *(
                (key, f"{tenure.contact}, {tenure.function}")
                for key, tenure in self.tenures.items()
            ),
            *((key, str(account)) for key, account in self.accounts.items()),
        ]
        if not self.tenures and not self.accounts:
            del self.fields["who"]

    def choosing(self):
        """The list, and behind a line what tells of somebody who is not in it."""
        if "who" not in self.fields:
            return [Fieldset(_("Qui"), *self.newcomer())]
        is_open = bool(self.errors) or bool(self["last_name"].value())
        template = "bootstrap5/layout/fieldset.html" if is_open else "partials/folded.html"
        legend = _("Quelqu’un qui n’est pas dans cette liste")
        return ["who", Fieldset(legend, *self.newcomer(), template=template)]

    def newcomer(self):
        return [beside("first_name", "last_name"), "function", beside("phone", "email")]

    def check_choice(self, *, is_needed=True):
        """Said beside its field: nobody, both, or a newcomer without a function."""
        chosen = self.cleaned_data.get("who")
        name, function = (self.cleaned_data.get(key) for key in ("last_name", "function"))
        place = "who" if "who" in self.fields else "last_name"
        if chosen and name:
            self.add_error("who", _("Choisissez dans la liste, ou écrivez un nom : pas les deux."))
        elif name and not function:
            self.add_error("function", _("Dites ce que fait cette personne."))
        elif not (chosen or name) and is_needed:
            self.add_error(place, _("Dites qui : choisissez, ou écrivez un nom."))

    def chosen(self, *, starts_on, by):
        """The function of whoever was chosen there, newly told if need be; None when nobody was.

        Refuses (ValidationError) what the directory refuses.
        """
        who, wanted = self.cleaned_data.get("who"), self.cleaned_data
        if who in self.tenures:
            return self.tenures[who]
        if who in self.accounts:
            return actions.introduce(account=self.accounts[who], structure=self.structure, by=by)
        if not wanted.get("last_name"):
            return None
        tenure = Tenure(structure=self.structure, function=wanted["function"], starts_on=starts_on)
        person = {name: wanted[name] for name in NEWCOMER if name != "function"}
        actions.add_contact(contact=Contact(**person), tenure=tenure, by=by)
        return tenure
