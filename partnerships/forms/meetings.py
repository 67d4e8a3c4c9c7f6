"""A meeting, noted on a phone in a minute: what about, when, who came; the rest is folded."""

from crispy_forms.bootstrap import StrictButton
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.actions import meetings as actions
from partnerships.actions.meetings import Present
from partnerships.around import Table, wider
from partnerships.forms.base import ActingForm, DateField, beside
from partnerships.models import Meeting, Structure

RULED = {"class": "ruled", "rows": 3}
MOST = 500


def pair(*names):
    """Short answers two by two, even on a phone."""
    return Row(*(Column(name, css_class="col-6") for name in names))


class CountField(forms.IntegerField):
    """So many people; an empty answer is nobody."""

    def __init__(self, *, label, most=MOST):
        attrs = {"inputmode": "numeric"}
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=most,
            widget=forms.NumberInput(attrs=attrs),
        )

    def clean(self, value):
        return super().clean(value) or 0


class Seats:
    """Who came, side by side: by name those of the directory, the others in number."""

    def sit(self, table: Table):
        self.table = table
        for side in table.seats:
            self.seat(side)
        self.fields["parents"] = CountField(label=_("Parents"))
        self.recall()

    def seat(self, side):
        """The people of that side by name, and the others in number."""
        if people := self.table.people[side.pk]:
            self.fields[f"named_{side.pk}"] = forms.TypedMultipleChoiceField(
                label=str(side),
                choices=[(contact.pk, f"{contact}, {function}") for contact, function in people],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields[f"more_{side.pk}"] = CountField(label=str(side))

    def recall(self):
        """Who is already noted there; for a new meeting, whoever notes it."""
        if not self.instance.pk:
            for side in self.table.mine:
                mine = [
                    c.pk for c, _f in self.table.people[side.pk] if c.account_id == self.user.pk
                ]
                self.initial[f"named_{side.pk}"] = mine
            return
        for presence in self.instance.presences.all():
            side = presence.structure_id
            if side is None:
                self.initial["parents"] = presence.number
            elif presence.contact_id:
                self.initial.setdefault(f"named_{side}", []).append(presence.contact_id)
            else:
                self.initial[f"more_{side}"] = presence.number

    def who_came(self):
        named = [name for name in self.fields if name.startswith("named_")]
        numbers = [name for name in self.fields if name.startswith("more_")]
        if named:
            yield Fieldset(_("Qui était là"), *named)
        others = _("D’autres personnes, en nombre") if named else _("Combien étaient là")
        yield Fieldset(others, pair(*numbers, "parents"))

    def came(self):
        """Who came, as it is said in the page: [Present]."""
        contacts, found = self.table.contacts(), []
        for side in self.table.seats:
            for pk in self.cleaned_data.get(f"named_{side.pk}", []):
                found.append(Present(side, contacts[pk]))
            if number := self.cleaned_data[f"more_{side.pk}"]:
                found.append(Present(side, number=number))
        if number := self.cleaned_data["parents"]:
            found.append(Present(None, number=number))
        return found


class MeetingForm(Seats, ActingForm, forms.ModelForm):
    class Meta:
        model = Meeting
        fields = [
            *("purpose", "held_on", "starts_at", "minutes", "kind", "summary"),
            *("slot", "venue", "place", "asked_by", "also_of"),
        ]
        field_classes = {"held_on": DateField}
        widgets = {
            "summary": forms.Textarea(attrs=RULED),
            "also_of": forms.CheckboxSelectMultiple,
            "starts_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "minutes": forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "step": 5}),
        }
        labels = {
            "minutes": _("Durée, en minutes"),
            "also_of": _("Concerne aussi d’autres partenariats"),
        }
        help_texts = {
            "also_of": _(
                "Leurs membres liront la rencontre et qui y était, jamais ses décisions : elles "
                "restent à ce partenariat."
            ),
            "purpose": _("En quelques mots : « Préparer la rentrée », « La salle du jeudi »."),
        }

    def __init__(self, *args, table: Table, decisions, **kwargs):
        super().__init__(*args, **kwargs)
        self.decisions = decisions
        seats = {side.pk for side in table.seats} | {self.instance.asked_by_id}
        self.fields["asked_by"].queryset = Structure.objects.filter(pk__in=seats - {None})
        self.fields["also_of"].queryset = wider(table.partnership, self.user)
        if not self.fields["also_of"].queryset.exists():
            del self.fields["also_of"]
        self.initial["held_on"] = self.initial.get("held_on") or timezone.localdate()
        self.sit(table)

    def layout(self):
        return Layout(
            Fieldset(
                _("Quoi et quand"),
                "purpose",
                beside("held_on", "kind"),
                pair("starts_at", "minutes"),
            ),
            *self.beyond(),
            *self.who_came(),
            Fieldset(_("Ce qui s’est dit"), "summary"),
            Fieldset(
                _("Le moment, le lieu, l’initiative"),
                beside("slot", "venue"),
                beside("place", "asked_by"),
                template="partials/folded.html",
            ),
        )

    def beyond(self):
        """The other partnerships behind a line, and the button that seats their schools."""
        button = StrictButton(
            _("Mettre leurs écoles à la table"),
            type="submit",
            name="more",
            value="seats",
            css_class="btn-outline-primary",
            formnovalidate="formnovalidate",
        )
        for fieldset in self.folded("also_of"):
            fieldset.append(button)
            yield fieldset

    def came(self):
        return [*self.away(), *super().came()]

    def away(self):
        """Who came from partnerships this person does not work in stays as it was said."""
        if not self.instance.pk:
            return []
        rows = self.instance.presences.filter(structure__partnerships__in=self.others())
        rows = rows.exclude(structure__in=self.table.seats).distinct()
        rows = rows.select_related("structure", "contact")
        return [Present(each.structure, each.contact, each.number) for each in rows]

    def others(self):
        """The partnerships that somebody else said it concerns."""
        mine = wider(self.table.partnership, self.user).order_by().values("pk")
        return self.instance.also_of.exclude(pk__in=mine)

    def values(self):
        values = {
            name: value for name, value in super().values().items() if name in self.Meta.fields
        }
        if "also_of" in values:
            values["also_of"] = [*values["also_of"], *self.others()]
        return values

    def act(self):
        """The meeting with its decisions."""
        came, decided = self.came(), self.decisions.kept()
        if self.instance.pk:
            return actions.correct(
                meeting=self.instance,
                values=self.values(),
                present=came,
                decisions=decided,
                removed=self.decisions.removed(),
                by=self.user,
            )
        return actions.note(
            meeting=self.instance,
            present=came,
            decisions=decided,
            also_of=self.cleaned_data.get("also_of", ()),
            by=self.user,
        )
