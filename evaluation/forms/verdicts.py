"""What is decided together, what is written together, and what one voice answers another."""

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.actions import replies, verdicts
from evaluation.models import Reply, Review, Verdict, Voice
from evaluation.review_figures import workshops_of
from partnerships.around import Table
from partnerships.forms.base import ActingForm, CarefulForm, DateField, beside
from partnerships.forms.decisions import WhoField, who
from partnerships.forms.texts import Writing, ruled
from workshops.models import Workshop

CHOICE = "evaluation/partials/verdict_choice.html"
HELP = {
    "summary": _("Ce sur quoi toutes les voix se retrouvent, en quelques lignes."),
    "regulation": _("Sans reproche : ce qui a été dit, et ce que nous changeons."),
    "places": _("Qui fait quoi, qui ne fait pas quoi, après ce bilan."),
    "open_questions": _("Ce que nous ne savons pas encore peut rester ouvert."),
}


class WordsForm(CarefulForm, forms.ModelForm):
    class Meta:
        model = Review
        fields = [*Review.WORDS]
        widgets = {word: ruled(3) for word in Review.WORDS}
        help_texts = HELP

    def layout(self):
        return Layout(Fieldset(_("Ce que nous écrivons ensemble"), *self.fields))


class ReviewWriting(Writing):
    """The same words under every hand: once the voices are opened, each party writes alike."""

    def bound(self, review, data):
        return [WordsForm(data, instance=review)]

    def act(self, **known):
        return verdicts.write(review=self.text, words=self.forms[0].cleaned_data, **known)


class VerdictForm(ActingForm, forms.ModelForm):
    mended_by = {"verdict_once_per_subject": "subject"}

    who = WhoField()
    due_on = DateField(label=_("Pour quand"), required=False)

    class Meta:
        model = Verdict
        fields = ["workshop", "subject", "choice", "words"]
        widgets = {
            "choice": forms.RadioSelect,
            "words": forms.TextInput,
        }
        labels = {"workshop": _("Un de nos ateliers"), "subject": _("ou autre chose")}
        help_texts = {
            "subject": _("Vide : le nom de l’atelier choisi."),
            "words": _("Ce qui change, ou pourquoi."),
        }

    def __init__(self, *args, table: Table, **kwargs):
        super().__init__(*args, **kwargs)
        review = self.instance.review
        known = Workshop.objects.filter(pk__in=workshops_of(review).values("pk"))
        field = self.fields["workshop"]
        field.queryset, field.empty_label = (
            known.order_by("sort_key", "pk"),
            _("aucun en particulier"),
        )
        self.fields["subject"].required = False
        choice = self.fields["choice"]
        choice.choices = Verdict.Choice.choices
        self.fields["who"].sit(table)
        if decision := self.instance.decision:
            self.initial |= {"who": who(decision), "due_on": decision.due_on}

    def layout(self):
        return Layout(
            Fieldset(_("De quoi il s’agit"), "workshop", "subject"),
            Fieldset(_("Ce que nous décidons"), Field("choice", template=CHOICE), "words"),
            Fieldset(_("Qui, et pour quand"), beside("who", "due_on")),
        )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("subject"):
            if workshop := cleaned.get("workshop"):
                cleaned["subject"] = str(workshop)
            else:
                self.add_error(
                    "subject", _("Dites de quoi vous décidez, ou choisissez un atelier.")
                )
        return cleaned

    def act(self):
        side, owner = self.cleaned_data["who"]
        carried = {"side": side, "owner": owner, "due_on": self.cleaned_data["due_on"]}
        if self.instance.pk is None:
            return verdicts.decide(verdict=self.instance, by=self.user, **carried)
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return verdicts.revise(verdict=self.instance, values=values, who=carried, by=self.user)


class ReplyForm(ActingForm, forms.ModelForm):
    """In whose name one answers is asked of those who may speak for several."""

    mended_by = {"reply_to_somebody_else": "voice"}

    class Meta:
        model = Reply
        fields = ["voice", "words", "spoken_by"]
        widgets = {"words": ruled(3)}
        labels = {
            "voice": _("Au nom de"),
            "words": _("Votre réponse"),
            "spoken_by": _("Qui parle, si vous écrivez pour d’autres"),
        }
        help_texts = {
            "spoken_by": _(
                "Des parents, des enfants, une structure sans compte. Votre nom est gardé à côté."
            ),
        }

    def __init__(self, *args, own, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.own = {voice.pk for voice in own}
        among = [*own, *others]
        field = self.fields["voice"]
        field.queryset = Voice.objects.filter(pk__in=[voice.pk for voice in among])
        field.label_from_instance = str
        field.empty_label = None
        if not others:
            del self.fields["spoken_by"]
        if len(among) == 1:
            self.instance.voice = among[0]
            del self.fields["voice"]

    def clean(self):
        cleaned = super().clean()
        voice = cleaned.get("voice") or getattr(self.instance, "voice", None)
        if voice is None or "spoken_by" not in self.fields:
            return cleaned
        if voice.pk in self.own:
            cleaned["spoken_by"] = ""
        elif not cleaned.get("spoken_by"):
            self.add_error("spoken_by", _("Dites au nom de qui vous écrivez."))
        return cleaned

    def act(self):
        return replies.reply(reply=self.instance, by=self.user)
