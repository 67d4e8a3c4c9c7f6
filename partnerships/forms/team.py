from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.actions import team
from partnerships.models import Membership, User


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("Adresse e-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Ce que cette personne fera"), choices=Membership.Role)

    def __init__(self, *args, structure, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.structure = structure
        self.user = user
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("email", "role")

    def save(self):
        """The invitation and its token; None when the action refuses, its reason on the form."""
        try:
            return team.invite(structure=self.structure, by=self.user, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error("email", refusal)


class OpenAccountForm(forms.Form):
    first_name = forms.CharField(label=_("Prénom"), max_length=60)
    last_name = forms.CharField(label=_("Nom"), max_length=60)
    password = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Quinze caractères ou plus : quatre mots sans lien font très bien l’affaire."),
    )

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.add_input(Submit("open", _("Ouvrir mon compte"), css_class="btn-wide"))

    def clean_password(self):
        """Checked against who the person says they are."""
        password = self.cleaned_data["password"]
        names = {name: self.cleaned_data.get(name, "") for name in ("first_name", "last_name")}
        password_validation.validate_password(password, User(email=self.invitation.email, **names))
        return password

    def save(self):
        """The account; None when the invitation no longer opens anything."""
        try:
            return team.open_account(invitation=self.invitation, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
