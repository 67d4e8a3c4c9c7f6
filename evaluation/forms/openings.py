"""Opening the voices of a review: the meeting, and who came; then closing it."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluation.actions import openings
from evaluation.models import Review
from partnerships.around import Table
from partnerships.forms.base import ActingForm, DateField, PlainForm, beside
from partnerships.forms.meetings import Seats, pair
from partnerships.models import Meeting


class OpeningForm(Seats, ActingForm, forms.ModelForm):
    is_sure = forms.BooleanField(
        label=_("Nous ouvrons les plis maintenant : on ne pourra plus les refermer."),
        error_messages={"required": _("Cochez pour ouvrir les plis : on ne les referme pas.")},
    )

    class Meta:
        model = Meeting
        fields = ["held_on", "starts_at", "minutes", "place"]
        field_classes = {"held_on": DateField}
        widgets = {
            "starts_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "minutes": forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "step": 5}),
        }
        labels = {
            "held_on": _("Jour de la rencontre"),
            "minutes": _("Durée, en minutes"),
            "place": _("Où"),
        }
        help_texts = {"minutes": _("Si vous la connaissez déjà : ce temps se compte.")}

    def __init__(self, *args, review: Review, table: Table, **kwargs):
        super().__init__(*args, **kwargs)
        self.review = review
        self.fields["held_on"].required = True
        planned = {"starts_at": review.meets_at, "place": review.place}
        self.initial = {"held_on": review.meets_on or timezone.localdate(), **planned}
        self.sit(table)

    def layout(self):
        return Layout(
            Fieldset(
                _("La rencontre"),
                beside("held_on", "place"),
                pair("starts_at", "minutes"),
            ),
            *self.who_came(),
            Fieldset(_("Ouvrir"), "is_sure"),
        )

    def _get_validation_exclusions(self):
        """What the action says of the meeting: its partnership, its kind, what it is about."""
        return super()._get_validation_exclusions() | {"partnership", "purpose", "kind"}

    def act(self):
        return openings.open_voices(
            review=self.review, meeting=self.instance, present=self.came(), by=self.user
        )


class ClosingForm(PlainForm):
    opens_next = forms.BooleanField(required=False)

    def __init__(self, *args, review: Review, **kwargs):
        super().__init__(*args, **kwargs)
        self.review = review
        year = review.school_year + 1
        self.fields["opens_next"].label = _("Ouvrir l’accord %(year)s, prérempli") % {
            "year": f"{year}-{year + 1}"
        }
        self.fields["opens_next"].help_text = _(
            "Il reprend l’accord de cette année ; les mots du bilan vont là où rien n’est écrit."
        )
        # A workshop, or half a year, is closed without beginning the next one.
        self.initial["opens_next"] = review.is_of_the_year

    def act(self):
        """(review, passages of the next agreement that its words were put in)."""
        return openings.close(review=self.review, by=self.user, **self.cleaned_data)
