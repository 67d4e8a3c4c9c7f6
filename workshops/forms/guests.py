"""Where somebody catches up, and for which group a session counts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships.forms.base import PlainForm
from workshops import catch_ups
from workshops.actions import guests
from workshops.models import Session


class CatchUpForm(PlainForm):
    """One session among those proposed."""

    session = forms.ModelChoiceField(
        Session.objects.none(),
        error_messages={
            "required": _("Choisissez une séance."),
            "invalid_choice": _("Cette séance n’est plus proposée : choisissez-en une autre."),
        },
    )

    def __init__(self, *args, enrolment, **kwargs):
        super().__init__(*args, **kwargs)
        self.enrolment = enrolment
        self.fields["session"].queryset = catch_ups.offers(enrolment, self.user)

    def act(self):
        return guests.catch_up(
            enrolment=self.enrolment, session=self.cleaned_data["session"], by=self.user
        )


class GroupForm(PlainForm):
    """For which group somebody followed a session: « 12:34 » (parent, enrolment), « 12: » this one."""

    count = forms.RegexField(r"^\d{1,18}:\d{0,18}$")
    reason = forms.CharField(required=False)

    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session

    def clean_count(self):
        parent, _colon, enrolment = self.cleaned_data["count"].partition(":")
        parent = Parent.objects.filter(attendances__session=self.session, pk=parent).first()
        if parent is None:
            raise forms.ValidationError(_("Cette personne n’est plus sur la feuille."))
        if not enrolment:
            return parent, None
        wanted = {str(each.pk): each for each in catch_ups.wanted(self.session, [parent.pk])}
        if enrolment not in wanted:
            raise forms.ValidationError(_("Ce groupe a déjà fait ce module avec cette personne."))
        return parent, wanted[enrolment]

    def act(self):
        parent, enrolment = self.cleaned_data["count"]
        return guests.count_for(
            session=self.session,
            parent=parent,
            enrolment=enrolment,
            reason=self.cleaned_data["reason"],
            by=self.user,
        )
