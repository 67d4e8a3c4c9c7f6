import datetime as dt

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from evaluation.actions import grants as actions
from evaluation.forms.budgets import MoneyField
from evaluation.models import Grant, Indicator
from partnerships.forms.base import CarefulForm, DateField, beside
from partnerships.models import Structure, Term
from workshops.models import Programme

DATES = ["starts_on", "ends_on", "request_due_on", "report_due_on"]
AMOUNTS = ["requested", "awarded", "paid", "justified"]


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
            *("title", "funder", "scheme", "holder", "is_renewal", "starts_on", "ends_on"),
            *("request_due_on", "report_due_on", *AMOUNTS, "volunteer_rate", "volunteer_method"),
            *("programmes", "indicators", "note"),
        ]
        field_classes = dict.fromkeys(DATES, DateField) | dict.fromkeys(
            [*AMOUNTS, "volunteer_rate"], MoneyField
        )
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
            Fieldset(
                _("Qui finance, qui porte"), "title", "funder", "scheme", "holder", "is_renewal"
            ),
            Fieldset(_("Du premier au dernier jour"), beside("starts_on", "ends_on")),
            Fieldset(_("Ce que le financeur attend"), beside("request_due_on", "report_due_on")),
            Fieldset(_("Montants, en euros"), beside(*AMOUNTS)),
            Fieldset(_("Une heure bénévole"), beside("volunteer_rate", "volunteer_method")),
            Fieldset(
                _("Ce qu’elle finance et ce qu’on en attend"),
                "programmes",
                *self.folded("indicators"),
                "note",
            ),
        )

    @classmethod
    def next_to(cls, grant):
        """What a coordinator would type to ask the same funder once more (EVA-008)."""
        return {
            "title": grant.title,
            "funder": grant.funder_id,
            "scheme": grant.scheme_id,
            "holder": grant.holder_id,
            "is_renewal": True,
            "starts_on": grant.ends_on + dt.timedelta(days=1),
            "requested": grant.awarded if grant.requested is None else grant.requested,
            "volunteer_rate": grant.volunteer_rate,
            "volunteer_method": grant.volunteer_method,
        }

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
