"""The forms of an agreement: starting it, writing it by several hands, saying yes to it."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.actions import accord
from partnerships.actions import agreements as actions
from partnerships.agreements import flat, titles
from partnerships.calendar import first_year
from partnerships.forms.base import ActingForm, CarefulForm, DateField, PlainForm, beside
from partnerships.models import Acceptance, Agreement, Expectation

HINTS = {
    "diagnosis": _("Ce que chacun voit, avant de proposer quoi que ce soit."),
    "objectives": _("Ce que nous voulons changer ensemble, cette année."),
    "working_rules": _("Qui décide, qui prévient qui, les locaux, la sécurité, l’assurance."),
    "common_discourse": _("Les mots que les familles entendront, de l’école comme du centre."),
    "who_may_be_referred": _("Quels enfants, quels parents, et qui les oriente."),
    "rhythm": _("Quand, combien de fois, comment une séance se passe."),
    "meeting_slots": _("Les moments qui conviennent à l’école : le midi, ses propres réunions…"),
    "joint_review": _("Quand, avec qui, et à quoi nous verrons que cela a servi."),
}


def ruled(rows=2):
    return forms.Textarea(attrs={"class": "ruled", "rows": rows})


class NewAgreementForm(ActingForm, forms.ModelForm):
    """The year and the kind; the words come from the year before."""

    class Meta:
        model = Agreement
        fields = ["school_year", "kind"]

    def __init__(self, *args, partnership, **kwargs):
        super().__init__(*args, **kwargs)
        self.partnership = partnership
        year = first_year(timezone.localdate())
        choices = [(each, f"{each}-{each + 1}") for each in (year, year + 1)]
        self.fields["school_year"] = forms.TypedChoiceField(
            label=_("Année scolaire"), choices=choices, coerce=int, initial=year
        )

    def act(self):
        return actions.draft(partnership=self.partnership, by=self.user, **self.cleaned_data)


class WordsForm(CarefulForm, forms.ModelForm):
    """The shared words, for those who write the whole."""

    mended_by = {"agreement_committed_from_its_year_on": "committed_until"}

    class Meta:
        model = Agreement
        fields = [*Agreement.WORDS, "kind", "charter", "committed_until"]
        widgets = {word: ruled() for word in Agreement.WORDS}
        help_texts = HINTS | {
            "charter": _("Par exemple : la charte de l’accompagnement à la scolarité."),
            "committed_until": _("Quand des élus s’engagent pour plusieurs années."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # It always has one: nothing to mark as required.
        self.fields["kind"].required = False

    def clean_kind(self):
        return self.cleaned_data["kind"] or self.initial["kind"]

    def layout(self):
        return Layout(
            Fieldset(_("Les mots que nous partageons"), *Agreement.WORDS),
            Fieldset(_("Son cadre"), beside("kind", "committed_until"), "charter"),
        )


class SideForm(CarefulForm, forms.ModelForm):
    """What one party says."""

    class Meta:
        model = Expectation
        fields = [*Expectation.WORDS]
        widgets = {word: ruled() for word in Expectation.WORDS}
        help_texts = {
            "brings": _("Un lieu, du temps, un savoir-faire, une parole aux familles."),
            "expects": _("En disponibilité, en relation, et ce que cela devrait changer."),
            "will_not_do": _("Ce qui n’est pas de notre ressort, et qu’on ne nous demandera pas."),
        }

    def layout(self):
        return Layout(Fieldset(str(self.instance.structure), *self.fields))


class HeadForm(forms.Form):
    """Which version was read, and why one takes the pen from somebody else."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Pourquoi reprendre la plume maintenant ?"), max_length=200, required=False
    )


class Writing:
    """The page one writes on: its forms, and both texts when somebody else wrote in between."""

    def __init__(self, data, *, agreement, user, powers):
        self.agreement, self.user = agreement, user
        self.data = data.copy() if data is not None else None
        self.powers = powers
        # What somebody else wrote where I wrote too: (title, their words).
        self.conflicts, self.others_wrote = [], False
        self.bind()

    def bind(self):
        said = {each.structure_id: each for each in self.agreement.expectations.all()}
        self.head = HeadForm(self.data, initial={"seen": self.agreement.version})
        self.words = (
            WordsForm(self.data, instance=self.agreement) if self.powers.writes_all else None
        )
        self.sides = []
        for party in self.agreement.partnership.sides():
            if party.structure_id in self.powers.writes:
                blank = Expectation(agreement=self.agreement, structure=party.structure)
                self.sides.append(
                    SideForm(
                        self.data,
                        instance=said.get(party.structure_id, blank),
                        prefix=str(party.structure_id),
                    )
                )

    @property
    def forms(self):
        return [form for form in (self.words, *self.sides) if form]

    def is_valid(self):
        found = [form.is_valid() for form in (self.head, *self.forms)]
        return all(found)

    def save(self):
        """None when it is refused: the pen is elsewhere, or another text came in between."""
        try:
            return actions.write(
                agreement=self.agreement,
                seen=self.head.cleaned_data["seen"],
                words=self.words.cleaned_data if self.words else {},
                sides={form.instance.structure_id: form.cleaned_data for form in self.sides},
                by=self.user,
                reason=self.head.cleaned_data["reason"],
            )
        except accord.Outdated:
            self.compare()
        except ValidationError as refusal:
            self.forms[0].refuse(refusal)

    def compare(self):
        """What I did not touch becomes theirs; what both wrote is shown twice, mine in the form."""
        fresh = Agreement.objects.with_story().get(pk=self.agreement.pk)
        versions = {version.number: keyed(version.content) for version in fresh.versions.all()}
        theirs, base = versions[fresh.version], versions.get(self.head.cleaned_data["seen"], {})
        names = titles(fresh)
        for form in self.forms:
            for name, value in form.cleaned_data.items():
                key = form.add_prefix(name)
                mine, other, before = str(value or ""), theirs.get(key, ""), base.get(key, "")
                if mine == before:
                    self.data[key] = other
                elif other not in (before, mine):
                    shown = dict(Agreement.Kind.choices).get(other, other)
                    self.conflicts.append((names[key], shown))
        self.agreement, self.others_wrote = fresh, True
        self.data["seen"] = fresh.version
        self.bind()


def keyed(content):
    """By the names of the form, with the values a form sends."""
    return flat(content) | {"kind": content["kind"]}


class StepsForm(ActingForm, forms.ModelForm):
    class Meta:
        model = Agreement
        fields = ["politically_approved_on", "inspector_approved_on"]
        field_classes = dict.fromkeys(fields, DateField)

    def act(self):
        return actions.record_steps(agreement=self.instance, values=self.values(), by=self.user)


class SpokenForm(PlainForm):
    """A yes that somebody else said: who, when, how."""

    spoken_by = forms.CharField(
        label=_("Qui a dit oui"), max_length=150, help_text=_("Son nom et sa fonction.")
    )
    said_on = DateField(label=_("Quand"))
    how = forms.ChoiceField(label=_("Comment"))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, agreement, structure, **kwargs):
        super().__init__(
            *args,
            initial={"seen": agreement.version, "said_on": timezone.localdate()},
            **kwargs,
        )
        self.agreement, self.structure = agreement, structure
        hows = Acceptance.How
        self.fields["how"].choices = [
            (how.value, how.label) for how in (hows.MEETING, hows.PHONE, hows.EMAIL, hows.PAPER)
        ]

    def act(self):
        return actions.accept(
            agreement=self.agreement,
            structure=self.structure,
            by=self.user,
            **self.cleaned_data,
        )


class LetterForm(PlainForm):
    """To whom the link goes."""

    email = forms.EmailField(label=_("Adresse e-mail"), max_length=254)

    def __init__(self, *args, agreement, structure, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreement, self.structure = agreement, structure

    def act(self):
        """The link and its token."""
        return actions.send_link(
            agreement=self.agreement,
            structure=self.structure,
            email=self.cleaned_data["email"],
            by=self.user,
        )


class YesForm(PlainForm):
    """Somebody without an account says yes."""

    spoken_by = forms.CharField(
        label=_("Votre nom et votre fonction"),
        max_length=150,
        help_text=_("Ils figureront sur l’accord, à la place de votre signature."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, link, **kwargs):
        seen = link and link.agreement.version
        super().__init__(*args, initial={"seen": seen}, user=None, **kwargs)
        self.link = link

    def act(self):
        return actions.accept_by_link(link=self.link, **self.cleaned_data)
