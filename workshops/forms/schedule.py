"""When a workshop is to meet: one session, or a series with its dates looked at first."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import ActingForm, DateField, PlainForm, beside
from partnerships.models import School
from workshops import series
from workshops.actions import schedule
from workshops.forms.fields import HourInput
from workshops.models import Module, Session

NEXT_DAY = _("Une fin avant le début se termine le lendemain : 22 h – 0 h 30.")


class ModuleField(forms.ModelChoiceField):
    def label_from_instance(self, module):
        return f"{module.order}. {module}"


def schools_of(workshop):
    """Those it is planned with, else those of the programme's partnerships."""
    known = School.objects.filter(workshops=workshop)
    if not known.exists():
        known = School.objects.filter(
            structure__parties__partnership__programmes=workshop.programme
        )
    return known.distinct().in_name_order()


class SessionForm(ActingForm, forms.ModelForm):
    mended_by = {"session_lasts": "ends_at"}

    module = ModuleField(
        Module.objects.none(), label=_("Module"), required=False, empty_label=_("sans module")
    )

    class Meta:
        model = Session
        fields = ["date", "starts_at", "ends_at", "place", "module", "school"]
        field_classes = {"date": DateField}
        widgets = {"starts_at": HourInput(), "ends_at": HourInput()}
        help_texts = {"ends_at": NEXT_DAY}

    def __init__(self, *args, workshop, **kwargs):
        usual = schedule.usual(workshop)
        super().__init__(*args, initial=vars(usual), **kwargs)
        self.instance.workshop = workshop
        self.fields["module"].queryset = Module.objects.filter(
            pathway=workshop.pathway_id
        ).order_by("order")
        self.fields["school"].queryset = schools_of(workshop)
        self.fields["school"].empty_label = _("aucune en particulier")
        for name in ("module", "school"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def layout(self):
        names = [name for name in ("place", "module", "school") if name in self.fields]
        return Layout("date", hours(), *names)

    def act(self):
        return schedule.create_session(session=self.instance, by=self.user)


def hours():
    return Row(Column("starts_at", css_class="col-6"), Column("ends_at", css_class="col-6"))


class SeriesForm(PlainForm):
    """The rule of a series; asked by GET, so that looking at its dates writes nothing."""

    first = DateField(
        label=_("Première date"), help_text=_("Elle dit aussi le jour de la semaine.")
    )
    every = forms.TypedChoiceField(
        label=_("Rythme"),
        coerce=int,
        choices=[(1, _("toutes les semaines")), (2, _("une semaine sur deux"))],
    )
    starts_at = forms.TimeField(label=_("Début"), widget=HourInput())
    ends_at = forms.TimeField(label=_("Fin"), widget=HourInput(), help_text=NEXT_DAY)
    times = forms.IntegerField(
        label=_("Nombre de séances"),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Les dates laissées de côté ne comptent pas."),
    )
    until = DateField(label=_("ou jusqu’au"), required=False)
    place = forms.CharField(label=_("Lieu"), max_length=150, required=False)
    school = forms.ModelChoiceField(
        School.objects.none(),
        label=_("Tenue pour l’école"),
        required=False,
        empty_label=_("aucune en particulier"),
    )

    def __init__(self, *args, workshop, **kwargs):
        self.workshop = workshop
        self.modules = schedule.modules_left(workshop)
        usual = schedule.usual(workshop)
        initial = vars(usual) | {"times": len(self.modules) or None}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["school"].queryset = schools_of(workshop)
        if not self.fields["school"].queryset.exists():
            del self.fields["school"]

    def layout(self):
        names = [name for name in ("place", "school") if name in self.fields]
        return Layout(
            Fieldset(_("Quand"), beside("first", "every"), hours()),
            Fieldset(
                _("Combien"),
                Row(Column("times", css_class="col-6"), Column("until", css_class="col-6")),
            ),
            Fieldset(_("Où"), *names),
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("starts_at") and cleaned["starts_at"] == cleaned.get("ends_at"):
            self.add_error("ends_at", _("La séance doit durer : la fin n’est pas le début."))
        if cleaned.get("first") and not self.errors:
            self.rule = self.rule_of(cleaned)
        return cleaned

    def rule_of(self, cleaned):
        try:
            return series.Rule(
                cleaned["first"], cleaned["every"], cleaned["times"], cleaned["until"]
            )
        except ValidationError as refusal:
            self.add_error("times", refusal)

    @property
    def is_over_midnight(self):
        return self.cleaned_data["ends_at"] < self.cleaned_data["starts_at"]

    def proposals(self):
        """The dates the rule gives, and what stands in the way of some."""
        given = self.cleaned_data
        calendar = schedule.calendar_for(
            self.workshop,
            given.get("school"),
            since=given["first"],
            starts_at=given["starts_at"],
        )
        return series.propose(self.rule, calendar)


class DaysForm(PlainForm):
    """The dates somebody keeps, among those that were proposed."""

    days = forms.TypedMultipleChoiceField(label=_("Dates gardées"), coerce=str, required=False)

    def __init__(self, *args, rule, proposals, **kwargs):
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.by_day = {proposal.day.isoformat(): proposal for proposal in proposals}
        self.fields["days"].choices = [(day, day) for day in self.by_day]

    def ticked(self):
        """(proposal, whether it is ticked): at first, those nothing stands in the way of."""
        chosen = self.data.getlist("days") if self.is_bound else None
        return [
            (proposal, proposal.is_kept if chosen is None else day in chosen)
            for day, proposal in self.by_day.items()
        ]

    def act(self):
        given = self.rule.cleaned_data
        return schedule.create_series(
            workshop=self.rule.workshop,
            days=[self.by_day[day].day for day in self.cleaned_data["days"]],
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            place=given["place"],
            school=given.get("school"),
            by=self.user,
        )


class DeletionForm(PlainForm):
    def __init__(self, *args, session, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session

    def act(self):
        schedule.delete_session(session=self.session, by=self.user)
        return True
