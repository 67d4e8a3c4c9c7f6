from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from evaluation.actions import grants as actions
from evaluation.models import Grant, Indicator
from partnerships.forms.base import CarefulForm, DateField, beside
from partnerships.models import Structure, Term
from workshops.models import Programme


class IndicatorChoices(forms.ModelMultipleChoiceField):
    """Two programmes may watch the same thing: the programme is said with it."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, indicator):
        return f"{indicator.title} ({indicator.programme})"


class GrantForm(CarefulForm, forms.ModelForm):
    mended_by = {"grant_ends_after_it_starts": "ends_on", "grant_amounts_not_negative": "awarded"}

    programmes = forms.ModelMultipleChoiceField(
        Programme.objects.none(),
        label=_("Programmes financés"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un programme financé.")},
    )
    indicators = IndicatorChoices(
        Indicator.objects.none(), label=_("Indicateurs attendus par le financeur"), required=False
    )

    class Meta:
        model = Grant
        fields = [
            *("title", "funder", "scheme", "holder", "starts_on", "ends_on", "report_due_on"),
            *("requested", "awarded", "paid", "programmes", "indicators", "note"),
        ]
        field_classes = dict.fromkeys(["starts_on", "ends_on", "report_due_on"], DateField)
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user
        held = user.rights.coordinates
        structures = Structure.objects.visible_to(user)
        self.fields["holder"].queryset = structures.filter(pk__in=held)
        self.fields["holder"].initial = next(iter(held)) if len(held) == 1 else None
        self.fields["funder"].queryset = structures.exclude(kind="school").exclude(pk__in=held)
        self.fields["scheme"].queryset = Term.objects.of(Term.Vocabulary.SCHEME)
        self.fields["programmes"].queryset = Programme.objects.writable_by(user)
        watched = Indicator.objects.visible_to(user).select_related("programme")
        self.fields["indicators"].queryset = watched

    def layout(self):
        return Layout(
            Fieldset(_("Qui finance, qui porte"), "title", "funder", "scheme", "holder"),
            Fieldset(
                _("Du premier au dernier jour"), beside("starts_on", "ends_on", "report_due_on")
            ),
            Fieldset(_("Montants, en euros"), beside("requested", "awarded", "paid")),
            Fieldset(
                _("Ce qu’elle finance et ce qu’on en attend"),
                "programmes",
                *self.folded("indicators"),
                "note",
            ),
        )

    def save(self):
        """None when the action refuses; its reason is then among the form's errors."""
        try:
            return actions.save(
                grant=self.instance,
                programmes=self.cleaned_data["programmes"],
                indicators=self.cleaned_data["indicators"],
                by=self.user,
            )
        except ValidationError as refusal:
            self.refuse(refusal)
