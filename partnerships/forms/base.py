"""What every form does with what people type, and how a list is searched."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Hidden, Layout, Row, Submit
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partnerships.validators import fold, looks_like_nir, normalise_phone, normalise_text

FILTER = gettext_lazy("Filtrer")
DASHES = BLANK_CHOICE_DASH[0][1]


class PhoneField(forms.CharField):
    """« 06.12.34.56.78 » and « +33 6 12 34 56 78 » are the same number."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def to_python(self, value):
        return normalise_phone(super().to_python(value))


class DateField(forms.DateField):
    """The calendar of the browser; a browser without one sends what was typed, in French."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def beside(*names):
    """Two or three short answers on one line where there is room."""
    return Row(*(Column(name, css_class=f"col-md-{12 // len(names)}") for name in names))


def asked_by_get(*layout, button=FILTER, look="btn-outline-primary"):
    """The whole <form> of what narrows a page: its answers are in the address."""
    helper = FormHelper()
    helper.form_method = "get"
    helper.disable_csrf = True
    helper.layout = Layout(*layout, Submit("", button, css_class=look))
    return helper


def name_the_blank(field):
    """What nobody has chosen yet is said in words: a row of dashes is read out dash by dash."""
    label = _("à choisir") if field.required else "–"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = label
    elif isinstance(field, forms.ChoiceField):
        first, *others = list(field.choices) or [None]
        if first == ("", DASHES):
            field.choices = [("", label), *others]


class CarefulForm:
    """For a ModelForm: text is tidied, a broken rule is said beside the field that mends it.

    `mended_by` names that field for each constraint; the other rules are said above the form.
    """

    mended_by = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            name_the_blank(field)

    @property
    def helper(self):
        """The page writes the <form>, its key and its buttons (partials/form.html)."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = self.layout()
        return helper

    def layout(self):
        return Layout(*self.fields)

    def present(self, *names):
        """Those of these fields that this person is asked."""
        return [name for name in names if name in self.fields]

    def folded(self, *names):
        """Long lists of boxes, each behind a line that says how many are ticked."""
        return [
            Fieldset(ticked(self[name]), name, template="partials/folded.html")
            for name in self.present(*names)
        ]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = normalise_text(value)
        return cleaned

    def full_clean(self):
        super().full_clean()
        self.place_errors()

    def place_errors(self):
        """Every rule that one field mends is said beside that field."""
        rules = {
            str(rule.violation_error_message): self.mended_by[rule.name]
            for rule in self.instance._meta.constraints
            if self.mended_by.get(rule.name) in self.fields
        }
        for error in self.errors.pop(NON_FIELD_ERRORS, self.error_class()).as_data():
            self.add_error(rules.get(str(error.message)), error)

    def refuse(self, refusal):
        """What an action refused, beside the field it is about when this form has it."""
        for name, errors in by_field(refusal).items():
            self.add_error(name if name in self.fields else None, errors)
        self.place_errors()

    def values(self):
        """What changed, for an action to write: {name: value}."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.fields}

    def refuse_nir(self, *names):
        """Where a number has no place at all: in a name."""
        for name in names:
            if looks_like_nir(self.cleaned_data.get(name) or ""):
                self.add_error(
                    name, _("Ceci est un numéro de sécurité sociale : il n’a pas sa place ici.")
                )

    def warnings(self):
        """Sentences to say after saving: what was written does not belong here."""
        for name, value in self.cleaned_data.items():
            if isinstance(value, str) and looks_like_nir(value):
                yield _(
                    "« %(field)s » semble contenir un numéro de sécurité sociale : retirez-le, "
                    "il n’a pas sa place ici."
                ) % {"field": self.fields[name].label}


class ActingForm(CarefulForm):
    """Its save() is what `act()` wrote; None when the action refuses, its reason on the form."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def save(self):
        try:
            return self.act()
        except ValidationError as refusal:
            self.refuse(refusal)


class PlainForm(ActingForm, forms.Form):
    def place_errors(self):
        """No model, hence no rule of one: what an action refuses is said above the form."""


def ticked(field):
    number = len(field.value() or ())
    text = ngettext("%(label)s : %(count)s choix", "%(label)s : %(count)s choix", number)
    return text % {"label": field.label, "count": number}


def by_field(refusal):
    if hasattr(refusal, "error_dict"):
        return refusal.error_dict
    return {NON_FIELD_ERRORS: refusal.error_list}


class Finder(forms.Form):
    """The search and the filters of a list, by GET; what makes no sense filters nothing."""

    q = forms.CharField(required=False, max_length=200)

    def __init__(self, data, *, user):
        super().__init__(data)
        self.user = user
        self.prepare()
        self.full_clean()

    def prepare(self):
        """For lists whose choices depend on who asks."""

    @property
    def text(self):
        return self.cleaned_data.get("q", "")

    @property
    def folded(self):
        return fold(self.text)

    def kept(self):
        """The filters in force, which a search must not lose: [(name, value)]."""
        return [
            (name, self.data[name]) for name in self.fields if name != "q" and self.data.get(name)
        ]

    def has_changed(self):
        return bool(self.kept())

    @property
    def is_in_force(self):
        return bool(self.text or self.kept())

    @property
    def helper(self):
        sought = [Hidden("q", self.text)] if self.text else []
        return asked_by_get(*sought, *(name for name in self.fields if name != "q"))
