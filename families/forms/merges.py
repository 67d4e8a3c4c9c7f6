"""Two records made one, value by value: the page draws each choice beside the other."""

from django import forms
from django.utils.translation import gettext_lazy as _

from families.actions import merges
from families.forms.finders import PersonField
from families.merging.comparison import compare
from partnerships.forms.base import PlainForm

NOT_SAID = _("non renseigné")


class MergeForm(PlainForm):
    """Each answer is the key of the record whose value stays."""

    def __init__(self, *args, first, second, **kwargs):
        super().__init__(*args, **kwargs)
        self.comparison = compare(first, second)
        self.people = {str(side.parent.pk): side.parent for side in self.comparison.sides}
        if self.comparison.asks_household:
            words = [", ".join(side.others) for side in self.comparison.sides]
            words = [
                _("avec %(names)s") % {"names": names} if names else _("seul(e)") for names in words
            ]
            self.ask("household", _("Le foyer"), words, self.comparison.kept.pk)
        for difference in self.comparison.differences:
            words = [text or NOT_SAID for text in difference.words]
            self.ask(difference.name, difference.label, words, difference.proposed)

    def ask(self, name, label, words, proposed):
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=list(zip(self.people, words, strict=True)),
            widget=forms.RadioSelect,
            initial=str(proposed),
        )

    def act(self):
        answers = dict(self.cleaned_data)
        kept = self.people[answers.pop("household", str(self.comparison.kept.pk))]
        (set_aside,) = (parent for parent in self.people.values() if parent != kept)
        taken = [name for name, key in answers.items() if key == str(set_aside.pk)]
        return merges.merge(kept=kept, set_aside=set_aside, taken=taken, by=self.user)


class TwinForm(PlainForm):
    """The other record of the same person."""

    twin = PersonField(label=_("L’autre fiche de cette personne"))

    def __init__(self, *args, parent, **kwargs):
        super().__init__(*args, **kwargs)
        twin = self.fields["twin"]
        twin.offer(self.user, scope="met")
        twin.queryset = twin.queryset.exclude(pk=parent.pk)
