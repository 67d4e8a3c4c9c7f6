"""A parcours type and its modules: one form for the whole."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import ActingForm, CarefulForm
from partnerships.models import Structure
from workshops.actions import planning
from workshops.forms.fields import MinutesField
from workshops.forms.planning import RULED
from workshops.models import Module, Pathway

ROWS_AT_FIRST = 4
MOST_MODULES = 60


class PathwayForm(ActingForm, forms.ModelForm):
    mended_by = {
        "pathway_once_per_structure": "title",
        "pathway_threshold_is_a_percentage": "completion_threshold",
    }

    class Meta:
        model = Pathway
        fields = ["structure", "title", "description", "completion_by", "completion_threshold"]
        widgets = {
            "description": forms.Textarea(attrs=RULED),
            "completion_by": forms.RadioSelect,
        }
        help_texts = {
            "completion_threshold": _("En % des heures prévues, ou du nombre de modules."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        structures = Structure.objects.writable_by(user).in_name_order()
        self.fields["structure"].queryset = structures
        if self.instance.pk:
            del self.fields["structure"]
        elif len(structures) == 1:
            self.instance.structure = structures[0]
            del self.fields["structure"]

    def layout(self):
        return Layout(Fieldset(_("Le parcours"), *self.fields))

    def write(self, modules):
        """The pathway with its modules; None when the action refuses, its reason among the errors."""
        try:
            return planning.write_pathway(
                pathway=self.instance,
                modules=modules.kept(),
                removed=modules.removed(),
                by=self.user,
            )
        except ValidationError as refusal:
            self.refuse(refusal)


class ModuleForm(CarefulForm, forms.ModelForm):
    mended_by = {"module_lasts": "planned_minutes"}

    order = forms.IntegerField(
        label=_("Place"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )
    planned_minutes = MinutesField(
        label=_("Durée prévue"), widget=forms.TextInput(attrs={"class": "form-control"})
    )

    class Meta:
        model = Module
        fields = ["order", "title", "kind", "planned_minutes"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "form-control"}),
            "kind": forms.Select(attrs={"class": "form-select"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def has_changed(self):
        """A row where only the kind is chosen, as it always is, is an empty row."""
        return bool(set(self.changed_data) - {"kind"}) if self.empty_permitted else True

    def _get_validation_exclusions(self):
        """Places are compared among the rows, since two modules may be changing theirs."""
        return super()._get_validation_exclusions() | {"pathway"}


class ModuleRows(forms.BaseInlineFormSet):
    deletion_widget = forms.CheckboxInput(attrs={"class": "form-check-input"})

    def validate_unique(self):
        """Said by clean(), with the rows named."""

    def clean(self):
        """A row without a place comes last; two rows never share one."""
        super().clean()
        if any(self.errors):
            return
        rows = [row for row in self.filled() if row.cleaned_data.get("order")]
        last = max((row.cleaned_data["order"] for row in rows), default=0)
        for row in self.filled():
            if not row.cleaned_data.get("order"):
                last += 1
                row.instance.order = last
        taken = {}
        for row in rows:
            other = taken.setdefault(row.cleaned_data["order"], row)
            if other is not row:
                self.refuse_same_place(other, row)

    def refuse_same_place(self, first, second):
        second.add_error(
            "order",
            _("« %(title)s » est déjà à la place %(order)d.")
            % {"title": first.cleaned_data["title"], "order": first.cleaned_data["order"]},
        )

    def filled(self):
        """The rows somebody wrote in and keeps."""
        return [
            row for row in self.forms if row.has_changed() and not self._should_delete_form(row)
        ]

    def kept(self):
        return [row.instance for row in self.filled()]

    def removed(self):
        return [row.instance for row in self.deleted_forms if row.instance.pk]


def module_rows(data, *, pathway):
    """The rows of a pathway; a few empty ones for a new one, one more each time it is asked."""
    is_new = pathway.pk is None
    rows = forms.inlineformset_factory(
        Pathway,
        Module,
        form=ModuleForm,
        formset=ModuleRows,
        extra=ROWS_AT_FIRST if is_new else 0,
        max_num=MOST_MODULES,
        absolute_max=MOST_MODULES,
    )
    if data and "more" in data:
        data = data.copy()
        shown = data.get("modules-TOTAL_FORMS", "")
        total = int(shown) if shown.isascii() and shown.isdecimal() else 0
        data["modules-TOTAL_FORMS"] = min(total + 1, MOST_MODULES)
    return rows(data, instance=pathway, queryset=Module.objects.order_by("order"))
