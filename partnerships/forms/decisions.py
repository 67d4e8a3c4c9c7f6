"""Decisions: who does it and for when, alone or as rows of a meeting."""

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.actions.changes import change, create
from partnerships.actions.meetings import Row
from partnerships.around import Table
from partnerships.forms.base import ActingForm, DateField, beside
from partnerships.models import Decision, Meeting

MOST_DECISIONS = 20
# What the button « Une autre décision » sends.
ANOTHER = "1"


class WhoField(forms.ChoiceField):
    """One answer for two questions: which side, and who there when somebody is named."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Qui s’en charge"), **kwargs)

    def sit(self, table):
        self.table = table
        self.choices = [(str(side), self.of(side)) for side in table.writable]
        if table.mine:
            self.initial = str(table.mine[0].pk)

    def of(self, side):
        unnamed = (str(side.pk), _("%(side)s, sans nom précis") % {"side": side})
        named = [
            (f"{side.pk}-{contact.pk}", f"{contact}, {function}")
            for contact, function in self.table.people[side.pk]
        ]
        return [unnamed, *named]

    def clean(self, value):
        """(side, contact or None)."""
        value = super().clean(value)
        side, _dash, contact = value.partition("-")
        sides = {str(each.pk): each for each in self.table.sides}
        return sides[side], self.table.contacts()[int(contact)] if contact else None

    def has_changed(self, initial, data):
        return str(initial or "") != str(data or "")


def who(decision):
    """The value of WhoField for a decision that exists."""
    if decision.owner_id:
        return f"{decision.side_id}-{decision.owner_id}"
    return str(decision.side_id)


class DecisionForm(ActingForm, forms.ModelForm):
    """A decision with its side and its owner in one answer."""

    mended_by = {"decision_done_after_it_is_taken": "decided_on"}

    who = WhoField()

    class Meta:
        model = Decision
        fields = ["what", "decided_on", "due_on"]
        field_classes = {"decided_on": DateField, "due_on": DateField}

    def __init__(self, *args, table, user=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["who"].sit(table)
        if self.instance.pk:
            self.initial["who"] = who(self.instance)
        elif "decided_on" in self.fields:
            self.initial["decided_on"] = self.initial.get("decided_on") or timezone.localdate()

    def layout(self):
        return Layout("what", "who", beside("decided_on", "due_on"))

    def clean(self):
        """The side and the owner are on the record before its rules are asked."""
        cleaned = super().clean()
        if "who" in cleaned:
            self.instance.side, self.instance.owner = cleaned["who"]
        return cleaned

    def values(self):
        values = super().values()
        if "who" in values:
            values["side"], values["owner"] = values.pop("who")
        return values

    def act(self):
        if self.instance.pk:
            return change(
                self.instance, values=self.values(), by=self.user, structure=self.instance.side
            )
        return create(self.instance, by=self.user, structure=self.instance.side)


class DecisionRow(DecisionForm):
    """The same in the page of a meeting: taken that day, beside the others."""

    class Meta(DecisionForm.Meta):
        fields = ["what", "due_on"]
        field_classes = {"due_on": DateField}

    field_order = ["what", "who", "due_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    def has_changed(self):
        """A row where only who is chosen, as it always is, is an empty row."""
        return bool(set(self.changed_data) - {"who"}) if self.empty_permitted else True

    def _get_validation_exclusions(self):
        """The day is that of the meeting, which may be changing too."""
        return super()._get_validation_exclusions() | {"partnership", "meeting", "decided_on"}


class DecisionRows(forms.BaseInlineFormSet):
    deletion_widget = forms.CheckboxInput(attrs={"class": "form-check-input"})

    def kept(self):
        """The rows somebody wrote in and keeps."""
        return [
            Row(row.instance, row.values())
            for row in self.forms
            if row.has_changed() and not self._should_delete_form(row)
        ]

    def removed(self):
        return [row.instance for row in self.deleted_forms if row.instance.pk]


def decision_rows(data, *, meeting: Meeting, table: Table):
    """The decisions of a meeting this person may write, and a row to write one more."""
    rows = forms.inlineformset_factory(
        Meeting,
        Decision,
        form=DecisionRow,
        formset=DecisionRows,
        extra=1,
        max_num=MOST_DECISIONS,
        absolute_max=MOST_DECISIONS,
    )
    if data and data.get("more") == ANOTHER:
        data = data.copy()
        total = data.get("decisions-TOTAL_FORMS") or "0"
        total = int(total) if total.isdecimal() else 0
        data["decisions-TOTAL_FORMS"] = min(total + 1, MOST_DECISIONS)
    queryset = Decision.objects.filter(side__in=table.writable).order_by("pk")
    return rows(data, instance=meeting, queryset=queryset, form_kwargs={"table": table})
