"""An action sheet, its headings, its actions and what is expected of them."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.actions import sheets as actions
from evaluation.models import (
    ActionSheet,
    ExpectedResult,
    Indicator,
    SheetItem,
    SheetSection,
    StrategicObjective,
    StrategicPlan,
)
from partnerships.forms.base import ActingForm, DateField, Finder, PlainForm, beside
from partnerships.models import Structure
from workshops.models import Programme, Workshop

RULED = {"class": "ruled", "rows": 3}


class ObjectiveChoice(forms.ModelChoiceField):
    """Every objective under the name of its plan."""

    def label_from_instance(self, objective):
        return f"{objective} ({objective.axis.plan})"


def objectives(user):
    plans = StrategicPlan.objects.visible_to(user).order_by().values("pk")
    found = StrategicObjective.objects.filter(axis__plan__in=plans)
    return found.select_related("axis__plan").order_by("axis__plan", "axis__number", "number")


class ActionSheetForm(ActingForm, forms.ModelForm):
    mended_by = {
        "action_sheet_ends_after_it_starts": "ends_on",
        "action_sheet_once": "title",
    }

    objective = ObjectiveChoice(
        StrategicObjective.objects.none(),
        label=_("Objectif du plan"),
        required=False,
        empty_label=_("aucun plan"),
    )

    class Meta:
        model = ActionSheet
        fields = [
            *("template", "holder", "code", "title", "objective"),
            *("starts_on", "ends_on", "programmes"),
        ]
        field_classes = {"starts_on": DateField, "ends_on": DateField}
        widgets = {"template": forms.RadioSelect, "programmes": forms.CheckboxSelectMultiple}
        help_texts = {
            "programmes": _(
                "Leurs partenaires liront la fiche ; leurs chiffres y viendront seuls."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = self.user.rights.coordinates
        self.fields["template"].choices = ActionSheet.Template.choices
        holders = Structure.objects.visible_to(self.user).filter(pk__in=held)
        self.fields["holder"].queryset = holders
        self.fields["holder"].initial = next(iter(held)) if len(held) == 1 else None
        self.fields["objective"].queryset = objectives(self.user)
        self.fields["programmes"].queryset = Programme.objects.shared_by(self.user)
        if self.instance.pk:
            # Its headings were made from it; and whose it is does not change.
            del self.fields["template"], self.fields["holder"]

    def layout(self):
        return Layout(
            *([Fieldset(_("La fiche"), "template", "holder")] if not self.instance.pk else []),
            Fieldset(_("Son titre"), "code", "title", "objective"),
            Fieldset(_("Du premier au dernier jour"), beside("starts_on", "ends_on")),
            Fieldset(_("Ce qu’elle réunit"), *self.folded("programmes")),
        )

    def act(self):
        if self.instance.pk:
            return actions.revise(sheet=self.instance, values=self.values(), by=self.user)
        return actions.begin(
            sheet=self.instance, programmes=self.cleaned_data["programmes"], by=self.user
        )


class CopyForm(PlainForm):
    """The same sheet over the next period."""

    starts_on = DateField(label=_("Du"))
    ends_on = DateField(label=_("Au"))

    def __init__(self, *args, sheet, **kwargs):
        starts_on, ends_on = actions.next_period(sheet)
        initial = {"starts_on": starts_on, "ends_on": ends_on}
        super().__init__(*args, initial=initial, **kwargs)
        self.sheet = sheet

    def layout(self):
        return Layout(beside("starts_on", "ends_on"))

    def act(self):
        return actions.copy(sheet=self.sheet, by=self.user, **self.cleaned_data)


class SheetFinder(Finder):
    """By words of the title or the code, and by plan."""

    plan = forms.ModelChoiceField(
        StrategicPlan.objects.none(), label=_("Plan"), required=False, empty_label=_("tous")
    )

    def prepare(self):
        self.fields["plan"].queryset = StrategicPlan.objects.visible_to(self.user)

    def filter(self, sheets):
        if plan := self.cleaned_data.get("plan"):
            sheets = sheets.filter(objective__axis__plan=plan)
        for word in self.text.split():
            sheets = sheets.said(word)
        return sheets


# -- Its parts -----------------------------------------------------------------------------------


class SheetSectionForm(ActingForm, forms.ModelForm):
    """When somebody else wrote meanwhile, their text is shown beside, and this one can be sent."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = SheetSection
        fields = ["title", "body"]
        widgets = {"body": forms.Textarea(attrs={"class": "ruled", "rows": 8})}
        help_texts = {"body": _("Une ligne qui commence par un tiret devient une puce.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def act(self):
        actions.write(section=self.instance, by=self.user, **self.cleaned_data)
        return self.instance

    def refuse(self, refusal):
        super().refuse(refusal)
        if getattr(refusal, "code", "") == "conflict":
            self.data = self.data.copy()
            self.data["version"] = self.initial["version"]


class NewSectionForm(ActingForm, forms.ModelForm):
    class Meta:
        model = SheetSection
        fields = ["title"]
        labels = {"title": _("Titre de la rubrique")}

    def act(self):
        title = self.cleaned_data["title"]
        return actions.add_section(sheet=self.instance.sheet, title=title, by=self.user)


class PartForm(ActingForm, forms.ModelForm):
    """A line of the sheet: new, or what changed of it."""

    def act(self):
        if self.instance.pk:
            return actions.rewrite(part=self.instance, values=self.values(), by=self.user)
        extra = {name: self.cleaned_data[name] for name in self.several() if name in self.fields}
        return actions.add(part=self.instance, by=self.user, **extra)

    def several(self):
        return [field.name for field in self._meta.model._meta.many_to_many]


class SheetItemForm(PartForm):
    class Meta:
        model = SheetItem
        fields = ["title", "body", "workshops"]
        widgets = {
            "body": forms.Textarea(attrs=RULED),
            "workshops": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Workshop.objects.visible_to(self.user)
        programmes = self.instance.sheet.programmes.order_by().values("pk")
        self.fields["workshops"].queryset = seen.filter(programme__in=programmes)
        if not self.fields["workshops"].queryset.exists():
            del self.fields["workshops"]

    def layout(self):
        return Layout("title", "body", *self.folded("workshops"))


class ResultForm(PartForm):
    class Meta:
        model = ExpectedResult
        fields = ["words", "indicator", "obtained"]
        widgets = {
            "words": forms.Textarea(attrs=RULED),
            "obtained": forms.Textarea(attrs=RULED),
        }
        help_texts = {
            "words": _("Une phrase suffit : tout résultat ne se compte pas."),
            "indicator": _("Facultatif : ce qui le compte ou le raconte dans un programme."),
            "obtained": _("Ce qui s’est vu, même sans nombre."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        counted = Indicator.objects.counted_for(self.user)
        programmes = self.instance.sheet.programmes.order_by().values("pk")
        self.fields["indicator"].queryset = counted.filter(programme__in=programmes)
        self.fields["indicator"].empty_label = _("aucun : il se dit en mots")
