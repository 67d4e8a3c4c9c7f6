"""Proposing an idea in two minutes, and answering it."""

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import ActingForm, Finder, PlainForm, beside
from partnerships.forms.texts import ruled
from partnerships.models import Partnership, School, Structure
from workshops import parties
from workshops.actions import ideas
from workshops.models import Idea, Programme, Workshop


class IdeaForm(ActingForm, forms.ModelForm):
    """Four answers at most: it is written on a phone, between two doors."""

    mended_by = {}

    class Meta:
        model = Idea
        fields = ["title", "words", "initiative", "format", "structure"]
        widgets = {"words": ruled(3)}
        help_texts = {
            "title": _("Par exemple : jouer aux maths avec son enfant."),
            "words": _("Deux phrases suffisent."),
            "format": _("Si vous la connaissez déjà."),
        }

    def __init__(self, *args, programme, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.instance.programme = programme
        own = parties.spoken_for(programme, user)
        self.fields["structure"].queryset = own
        self.fields["structure"].label = _("Au titre de")
        self.fields["format"].choices = [("", _("à voir ensemble")), *formats()]
        first = own[0]
        self.initial = {"initiative": usual_initiative(first), "structure": first.pk} | self.initial
        if len(own) == 1:
            self.instance.structure = first
            del self.fields["structure"]

    def layout(self):
        return Layout("title", "words", beside("initiative", "format"), *self.present("structure"))

    def act(self):
        return ideas.propose(idea=self.instance, by=self.user)


def formats():
    """A group that follows a pathway is planned from its modules, not from an idea."""
    return [each for each in Workshop.Format.choices if each[0] != Workshop.Format.COHORT]


def usual_initiative(structure):
    is_school = structure.kind == Structure.Kind.SCHOOL
    return Workshop.Initiative.SCHOOL if is_school else Workshop.Initiative.CENTRE


class PrepareForm(PlainForm):
    """What a workshop needs to begin; the rest is written together in its plan."""

    title = forms.CharField(label=_("Titre de l’atelier"), max_length=200)
    format = forms.ChoiceField(label=_("Forme"))
    host = forms.ModelChoiceField(Structure.objects.none(), label=_("Accueilli par"))
    schools = forms.ModelMultipleChoiceField(
        School.objects.none(),
        label=_("Écoles concernées"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, idea, **kwargs):
        programme = idea.programme
        schools = School.objects.filter(structure__parties__partnership__programmes=programme)
        initial = {
            "title": idea.title,
            "format": idea.format,
            "host": programme.lead_id,
            "schools": schools.filter(structure=idea.structure),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.idea = idea
        self.fields["format"].choices = [("", _("à choisir")), *formats()]
        self.fields["host"].queryset = parties.around(programme)
        self.fields["schools"].queryset = schools.distinct().in_name_order()
        if not schools.exists():
            del self.fields["schools"]

    def layout(self):
        return Layout("title", beside("format", "host"), *self.present("schools"))

    def act(self):
        return ideas.prepare(idea=self.idea, by=self.user, **self.cleaned_data)


class AnswerForm(PlainForm):
    """Not now, or not at all: always with a sentence."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[
            (Idea.Answer.LATER, _("La garder pour plus tard")),
            (Idea.Answer.DECLINED, _("Ne pas la retenir")),
        ],
        widget=forms.RadioSelect,
        initial=Idea.Answer.LATER,
    )
    words = forms.CharField(
        label=_("Pourquoi, en une phrase"),
        max_length=300,
        widget=ruled(),
        help_text=_("La personne qui l’a proposée la lira."),
    )

    def __init__(self, *args, idea, **kwargs):
        super().__init__(*args, **kwargs)
        self.idea = idea

    def act(self):
        return ideas.put_off(idea=self.idea, by=self.user, **self.cleaned_data)


class IdeaFinder(Finder):
    """By programme, by answer; `partenariat` when one comes from its page."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), required=False, empty_label=_("tous")
    )
    reponse = forms.ChoiceField(label=_("Réponse"), required=False)
    partenariat = forms.ModelChoiceField(
        Partnership.objects.none(), required=False, widget=forms.HiddenInput
    )

    def prepare(self):
        self.today = timezone.localdate()
        self.fields["programme"].queryset = Programme.objects.visible_to(self.user)
        self.fields["partenariat"].queryset = Partnership.objects.visible_to(self.user)
        choices = [("", _("toutes")), ("attend", _("sans réponse")), *Idea.Answer.choices]
        self.fields["reponse"].choices = choices

    def filter(self, ideas):
        given = self.cleaned_data
        if programme := given.get("programme"):
            ideas = ideas.filter(programme=programme)
        if partnership := given.get("partenariat"):
            ideas = ideas.filter(programme__partnerships=partnership)
        if self.text:
            ideas = ideas.filter(title__icontains=self.text)
        if answer := given.get("reponse"):
            ideas = ideas.filter(answer="" if answer == "attend" else answer)
        return ideas.open_first()

    def programmes(self):
        """Where one may propose: those chosen here, not over yet."""
        found = Programme.objects.visible_to(self.user).shared_by(self.user)
        found = found.exclude(ends_on__lt=self.today)
        if programme := self.cleaned_data.get("programme"):
            found = found.filter(pk=programme.pk)
        if partnership := self.cleaned_data.get("partenariat"):
            found = found.filter(partnerships=partnership)
        return found.order_by("sort_key", "pk")
