"""Naming who holds the thread, and telling who leaves."""

import datetime as dt

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.actions import contacts, threads
from partnerships.forms.base import ActingForm, DateField, beside
from partnerships.forms.choosing import Choosing
from partnerships.models import Tenure, Thread


class ThreadForm(ActingForm, Choosing, forms.ModelForm):
    """Who holds the thread for one party, as what, since when, and in whose place."""

    mended_by = {"thread_once_at_a_time": "who"}
    replaces = forms.ModelChoiceField(
        Thread.objects.none(), label=_("À la place de"), required=False
    )

    class Meta:
        model = Thread
        fields = ["kind", "starts_on"]
        field_classes = {"starts_on": DateField}
        labels = {"kind": _("À quel titre")}
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, side, **kwargs):
        super().__init__(*args, **kwargs)
        self.side = side
        self.fields["kind"].choices = Thread.Kind.choices
        self.initial |= {"kind": Thread.Kind.FUNCTIONAL, "starts_on": self.first_day()}
        self.offer(side.structure, without=[thread.tenure.contact for thread in side.holders])
        if side.holders:
            held = Thread.objects.visible_to(self.user).with_holder()
            self.fields["replaces"].queryset = held.filter(
                pk__in=[thread.pk for thread in side.holders]
            )
            self.fields["replaces"].label_from_instance = lambda thread: thread.tenure.contact
            self.fields["replaces"].empty_label = _("personne : ils le tiennent ensemble")
            self.fields["replaces"].initial = side.holders[0].pk
        else:
            del self.fields["replaces"]

    def first_day(self):
        """Today; the day after the last one of whoever leaves."""
        leaving = self.side.leaving
        if not leaving:
            return timezone.localdate()
        return (leaving.ends_on or leaving.tenure.ends_on) + dt.timedelta(days=1)

    def layout(self):
        return Layout(*self.choosing(), *self.present("replaces"), "kind", "starts_on")

    def clean(self):
        cleaned = super().clean()
        self.check_choice()
        return cleaned

    @transaction.atomic
    def act(self):
        wanted = self.cleaned_data
        return threads.name_holder(
            party=self.side.party,
            tenure=self.chosen(starts_on=wanted["starts_on"], by=self.user),
            kind=wanted["kind"],
            starts_on=wanted["starts_on"],
            replaces=wanted.get("replaces"),
            by=self.user,
        )


class ThreadEndForm(ActingForm, forms.ModelForm):
    mended_by = {"thread_ends_after_it_starts": "ends_on"}

    class Meta:
        model = Thread
        fields = ["ends_on"]
        field_classes = {"ends_on": DateField}
        labels = {"ends_on": _("Dernier jour")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = True
        self.initial["ends_on"] = self.initial.get("ends_on") or timezone.localdate()

    def act(self):
        return threads.let_go(
            thread=self.instance, ends_on=self.cleaned_data["ends_on"], by=self.user
        )


class TenureEndForm(ActingForm, Choosing, forms.ModelForm):
    """Somebody leaves: when, why, who follows, and whether they take the threads."""

    mended_by = {
        "tenure_ends_after_it_starts": "ends_on",
        "tenure_ended_with_a_reason": "end_reason",
    }
    takes_threads = forms.BooleanField(
        label=_("Cette personne reprend aussi le fil des partenariats"),
        required=False,
        initial=True,
    )

    class Meta:
        model = Tenure
        fields = ["ends_on", "end_reason"]
        field_classes = {"ends_on": DateField}
        labels = {"ends_on": _("Dernier jour"), "end_reason": _("Pourquoi")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("ends_on", "end_reason"):
            self.fields[name].required = True
        self.initial["ends_on"] = self.initial.get("ends_on") or timezone.localdate()
        self.offer(
            self.instance.structure,
            without=[self.instance.contact],
            nobody=_("Personne pour l’instant"),
        )
        if not self.instance.threads.unended().exists():
            del self.fields["takes_threads"]

    def layout(self):
        return Layout(
            beside("ends_on", "end_reason"),
            Fieldset(_("Qui prend la suite"), *self.choosing(), *self.present("takes_threads")),
        )

    def clean(self):
        cleaned = super().clean()
        self.check_choice(is_needed=False)
        return cleaned

    @transaction.atomic
    def act(self):
        wanted = self.cleaned_data
        follows = wanted["ends_on"] + dt.timedelta(days=1)
        return contacts.end_tenure(
            tenure=self.instance,
            ends_on=wanted["ends_on"],
            end_reason=wanted["end_reason"],
            successor=self.chosen(starts_on=follows, by=self.user),
            takes_threads=wanted.get("takes_threads", False),
            by=self.user,
        )
