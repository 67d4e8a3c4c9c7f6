"""Giving one’s view: how far each thing is true, ten questions in words, the time it took."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.actions import contributions as actions
from evaluation.actions import voice_links
from evaluation.actions.contributions import Said
from evaluation.models import Contribution, Rating
from partnerships.actions.accord import Outdated
from partnerships.forms.base import PlainForm
from partnerships.forms.texts import ruled
from partnerships.models import Acceptance
from workshops.forms.fields import MinutesField

NO_ANSWER = _("sans avis")
HOWS = [
    (Acceptance.How.MEETING.value, _("De vive voix")),
    (Acceptance.How.PHONE.value, _("Au téléphone")),
    (Acceptance.How.PAPER.value, _("Sur papier")),
]
LEVEL = "level_{}".format
# Asked of everybody at once; the others wait behind a line, and open when something is in them.
ASKED = ("worked", "did_not_work", "lived_badly", "wishes")
BROUGHT = ("for_parents", "for_school", "for_centre", "for_children")
HINTS = {
    "did_not_work": _("C’est le moment de le dire : personne d’autre ne le lit avant l’ouverture."),
    "lived_badly": _("Ce qui a blessé, agacé, découragé. On le lève ensemble, sans coupable."),
    "limits": _("Ce que l’action ne peut pas faire, même bien menée."),
    "wishes": _("Continuer, changer, arrêter : qu’est-ce que vous demandez ?"),
    "unsorted": _("Des post-it, des phrases entendues : on triera ensemble."),
}


class VoiceForm(PlainForm):
    """What every contribution says, however it comes.

    Each way has `find(voice)`, what was said before, and `act()`.
    """

    minutes = MinutesField(
        label=_("Temps passé cette année, pour cette action"),
        required=False,
        help_text=_("À peu près : 12 h, ou 1 h 30. Réunions et préparation comprises."),
    )
    is_signed = forms.BooleanField(
        label=_("Montrer mon nom à côté de ces mots"),
        required=False,
        initial=True,
        help_text=_("Décochez pour parler au nom de tous les vôtres, sans signer."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args, voice, **kwargs):
        super().__init__(*args, **kwargs)
        self.voice, self.contribution = voice, self.find(voice)
        # What another screen wrote where this one wrote too: (question, its words).
        self.conflicts = []
        self.criteria = list(voice.review.criteria.all())
        for word in Contribution.WORDS:
            self.fields[word] = self.question(word)
        for criterion in self.criteria:
            self.fields[LEVEL(criterion.pk)] = forms.TypedChoiceField(
                label=criterion.label,
                choices=[*Rating.Level.choices, ("", NO_ANSWER)],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        if self.contribution:
            self.initial = self.initial | kept(self.contribution)

    def question(self, word):
        field = Contribution._meta.get_field(word)
        label = str(field.verbose_name)
        return forms.CharField(
            label=label[:1].upper() + label[1:],
            required=False,
            max_length=10_000,
            widget=ruled(),
            help_text=HINTS.get(word, ""),
        )

    # -- How the page is drawn -----------------------------------------------------------------

    def scales(self):
        """A criterion, and one radio per answer."""
        return [self[LEVEL(criterion.pk)] for criterion in self.criteria]

    def asked(self):
        return [self[word] for word in ASKED]

    def brought(self):
        return [self[word] for word in BROUGHT]

    def others(self):
        return [self["limits"], self["unsorted"], *self.beside()]

    def beside(self):
        """Questions on the words themselves, of each way to give them."""
        return []

    @property
    def is_brought(self):
        return any(field.value() or field.errors for field in self.brought())

    @property
    def is_more(self):
        return any(field.value() or field.errors for field in self.others())

    # -- What is sent --------------------------------------------------------------------------

    @property
    def hands_in(self):
        return "draft" not in self.data

    def told_to_actions(self):
        seen = self.cleaned_data["seen"] or 0
        return {"said": self.said(), "seen": seen, "hands_in": self.hands_in}

    def said(self):
        cleaned = self.cleaned_data
        levels = {each.pk: cleaned[LEVEL(each.pk)] for each in self.criteria}
        return Said(
            words={word: cleaned[word] for word in Contribution.WORDS},
            levels={key: level for key, level in levels.items() if level},
            minutes=cleaned["minutes"],
            is_signed=cleaned["is_signed"],
            source=cleaned.get("source", ""),
            spoken_by=cleaned.get("spoken_by", ""),
        )

    def refuse(self, refusal):
        super().refuse(refusal)
        if isinstance(refusal, Outdated):
            self.compare()

    def compare(self):
        """What I did not touch becomes theirs; what both wrote is shown twice, mine in the form."""
        fresh = self.find(self.voice)
        theirs = flat(fresh.content())
        former = fresh.versions.filter(number=self.cleaned_data["seen"] or 0).first()
        base = flat(former.content) if former else {}
        self.data = self.data.copy()
        for name in (*Contribution.WORDS, "minutes", *(LEVEL(each.pk) for each in self.criteria)):
            mine, other, before = self.cleaned_data[name], theirs.get(name), base.get(name)
            if (mine or None) == (before or None):
                self.data[name] = self.fields[name].prepare_value(other) if other else ""
            elif (other or None) not in ((before or None), mine):
                self.conflicts.append((self.fields[name].label, self.told(name, other)))
        self.data["seen"] = fresh.version

    def told(self, name, value):
        field = self.fields[name]
        if hasattr(field, "choices"):
            return dict(field.choices).get(value or "", "")
        return field.prepare_value(value) or _("(rien)")


def kept(contribution):
    """What was said before, by the fields of the form."""
    names = ("is_signed", "source", "spoken_by", "how")
    beside = {name: getattr(contribution, name) for name in names}
    return flat(contribution.content()) | beside | {"seen": contribution.version}


def flat(content):
    """Versions name levels by their criterion; the form has one field for each."""
    levels = {LEVEL(criterion): level for criterion, level in content["levels"].items()}
    return {name: value for name, value in content.items() if name != "levels"} | levels


class GiveForm(VoiceForm):
    """With one’s account."""

    def find(self, voice):
        how = Acceptance.How.ACCOUNT
        return voice.contributions.filter(author=self.user, how=how).first()

    def act(self):
        return actions.give(voice=self.voice, by=self.user, **self.told_to_actions())


class AnswerForm(VoiceForm):
    """By the letter received: whoever answers says who they are."""

    spoken_by = forms.CharField(
        label=_("Votre nom et votre fonction"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args, link, **kwargs):
        self.link = link
        super().__init__(*args, voice=link.voice, user=None, **kwargs)

    def find(self, voice):
        return Contribution.objects.filter(link=self.link).first()

    def act(self):
        return actions.answer(link=self.link, **self.told_to_actions())


class NoteForm(VoiceForm):
    """Typed on behalf of those who said it."""

    how = forms.ChoiceField(label=_("Comment ils l’ont dit"), widget=forms.RadioSelect)
    spoken_by = forms.CharField(
        label=_("Au nom de qui"),
        max_length=150,
        help_text=_(
            "Un groupe ou une fonction : « le groupe de parole du jeudi ». Pas le nom d’un parent "
            "ni d’un enfant sans son accord."
        ),
    )
    source = forms.CharField(
        label=_("D’où viennent ces mots"),
        max_length=100,
        required=False,
        help_text=_("Par exemple : post-it de l’atelier, enregistrement à 38 min 58."),
    )

    def __init__(self, *args, contribution=None, **kwargs):
        self.typed = contribution
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = HOWS
        self.fields["is_signed"].label = _("Montrer au nom de qui, à côté de ces mots")
        self.fields["is_signed"].help_text = ""

    def find(self, voice):
        return self.typed and voice.contributions.get(pk=self.typed.pk)

    def beside(self):
        return [self["source"]]

    def act(self):
        return actions.note(
            voice=self.voice,
            how=self.cleaned_data["how"],
            by=self.user,
            contribution=self.typed,
            **self.told_to_actions(),
        )


class LetterForm(PlainForm):
    """To whom the letter goes."""

    email = forms.EmailField(label=_("Adresse e-mail"), max_length=254)

    def __init__(self, *args, voice, **kwargs):
        super().__init__(*args, **kwargs)
        self.voice = voice

    def act(self):
        """The link and its token."""
        email = self.cleaned_data["email"]
        return voice_links.send(voice=self.voice, email=email, by=self.user)
