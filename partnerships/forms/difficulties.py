"""Difficulties and small services, as one side says them."""

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.actions import difficulties as actions
from partnerships.around import Table
from partnerships.forms.base import ActingForm, DateField, Finder, beside
from partnerships.models import Difficulty, Service, Structure, Term

RULED = {"class": "ruled", "rows": 2}


class SidedForm(ActingForm):
    """For what one side of the table says: a partner speaks for its own side only."""

    side = ""
    day = ""

    def __init__(self, *args, table: Table, **kwargs):
        super().__init__(*args, **kwargs)
        self.table = table
        if self.day in self.fields:
            self.initial[self.day] = self.initial.get(self.day) or timezone.localdate()
        if self.side in self.fields:
            self.sit()

    def sit(self):
        sides = [side.pk for side in self.table.writable]
        field = self.fields[self.side]
        field.queryset = Structure.objects.filter(pk__in=sides)
        if field.required:
            field.empty_label = None
        if self.table.mine and not self.instance.pk:
            self.initial[self.side] = self.table.mine[0].pk


class DifficultyForm(SidedForm, forms.ModelForm):
    side, day = "raised_by", "raised_on"

    class Meta:
        model = Difficulty
        fields = ["what", "topic", "reach", "raised_by", "raised_on", "tried"]
        field_classes = {"raised_on": DateField}
        widgets = {
            "what": forms.Textarea(attrs=RULED),
            "tried": forms.Textarea(attrs=RULED),
            "reach": forms.RadioSelect,
        }
        help_texts = {
            "what": _("Les faits, sans nommer de famille : les autres parties le liront."),
            "reach": _(
                "À l’échelle de la commune : entre la municipalité, des parents, l’Éducation "
                "nationale. Personne autour de la table n’y peut grand-chose seul."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Term.objects.of(Term.Vocabulary.DIFFICULTY)

    def layout(self):
        return Layout("what", "topic", "reach", beside("raised_by", "raised_on"), "tried")

    def act(self):
        if self.instance.pk:
            return actions.change_difficulty(
                difficulty=self.instance, values=self.values(), by=self.user
            )
        return actions.raise_difficulty(difficulty=self.instance, by=self.user)


class DifficultyFinder(Finder):
    """Between us, or of the whole town (PAR-095)."""

    q = None
    reach = forms.ChoiceField(
        label=_("À quelle échelle"),
        required=False,
        choices=[("", _("toutes")), *Difficulty.Reach.choices],
    )

    def filter(self, difficulties):
        reach = self.cleaned_data.get("reach")
        return difficulties.filter(reach=reach) if reach else difficulties


class LiftForm(SidedForm, forms.ModelForm):
    day = "lifted_on"
    mended_by = {"difficulty_lifted_when_and_how": "lifted_on"}

    class Meta:
        model = Difficulty
        fields = ["lifted_how", "lifted_on"]
        field_classes = {"lifted_on": DateField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True

    def act(self):
        return actions.lift(
            difficulty=self.instance,
            on=self.cleaned_data["lifted_on"],
            how=self.cleaned_data["lifted_how"],
            by=self.user,
        )


class ServiceForm(SidedForm, forms.ModelForm):
    side, day = "given_by", "given_on"

    class Meta:
        model = Service
        fields = ["what", "kind", "given_by", "given_on"]
        field_classes = {"given_on": DateField}
        help_texts = {"what": _("Un prêt, un coup de main à la kermesse, une lettre relue.")}

    def layout(self):
        return Layout("what", "kind", beside("given_by", "given_on"))

    def act(self):
        if self.instance.pk:
            return actions.change_service(service=self.instance, values=self.values(), by=self.user)
        return actions.note_service(service=self.instance, by=self.user)
