"""A series of sessions: its rule or its dates, asked by GET, and those one keeps of them."""

from dataclasses import replace

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import DateField, PlainForm, beside
from partnerships.models import School
from workshops import clashes, series
from workshops.actions import schedule
from workshops.clashes import Slot
from workshops.forms.dates import DaysField
from workshops.forms.fields import HourInput
from workshops.forms.schedule import NEXT_DAY, hours, schools_of


class SeriesForm(PlainForm):
    """What every session of a series shares; asked by GET: looking at its dates writes nothing."""

    starts_at = forms.TimeField(label=_("Début"), widget=HourInput())
    ends_at = forms.TimeField(label=_("Fin"), widget=HourInput(), help_text=NEXT_DAY)
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
        return Layout(
            Fieldset(_("Quand"), *self.when(), hours()),
            *self.how_many(),
            Fieldset(_("Où"), *self.present("place", "school")),
        )

    def how_many(self):
        return []

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("starts_at") and cleaned["starts_at"] == cleaned.get("ends_at"):
            self.add_error("ends_at", _("La séance doit durer : la fin n’est pas le début."))
        if not self.errors:
            self.rule = self.rule_of(cleaned)
        return cleaned

    def rule_of(self, cleaned):
        try:
            return self.rule_from(cleaned)
        except ValidationError as refusal:
            self.add_error(self.refused_beside, refusal)

    @property
    def is_over_midnight(self):
        return self.cleaned_data["ends_at"] < self.cleaned_data["starts_at"]

    def proposals(self):
        """The dates the rule gives, what stands in the way of some, and what each runs into."""
        given = self.cleaned_data
        calendar = schedule.calendar_for(
            self.workshop,
            given.get("school"),
            since=self.rule.first,
            starts_at=given["starts_at"],
        )
        found = series.propose(self.rule, calendar)
        hours = given["starts_at"], given["ends_at"], given["place"]
        slots = [Slot(proposal.day, *hours) for proposal in found]
        met = clashes.meetings(self.workshop, slots, user=self.user)
        return [
            replace(proposal, clashes=tuple(said))
            for proposal, said in zip(found, met, strict=True)
        ]

    def crowd(self):
        return clashes.crowd(self.workshop, self.rule.first)


class RuleForm(SeriesForm):
    """Every week, or every other, on one weekday or several."""

    refused_beside = "times"

    first = DateField(
        label=_("Première date"),
        help_text=_("Elle dit aussi le jour de la semaine, si vous n’en cochez aucun."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Quels jours"),
        coerce=int,
        required=False,
        choices=[(number, name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    every = forms.TypedChoiceField(
        label=_("Rythme"),
        coerce=int,
        choices=[(1, _("toutes les semaines")), (2, _("une semaine sur deux"))],
    )
    times = forms.IntegerField(
        label=_("Nombre de séances"),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Les dates laissées de côté ne comptent pas."),
    )
    until = DateField(label=_("ou jusqu’au"), required=False)

    def when(self):
        return [beside("first", "every"), InlineCheckboxes("weekdays")]

    def how_many(self):
        columns = [Column(name, css_class="col-6") for name in ("times", "until")]
        return [Fieldset(_("Combien"), Row(*columns))]

    def rule_from(self, cleaned):
        return series.Rule(
            cleaned["first"],
            cleaned["every"],
            cleaned["times"],
            cleaned["until"],
            frozenset(cleaned["weekdays"]),
        )


class ChosenForm(SeriesForm):
    """Days picked one by one."""

    refused_beside = "dates"

    by = forms.CharField(widget=forms.HiddenInput, initial="dates")
    dates = DaysField(
        label=_("Les dates"),
        help_text=_("Une par ligne : 3/11, jeudi 12 novembre, 1er décembre 2026…"),
    )

    def when(self):
        return ["by", "dates"]

    def rule_from(self, cleaned):
        return series.Chosen(cleaned["dates"])


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
