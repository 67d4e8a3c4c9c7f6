"""Who is expected at a workshop: found or new, then perhaps gone."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships.forms.base import DateField
from workshops import places
from workshops.actions import enrolments, waiting
from workshops.forms.planning import PlainForm


class EnrolmentForm(PlainForm):
    """Somebody known, else the name of a newcomer; when all places are taken, asks what to do."""

    ENROL, WAIT = "inscrire", "attendre"

    parent = forms.ModelChoiceField(Parent.objects.none(), required=False)
    name = forms.CharField(max_length=120, required=False)
    place = forms.ChoiceField(choices=[(ENROL, ENROL), (WAIT, WAIT)], required=False)

    def __init__(self, *args, workshop, **kwargs):
        super().__init__(*args, **kwargs)
        self.workshop = workshop
        self.places = places.of(workshop, timezone.localdate())
        self.asks_place = False
        self.fields["parent"].queryset = Parent.objects.findable_for(workshop.programme)

    def save(self):
        """An enrolment, or a place on the waiting list; None when refused, or not chosen yet."""
        if self.places.is_full and not self.cleaned_data["place"]:
            self.asks_place = True
            return None
        return super().save()

    def act(self):
        parent, name = self.cleaned_data["parent"], self.cleaned_data["name"]
        details = {"workshop": self.workshop, "by": self.user}
        if self.cleaned_data["place"] == self.WAIT:
            if parent:
                return waiting.wait(parent=parent, **details)
            return enrolments.wait_newcomer(name=name, **details)
        details["enrolled_on"] = timezone.localdate()
        if parent:
            return enrolments.enrol(parent=parent, **details)
        return enrolments.enrol_newcomer(name=name, **details)

    def key(self):
        """Of somebody known, to send again."""
        parent = self.cleaned_data["parent"]
        return str(parent.pk) if parent else ""

    def who(self):
        """Whom it is about, in words."""
        parent = self.cleaned_data["parent"]
        return parent.get_short_name() if parent else self.cleaned_data["name"]


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
