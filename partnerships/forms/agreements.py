"""The forms of an agreement: starting it, writing it by several hands, dating its steps."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.actions import agreements as actions
from partnerships.calendar import first_year
from partnerships.forms.base import ActingForm, CarefulForm, DateField, beside
from partnerships.forms.texts import Writing, ruled
from partnerships.models import Agreement, Expectation

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


class AgreementWriting(Writing):
    def bound(self, agreement, data):
        found = []
        if self.powers.writes_all:
            found.append(WordsForm(data, instance=agreement))
        said = {each.structure_id: each for each in agreement.expectations.all()}
        for structure in agreement.parties():
            if structure.pk in self.powers.writes:
                blank = Expectation(agreement=agreement, structure=structure)
                instance = said.get(structure.pk, blank)
                found.append(SideForm(data, instance=instance, prefix=str(structure.pk)))
        return found

    def act(self, **known):
        words, sides = {}, {}
        for form in self.forms:
            if isinstance(form, SideForm):
                sides[form.instance.structure_id] = form.cleaned_data
            else:
                words = form.cleaned_data
        return actions.write(agreement=self.text, words=words, sides=sides, **known)


class StepsForm(ActingForm, forms.ModelForm):
    class Meta:
        model = Agreement
        fields = ["politically_approved_on", "inspector_approved_on"]
        field_classes = dict.fromkeys(fields, DateField)

    def act(self):
        return actions.record_steps(agreement=self.instance, values=self.values(), by=self.user)
