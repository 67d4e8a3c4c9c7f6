"""What a parent answered about one use: yes or no, when, how."""

from crispy_forms.layout import Layout
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from families.actions import consents as actions
from families.models import Consent
from partnerships.forms.base import DateField, PlainForm, beside
from partnerships.models import Structure

Purpose, State = Consent.Purpose, Consent.State


class ConsentForm(PlainForm):
    structure = forms.ModelChoiceField(
        Structure.objects.none(), label=_("Avec quelle structure"), empty_label="---------"
    )
    state = forms.ChoiceField(
        label=_("Sa réponse"),
        widget=forms.RadioSelect,
        choices=[(State.GIVEN, _("oui, d’accord")), (State.REFUSED, _("non"))],
    )
    how = forms.ChoiceField(label=_("Comment"), choices=Consent.How, initial=Consent.How.SPOKEN)
    said_on = DateField(label=_("Le"))

    def __init__(self, *args, parent, purpose, **kwargs):
        super().__init__(*args, **kwargs)
        self.parent = parent
        self.purpose = purpose
        self.fields["said_on"].initial = timezone.localdate()
        if purpose == Purpose.SHARING:
            self.fields["structure"].queryset = others_than(parent.family.structure)
        else:
            del self.fields["structure"]

    def layout(self):
        return Layout(*self.present("structure"), "state", beside("how", "said_on"))

    def act(self):
        return actions.record(
            parent=self.parent, purpose=self.purpose, by=self.user, **self.cleaned_data
        )


class WithdrawalForm(PlainForm):
    how = forms.ChoiceField(
        label=_("Comment l’a-t-on dit"), choices=Consent.How, initial=Consent.How.SPOKEN
    )

    def __init__(self, *args, consent, **kwargs):
        super().__init__(*args, **kwargs)
        self.consent = consent

    def act(self):
        return actions.withdraw(consent=self.consent, how=self.cleaned_data["how"], by=self.user)


def others_than(keeper):
    """Structures that may ask for somebody’s number: any but schools, and partner schools."""
    partner = Q(partnerships__parties__structure=keeper)
    known = Structure.objects.filter(partner | ~Q(kind=Structure.Kind.SCHOOL))
    return known.exclude(pk=keeper.pk).distinct().in_name_order()
