"""A working group and who is in it."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.actions import groups as actions
from partnerships.forms.base import DateField, beside
from partnerships.forms.difficulties import RULED, SidedForm
from partnerships.forms.meetings import CountField
from partnerships.models import WorkingGroup

MOST_PARENTS = 100


class GroupForm(SidedForm, forms.ModelForm):
    day = "starts_on"
    mended_by = {"working_group_ends_after_it_starts": "ends_on"}

    contacts = forms.TypedMultipleChoiceField(
        label=_("Des professionnels"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    parents = CountField(label=_("Des parents, combien"), most=MOST_PARENTS)

    class Meta:
        model = WorkingGroup
        fields = ["name", "purpose", "starts_on", "ends_on"]
        field_classes = {"starts_on": DateField, "ends_on": DateField}
        widgets = {"purpose": forms.Textarea(attrs=RULED)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = [
            (contact.pk, f"{contact}, {function} ({side})")
            for side in self.table.sides
            for contact, function in self.table.people[side.pk]
        ]
        # Somebody in function on two sides is one member.
        self.fields["contacts"].choices = list(dict(people).items())
        if not people:
            del self.fields["contacts"]
        if self.instance.pk:
            members = list(self.instance.members.all())
            self.initial["contacts"] = [m.contact_id for m in members if m.contact_id]
            self.initial["parents"] = sum(member.parents for member in members)

    def layout(self):
        return Layout(
            "name",
            "purpose",
            beside("starts_on", "ends_on"),
            Fieldset(_("Qui en est"), *self.present("contacts"), "parents"),
        )

    def values(self):
        return {name: value for name, value in super().values().items() if name in self.Meta.fields}

    def act(self):
        known = self.table.contacts()
        contacts = [known[pk] for pk in self.cleaned_data.get("contacts", [])]
        parents = self.cleaned_data["parents"]
        if self.instance.pk:
            return actions.change_group(
                group=self.instance,
                values=self.values(),
                contacts=contacts,
                parents=parents,
                by=self.user,
            )
        return actions.open_group(
            group=self.instance, contacts=contacts, parents=parents, by=self.user
        )
