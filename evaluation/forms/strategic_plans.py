"""A plan of several years, its axes and its objectives."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.actions import strategic_plans as actions
from evaluation.models import StrategicAxis, StrategicObjective, StrategicPlan
from partnerships.forms.base import ActingForm, DateField, beside
from partnerships.models import Structure


class StrategicPlanForm(ActingForm, forms.ModelForm):
    mended_by = {
        "strategic_plan_ends_after_it_starts": "ends_on",
        "strategic_plan_once": "title",
    }

    class Meta:
        model = StrategicPlan
        fields = ["title", "holder", "starts_on", "ends_on"]
        field_classes = {"starts_on": DateField, "ends_on": DateField}
        help_texts = {
            "title": _("Par exemple : Schéma départemental des services aux familles."),
            "holder": _("Celle qui tient l’arbre à jour ; celles qu’elle observe le lisent."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.user.rights.coordinates
        holders = Structure.objects.visible_to(self.user).filter(pk__in=held)
        self.fields["holder"].queryset = holders
        self.fields["holder"].initial = next(iter(held)) if len(held) == 1 else None
        if self.instance.pk:
            del self.fields["holder"]

    def layout(self):
        return Layout("title", *self.present("holder"), beside("starts_on", "ends_on"))

    def act(self):
        if self.instance.pk:
            return actions.revise(plan=self.instance, values=self.values(), by=self.user)
        return actions.begin(plan=self.instance, by=self.user)


class BranchForm(ActingForm, forms.ModelForm):
    """The next number is proposed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["number"] = max(self.taken(), default=0) + 1

    def act(self):
        if self.instance.pk:
            return actions.rename(branch=self.instance, values=self.values(), by=self.user)
        return actions.add(branch=self.instance, by=self.user)


class AxisForm(BranchForm):
    mended_by = {"strategic_axis_once_per_number": "number"}

    class Meta:
        model = StrategicAxis
        fields = ["number", "title"]

    def taken(self):
        return self.instance.plan.axes.values_list("number", flat=True)


class ObjectiveForm(BranchForm):
    mended_by = {"strategic_objective_once_per_number": "number"}

    class Meta:
        model = StrategicObjective
        fields = ["number", "title"]

    def taken(self):
        return self.instance.axis.objectives.values_list("number", flat=True)
