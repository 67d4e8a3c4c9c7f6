from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from evaluation.actions import indicators as actions
from evaluation.figures import Figures, Scope
from evaluation.forms.fields import AimField, read_aim
from evaluation.measures import MEASURES
from evaluation.models import Indicator, Target
from evaluation.scopes import choices
from partnerships.forms.base import CarefulForm, DateField, beside
from workshops.models import Workshop

NARROWING = ("format", "theme", "school", "territory", "host")
AIM_HELP = _("Un nombre ; pour des heures, 264 h ou 16 h 30. Vide : on regarde sans viser.")


class IndicatorForm(CarefulForm, forms.ModelForm):
    """An indicator, and when it is new its first target over the season of its programme."""

    mended_by = {"indicator_once_per_programme": "title"}

    aim = AimField(label=_("Valeur visée"), required=False, max_length=20, help_text=AIM_HELP)

    class Meta:
        model = Indicator
        fields = [
            *("title", "kind", "measure", "format", "theme", "school", "territory", "host"),
            *("definition", "unit", "order"),
        ]
        widgets = {"definition": forms.Textarea(attrs={"rows": 3})}
        labels = {"host": _("Accueilli par"), "school": _("Tenu pour l’établissement")}

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user
        choices = [("", "–"), *((name, measure.title) for name, measure in MEASURES.items())]
        self.fields["measure"] = forms.ChoiceField(
            label=_("Mesure"),
            choices=choices,
            required=False,
            help_text=_("Pour un indicateur calculé : ce qu’on compte dans les feuilles."),
        )
        self.offer(self.parts())
        self.fields["order"].required = False
        del self.fields["aim" if self.instance.pk else "order"]

    def parts(self):
        """What the workshops of the programme may be narrowed by, and what is chosen already."""
        programme = self.instance.programme
        scope = Scope((programme,), programme.starts_on, programme.ends_on)
        found = choices(Figures.of(scope).sources)
        return {name: {key for key, _label in found[name]} for name in NARROWING}

    def offer(self, parts):
        chosen = {name: getattr(self.instance, f"{name}_id", None) for name in parts}
        for name in parts.keys() - {"format"}:
            field = self.fields[name]
            field.queryset = field.queryset.filter(pk__in={*parts[name], chosen[name]} - {None})
            field.empty_label = _("tout")
        kept = parts["format"] | {self.instance.format}
        formats = [choice for choice in Workshop.Format.choices if choice[0] in kept]
        self.fields["format"].choices = [("", _("tout")), *formats]

    def layout(self):
        return Layout(
            "title",
            "kind",
            Fieldset(_("S’il se calcule dans les feuilles"), "measure", *NARROWING),
            Fieldset(_("S’il se saisit ou se dit en mots"), "definition", "unit"),
            *self.present("aim", "order"),
        )

    def clean(self):
        given = super().clean()
        is_computed = given.get("kind") == Indicator.Kind.COMPUTED
        if is_computed and not given.get("measure"):
            self.add_error("measure", _("Choisissez ce que l’indicateur compte."))
        # Only what goes with its kind is kept.
        if is_computed:
            given["definition"] = given["unit"] = ""
        else:
            given["measure"] = given["format"] = ""
            given |= dict.fromkeys(["theme", "school", "territory", "host"])
        if given.get("aim"):
            try:
                given["aim"] = read_aim(given["aim"], given.get("measure", ""))
            except ValidationError as refusal:
                self.add_error("aim", refusal)
        return given

    def clean_order(self):
        return self.cleaned_data["order"] or 0

    def save(self):
        """None when the action refuses; its reason is then among the form's errors."""
        try:
            return actions.save(indicator=self.instance, target=self.first_target(), by=self.user)
        except ValidationError as refusal:
            self.refuse(refusal)

    def first_target(self):
        value, programme = self.cleaned_data.get("aim"), self.instance.programme
        if value in (None, ""):
            return None
        return Target(
            indicator=self.instance,
            value=value,
            starts_on=programme.starts_on,
            ends_on=programme.ends_on,
        )


class TargetForm(CarefulForm, forms.ModelForm):
    value = AimField(label=_("Valeur visée"), max_length=20)

    class Meta:
        model = Target
        fields = ["value", "starts_on", "ends_on"]
        field_classes = {"starts_on": DateField, "ends_on": DateField}

    mended_by = dict.fromkeys(["target_ends_after_it_starts", "target_once_per_period"], "ends_on")

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user
        self.fields["value"].measure = self.instance.indicator.measure
        if self.fields["value"].measure in MEASURES:
            self.fields["value"].help_text = MEASURES[self.fields["value"].measure].definition

    def layout(self):
        return Layout("value", beside("starts_on", "ends_on"))

    def clean_value(self):
        return read_aim(self.cleaned_data["value"], self.instance.indicator.measure)

    def save(self):
        """None when the action refuses; its reason is then among the form's errors."""
        try:
            return actions.aim(target=self.instance, by=self.user)
        except ValidationError as refusal:
            self.refuse(refusal)
