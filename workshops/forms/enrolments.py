"""Who is expected at a workshop: found or new, then perhaps gone."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships.forms.base import DateField
from workshops.actions import enrolments
from workshops.forms.planning import PlainForm


class EnrolmentForm(PlainForm):
    """Somebody known, else the name of a newcomer."""

    parent = forms.ModelChoiceField(Parent.objects.none(), required=False)
    name = forms.CharField(max_length=120, required=False)

    def __init__(self, *args, workshop, **kwargs):
        super().__init__(*args, **kwargs)
        self.workshop = workshop
        self.fields["parent"].queryset = Parent.objects.findable_for(workshop.programme)

    def act(self):
        details = {
            "workshop": self.workshop,
            "enrolled_on": timezone.localdate(),
            "by": self.user,
        }
        if parent := self.cleaned_data["parent"]:
            return enrolments.enrol(parent=parent, **details)
        return enrolments.enrol_newcomer(name=self.cleaned_data["name"], **details)


class LeaveForm(PlainForm):
    left_on = DateField(
        label=_("Dernier jour"),
        help_text=_("Ses présences passées restent comptées."),
    )

    def __init__(self, *args, enrolment, **kwargs):
        super().__init__(*args, initial={"left_on": timezone.localdate()}, **kwargs)
        self.enrolment = enrolment

    def act(self):
        return enrolments.leave(
            enrolment=self.enrolment, left_on=self.cleaned_data["left_on"], by=self.user
        )
