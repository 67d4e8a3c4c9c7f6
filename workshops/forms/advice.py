"""A piece of advice to keep, and somebody’s words: a minute after the session."""

from crispy_forms.layout import Layout
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from families.models import Parent
from partnerships.forms.base import ActingForm, DateField, beside
from partnerships.models import Term
from workshops import quotes
from workshops.actions import advice as actions
from workshops.models import Advice, Quote, Whose

RULED = {"class": "ruled", "rows": 3, "autocomplete": "off"}


class AdviceForm(ActingForm, forms.ModelForm):
    """Its instance is one already noted, or a new one of a session."""

    class Meta:
        model = Advice
        fields = ["text", "whose", "theme"]
        widgets = {"text": forms.Textarea(attrs=RULED)}
        help_texts = {
            "text": _("Ce qui peut servir à d’autres. Sans nom, et sans détail qui désigne."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Term.objects.of(Term.Vocabulary.THEME)
        self.fields["theme"].empty_label = _("sans thème")
        self.fields["whose"].choices = [("", _("Choisissez")), *Whose.choices]

    def layout(self):
        return Layout("text", beside("whose", "theme"))

    def clean(self):
        cleaned = super().clean()
        self.refuse_nir("text")
        return cleaned

    def act(self):
        if self.instance.pk:
            return actions.change_advice(advice=self.instance, values=self.values(), by=self.user)
        return actions.add_advice(advice=self.instance, by=self.user)


class QuoteForm(ActingForm, forms.ModelForm):
    """Of somebody who was there, or of somebody whose name we do not have."""

    mended_by = {"quote_of_a_known_parent_goes_by_their_consents": "agreed_on"}

    class Meta:
        model = Quote
        fields = ["words", "parent", "label", "agreed_on"]
        field_classes = {"agreed_on": DateField}
        widgets = {"words": forms.Textarea(attrs=RULED)}
        labels = {"label": _("Comment présenter cette personne")}
        help_texts = {
            "words": _("Tels qu’ils ont été dits. Ni nom, ni santé, ni vie privée."),
            "parent": _(
                "Parmi les personnes notées présentes ; entre parenthèses, si on peut les citer."
            ),
            "agreed_on": _(
                "Pour quelqu’un dont on n’a pas le nom. L’accord d’une personne connue se note "
                "sur sa fiche."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = actions.there(self.instance.session).order_by().values("pk")
        offered = Parent.objects.filter(Q(pk__in=known) | Q(pk=self.instance.parent_id))
        who = self.fields["parent"]
        who.queryset = offered.select_related("family").in_name_order()
        who.empty_label = _("quelqu’un dont on n’a pas le nom")
        answers = quotes.answers_of(offered.order_by().values("pk"))
        who.label_from_instance = lambda parent: named(parent, answers.get(parent.pk))

    def layout(self):
        return Layout("words", "parent", beside("label", "agreed_on"))

    def clean(self):
        cleaned = super().clean()
        self.refuse_nir("words", "label")
        return cleaned

    def act(self):
        if self.instance.pk:
            return actions.change_quote(quote=self.instance, values=self.values(), by=self.user)
        return actions.add_quote(quote=self.instance, by=self.user)


def named(parent, answer):
    """« Samira Benali (à demander) »."""
    return f"{parent} ({quotes.ANSWERS[answer]})"
