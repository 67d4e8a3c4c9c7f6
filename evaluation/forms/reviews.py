"""Calling a joint review, and preparing it while its voices are under seal."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from evaluation.actions import reviews as actions
from evaluation.calls import year_proposed
from evaluation.models import Review, Voice
from partnerships.calendar import first_year, school_year_bounds
from partnerships.forms.base import ActingForm, DateField, beside
from partnerships.models import Term
from workshops.forms.fields import HourInput
from workshops.models import Workshop

# Proposed the first time: what eight lines can hold of the forty (EVA-035, EVA-041, EVA-042).
PROPOSED = {
    "Une confiance réciproque",
    "Se rencontrer régulièrement",
    "Définir clairement les rôles",
    "La même prise de parole pour chacun",
    "Rythme et temporalité adaptés",
    "Aborder et lever les points de difficulté",
    "Ça apporte à chacun, intérêt partagé",
    "Trouver celui qui tient le fil",
}


class PreparationForm(ActingForm, forms.ModelForm):
    """Dates, place, what is looked at together, and which people speak besides the structures."""

    mended_by = {
        "review_ends_after_it_starts": "ends_on",
        "review_once_a_year": "title",
        "review_once_a_workshop": "title",
    }
    people = forms.MultipleChoiceField(
        label=_("Qui parle aussi, sans être une structure"),
        choices=[(kind.value, kind.label.capitalize()) for kind in Voice.WITHOUT_STRUCTURE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=[kind.value for kind in Voice.WITHOUT_STRUCTURE],
        help_text=_("Une voix comme les autres : on l’écrit avec eux, ou ils l’écrivent."),
    )

    class Meta:
        model = Review
        fields = [
            *("title", "starts_on", "ends_on", "answers_until"),
            *("meets_on", "meets_at", "place", "criteria"),
        ]
        field_classes = dict.fromkeys(
            ["starts_on", "ends_on", "answers_until", "meets_on"], DateField
        )
        widgets = {"meets_at": HourInput, "criteria": forms.CheckboxSelectMultiple}
        help_texts = {
            "criteria": _("Huit suffisent : chacun doit pouvoir répondre en dix minutes."),
            "meets_on": _("Tout le monde autour de la table. On peut la fixer plus tard."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        criteria = Term.objects.of(Term.Vocabulary.CRITERION)
        if self.instance.pk:
            # A term taken off the list stays in the reviews that chose it.
            criteria = (criteria | self.instance.criteria.all()).distinct()
            voices = self.instance.voices.filter(structure__isnull=True)
            self.initial["people"] = [voice.kind for voice in voices]
        self.fields["criteria"].queryset = criteria

    def layout(self):
        return Layout(
            Fieldset(
                _("De quoi nous parlons"),
                *self.present("title", "workshop", "school_year"),
                beside("starts_on", "ends_on"),
                *self.folded("criteria"),
            ),
            Fieldset(
                _("Quand nous nous retrouvons"),
                "answers_until",
                beside("meets_on", "meets_at"),
                "place",
            ),
            Fieldset(_("Les voix"), "people"),
        )

    def act(self):
        people = self.cleaned_data["people"]
        values = self.values()
        values.pop("people", None)
        return actions.prepare(review=self.instance, values=values, people=people, by=self.user)


def of_the_year(year, workshop):
    """What the year says of it by itself: its title, its first and last day."""
    label = f"{year}-{year + 1}"
    starts_on, ends_on = school_year_bounds(label)
    title = said("Bilan de l’année %(year)s") % {"year": label}
    if workshop:
        title = said("Bilan de l’atelier « %(workshop)s »") % {"workshop": workshop}
    return {"title": title[:150], "starts_on": starts_on, "ends_on": ends_on}


class CallForm(PreparationForm):
    """The same, with the year and the workshop, which do not change afterwards."""

    class Meta(PreparationForm.Meta):
        fields = ["workshop", "school_year", *PreparationForm.Meta.fields]

    def __init__(self, *args, partnership, workshop=None, **kwargs):
        review = Review(partnership=partnership)
        super().__init__(*args, instance=review, **kwargs)
        today = timezone.localdate()
        this_year, year = first_year(today), year_proposed(today)
        choices = [(each, f"{each}-{each + 1}") for each in (this_year - 1, this_year)]
        self.fields["school_year"] = forms.TypedChoiceField(
            label=_("Année scolaire"), choices=choices, coerce=int
        )
        workshops = Workshop.objects.visible_to(self.user).single()
        workshops = workshops.filter(programme__partnerships=partnership).order_by("sort_key", "pk")
        self.fields["workshop"].queryset = workshops
        self.fields["workshop"].empty_label = _("Toute l’année du partenariat")
        self.fields["workshop"].help_text = ""
        if workshop or Review.objects.of(partnership).called_for(year).exists():
            year = this_year
        self.initial |= of_the_year(year, workshop)
        self.initial |= {"workshop": workshop, "school_year": year, "criteria": self.proposed()}

    def proposed(self):
        """Keys of the criteria of the last review, so that years compare; else those we propose."""
        past = Review.objects.of(self.instance.partnership).order_by("-school_year", "-pk")
        if chosen := [term.pk for review in past[:1] for term in review.criteria.all()]:
            return chosen
        terms = self.fields["criteria"].queryset.filter(label__in=PROPOSED)
        return [term.pk for term in terms]

    def clean(self):
        """Another year, or a workshop, takes the title and the days proposed along."""
        cleaned = super().clean()
        year, workshop = cleaned.get("school_year"), cleaned.get("workshop")
        if year:
            for name, value in of_the_year(year, workshop).items():
                if cleaned.get(name) == self.initial[name]:
                    cleaned[name] = value
        return cleaned

    def act(self):
        return actions.call(
            review=self.instance,
            criteria=list(self.cleaned_data["criteria"]),
            people=self.cleaned_data["people"],
            by=self.user,
        )
