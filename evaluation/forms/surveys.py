"""What the team fills in around a survey: opening it, counting paper, rereading words."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.actions import surveys as actions
from evaluation.models import Feedback, Survey, Tally, Voice
from families.models import NoticeText
from partnerships.forms.base import ActingForm, DateField, PlainForm, beside
from partnerships.validators import looks_like_nir
from workshops.models import Workshop


class SurveyForm(ActingForm, forms.ModelForm):
    mended_by = {"survey_ends_after_it_starts": "ends_on"}

    class Meta:
        model = Survey
        fields = ["workshop", "audience", "skill", "starts_on", "ends_on", "voice"]
        field_classes = {"starts_on": DateField, "ends_on": DateField}
        widgets = {"audience": forms.RadioSelect}
        help_texts = {
            "skill": _("Pour les parents seulement : la même question, avant et maintenant."),
            "voice": _("Ses réponses seront lues dans le bilan, à la place de ces personnes."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        programme = self.instance.programme
        workshops = Workshop.objects.visible_to(self.user).filter(programme=programme)
        self.fields["workshop"].queryset = workshops.order_by("sort_key", "pk")
        self.fields["workshop"].empty_label = _("tout le programme")
        self.fields["skill"].choices = [("", _("rien")), *Survey.Skill.choices]
        voices = Voice.objects.noted_by(self.user).to_be_asked(programme)
        self.fields["voice"].queryset = voices
        self.fields["voice"].empty_label = _("aucune")
        self.fields["voice"].label_from_instance = lambda voice: f"{voice}, {voice.review}"
        if not self.fields["voice"].queryset:
            del self.fields["voice"]
        if self.instance.pk:
            self.fields = {name: self.fields[name] for name in self.still_asked()}

    def still_asked(self):
        """Once people answer, what they answer to does not change."""
        return self.present("starts_on", "ends_on", "voice")

    def layout(self):
        return Layout(
            *self.present("workshop", "audience", "skill"),
            beside("starts_on", "ends_on"),
            *self.present("voice"),
        )

    def act(self):
        return actions.ask(survey=self.instance, by=self.user)


class CountForm(PlainForm):
    """How many people gave each answer, and what they wrote; empty is nobody."""

    words = forms.CharField(
        label=_("Les mots écrits sur papier"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "ruled"}),
        help_text=_(
            "Un avis par ligne, sans nom. Une fois enregistrés, ils se mêlent aux autres : on ne "
            "les revoit qu’une fois le recueil fermé."
        ),
    )
    language = forms.ChoiceField(label=_("Langue de ces mots"), choices=NoticeText.Language.choices)

    def __init__(self, *args, survey, **kwargs):
        super().__init__(*args, **kwargs)
        self.survey = survey
        counted = {(tally.question, tally.value): tally.number for tally in survey.tallies.all()}
        self.groups = [
            (title, [self.add(question, *answer, counted) for answer in answers])
            for question, title, answers in asked(survey)
        ]
        self.order_fields([name for _title, names in self.groups for name in names])

    def add(self, question, value, label, counted):
        name = f"{question}_{value}"
        self.fields[name] = forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=1000,
            initial=counted.get((question, value)),
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
        return name

    @property
    def counters(self):
        """(title, fields) of each question, for the page to draw."""
        return [(title, [self[name] for name in names]) for title, names in self.groups]

    def clean_words(self):
        lines = (" ".join(line.split()) for line in self.cleaned_data["words"].splitlines())
        found = [line for line in lines if line]
        most = Feedback._meta.get_field("words").max_length
        if any(len(line) > most for line in found):
            raise forms.ValidationError(
                _("Une ligne a plus de %(most)s caractères : coupez-la."), params={"most": most}
            )
        if any(map(looks_like_nir, found)):
            raise forms.ValidationError(
                _("Ceci est un numéro de sécurité sociale : il n’a pas sa place ici.")
            )
        return found

    def act(self):
        given = self.cleaned_data
        numbers = {
            (question, value): given[f"{question}_{value}"] or 0
            for question, _title, answers in asked(self.survey)
            for value, _label in answers
        }
        actions.count(
            survey=self.survey,
            numbers=numbers,
            words=given["words"],
            language=given["language"],
            by=self.user,
        )
        return self.survey


def asked(survey):
    """(question, title, [(value, label)]) of everything the survey asks but words."""
    faces = [(int(face), face.label) for face in reversed(Feedback.Face)]
    yield Tally.Question.FACE, _("C’était comment ?"), faces
    if survey.skill:
        cans = [(int(can), can.label) for can in Feedback.Can]
        yield Tally.Question.BEFORE, _("Avant"), cans
        yield Tally.Question.AFTER, _("Maintenant"), cans
