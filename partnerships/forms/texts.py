"""The forms of every shared text: writing it by several hands, sending it, saying yes to it."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.actions import accord, asking
from partnerships.forms.base import DateField, PlainForm
from partnerships.models import Acceptance


def ruled(rows=2):
    return forms.Textarea(attrs={"class": "ruled", "rows": rows})


class HeadForm(forms.Form):
    """Which version was read, and why one takes the pen from somebody else."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Pourquoi reprendre la plume maintenant ?"), max_length=200, required=False
    )


class Writing:
    """The page one writes on: its forms, and both texts when somebody else wrote in between.

    Each text says which forms it has: `bound(text, data)`, whose fields are named as the passages
    of `text.flat()`, and how they are saved: `act(seen, by, reason)`.
    """

    def __init__(self, data, *, text, user, powers):
        self.text, self.user = text, user
        self.data = data.copy() if data is not None else None
        self.powers = powers
        # What somebody else wrote where I wrote too: (title, their words).
        self.conflicts, self.others_wrote = [], False
        self.bind()

    def bind(self):
        self.head = HeadForm(self.data, initial={"seen": self.text.version})
        self.forms = self.bound(self.text, self.data)

    def is_valid(self):
        found = [form.is_valid() for form in (self.head, *self.forms)]
        return all(found)

    def save(self):
        """None when it is refused: the pen is elsewhere, or another text came in between."""
        try:
            return self.act(by=self.user, **self.head.cleaned_data)
        except accord.Outdated:
            self.compare()
        except ValidationError as refusal:
            self.forms[0].refuse(refusal)

    def compare(self):
        """What I did not touch becomes theirs; what both wrote is shown twice, mine in the form."""
        fresh = type(self.text).objects.with_story().get(pk=self.text.pk)
        versions = {each.number: fresh.flat(each.content) for each in fresh.versions.all()}
        theirs, base = versions[fresh.version], versions.get(self.head.cleaned_data["seen"], {})
        titles = fresh.titles()
        now = {(type(form), form.prefix): form for form in self.bound(fresh, None)}
        for form in self.forms:
            # A party that went away meanwhile takes its words along.
            for name in form.fields if (type(form), form.prefix) in now else ():
                key = form.add_prefix(name)
                mine, other, before = in_words(form, name), theirs.get(key, ""), base.get(key, "")
                if mine == before:
                    self.take(key, now[type(form), form.prefix][name].value())
                elif other not in (before, mine):
                    self.conflicts.append((titles[key], other))
        self.text, self.others_wrote = fresh, True
        self.data["seen"] = fresh.version
        self.bind()

    def take(self, key, value):
        if isinstance(value, list):
            self.data.setlist(key, value)
        else:
            self.data[key] = "" if value is None else value


def in_words(form, name):
    """What was answered, in the words that a version keeps of it."""
    value, field = form.cleaned_data[name], form.fields[name]
    if isinstance(value, QuerySet):
        return ", ".join(sorted(str(each) for each in value))
    if hasattr(field, "choices") and not isinstance(value, Model):
        return str(dict(field.choices).get(value, "")) if value else ""
    return str(value or "")


class SpokenForm(PlainForm):
    """A yes that somebody else said: who, when, how."""

    spoken_by = forms.CharField(
        label=_("Qui a dit oui"), max_length=150, help_text=_("Son nom et sa fonction.")
    )
    said_on = DateField(label=_("Quand"))
    how = forms.ChoiceField(label=_("Comment"))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, text, structure, **kwargs):
        initial = {"seen": text.version, "said_on": timezone.localdate()}
        super().__init__(*args, initial=initial, **kwargs)
        self.text, self.structure = text, structure
        hows = Acceptance.How
        self.fields["how"].choices = [
            (how.value, how.label) for how in (hows.MEETING, hows.PHONE, hows.EMAIL, hows.PAPER)
        ]

    def act(self):
        return accord.accept(
            text=self.text, structure=self.structure, by=self.user, **self.cleaned_data
        )


class LetterForm(PlainForm):
    """To whom the link goes."""

    email = forms.EmailField(label=_("Adresse e-mail"), max_length=254)

    def __init__(self, *args, text, structure, **kwargs):
        super().__init__(*args, **kwargs)
        self.text, self.structure = text, structure

    def act(self):
        """The link and its token."""
        return asking.send(
            text=self.text,
            structure=self.structure,
            email=self.cleaned_data["email"],
            by=self.user,
        )


class YesForm(PlainForm):
    """Somebody without an account says yes."""

    spoken_by = forms.CharField(
        label=_("Votre nom et votre fonction"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, link, **kwargs):
        super().__init__(*args, user=None, **kwargs)
        self.link = link
        if link:
            self.initial["seen"] = link.text.version
            self.fields["spoken_by"].help_text = _(
                "Ils figureront sur %(the)s, à la place de votre signature."
            ) % {"the": link.text.THE}

    def act(self):
        return asking.accept(link=self.link, **self.cleaned_data)
