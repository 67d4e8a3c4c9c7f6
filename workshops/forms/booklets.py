"""The advice booklet: its cover, what goes into it, and each of its pages."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.forms.base import ActingForm, DateField, PlainForm, asked_by_get
from partnerships.models import Term
from workshops import gleanings
from workshops.actions import booklets
from workshops.models import Booklet, BookletEntry, Whose, Workshop

QUOTES = "quotes"


class SeenForm(ActingForm):
    """It sends back what its writer saw; when another wrote meanwhile, their text comes beside."""

    seen = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, max_length=20)
            # The form then writes on its instance what was sent.
            self.stamp = self.initial["seen"] = booklets.stamp(self.instance)

    def refuse(self, refusal):
        super().refuse(refusal)
        if getattr(refusal, "code", "") == "meanwhile":
            self.data = self.data.copy()
            self.data["seen"] = self.stamp

    def values(self):
        return {name: value for name, value in super().values().items() if name != "seen"}


class BookletForm(SeenForm, forms.ModelForm):
    mended_by = {"booklet_once_per_programme": "title"}

    class Meta:
        model = Booklet
        fields = ["title", "subtitle", "foreword"]
        widgets = {"foreword": forms.Textarea(attrs={"class": "ruled", "rows": 6})}
        help_texts = {
            "title": _("Il se lit sur la couverture : « Paroles et astuces »."),
            "subtitle": _("Pour qui, ou de qui : « Ce que les parents se disent au café »."),
            "foreword": _("Quelques lignes en première page, signées si vous voulez."),
        }

    def act(self):
        if self.instance.pk:
            return booklets.rename(
                booklet=self.instance,
                values=self.values(),
                seen=self.cleaned_data["seen"],
                by=self.user,
            )
        return booklets.begin(booklet=self.instance, by=self.user)


class EntryForm(SeenForm, forms.ModelForm):
    class Meta:
        model = BookletEntry
        fields = ["text", "label", "theme"]
        widgets = {"text": forms.Textarea(attrs={"class": "ruled", "rows": 4})}
        help_texts = {"label": _("Sans nom : « une maman de CP », « l’équipe de l’école ».")}

    def __init__(self, *args, watch, **kwargs):
        super().__init__(*args, **kwargs)
        self.watch = watch
        themes = Term.objects.of(Term.Vocabulary.THEME)
        if theme := self.instance.theme:
            themes = themes | Term.objects.filter(pk=theme.pk)
        self.fields["theme"].queryset = themes
        self.fields["theme"].empty_label = _("sans chapitre")

    @property
    def names(self):
        """Words in which somebody may be recognised, in what is written now."""
        written = [str(self[name].value() or "") for name in ("text", "label")]
        return self.watch.names(self.instance.session, *written)

    def take_names_out(self):
        """What was sent, without them: nothing is saved, it is read again first."""
        self.data = self.data.copy()
        for name in ("text", "label"):
            text = self.data.get(name, "")
            self.data[name] = self.watch.without(text, self.instance.session)

    def act(self):
        return booklets.write(
            entry=self.instance, values=self.values(), seen=self.cleaned_data["seen"], by=self.user
        )


class ChoosingForm(PlainForm):
    """What was ticked, among what this person may read and what may be printed."""

    advice = forms.ModelMultipleChoiceField(None, required=False)
    quotes = forms.ModelMultipleChoiceField(None, required=False)

    def __init__(self, *args, booklet, **kwargs):
        super().__init__(*args, **kwargs)
        self.booklet = booklet
        for name, found in (
            ("advice", gleanings.advice_of(booklet.programme, self.user).select_related("theme")),
            (QUOTES, gleanings.quotes_of(booklet.programme, self.user)),
        ):
            self.fields[name].queryset = found.select_related("session__workshop").prefetch_related(
                "session__workshop__themes"
            )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Cochez d’abord ce que vous voulez y mettre."))
        return cleaned

    def act(self):
        return booklets.choose(booklet=self.booklet, by=self.user, **self.cleaned_data)


class GleaningFilter(forms.Form):
    theme = forms.ModelChoiceField(
        Term.objects.none(), label=_("Thème"), required=False, empty_label=_("tous")
    )
    workshop = forms.ModelChoiceField(
        Workshop.objects.none(), label=_("Atelier"), required=False, empty_label=_("tous")
    )
    whose = forms.ChoiceField(label=_("De qui"), required=False)
    first = DateField(label=_("À partir du"), required=False)
    last = DateField(label=_("Jusqu’au"), required=False)

    helper = asked_by_get("theme", "workshop", "whose", "first", "last")

    def __init__(self, data, *, programme):
        super().__init__(data)
        self.fields["theme"].queryset = Term.objects.of(Term.Vocabulary.THEME)
        self.fields["workshop"].queryset = programme.workshops.order_by("sort_key", "pk")
        self.fields["whose"].choices = [
            ("", _("tous")),
            (QUOTES, _("paroles, mot à mot")),
            *Whose.choices,
        ]

    def filter(self, advice, quotes):
        """(advice, quotes) kept; an answer that is refused filters nothing."""
        self.is_valid()
        given = self.cleaned_data
        for field, path in (
            ("workshop", "session__workshop"),
            ("first", "session__date__gte"),
            ("last", "session__date__lte"),
        ):
            if value := given.get(field):
                advice, quotes = advice.filter(**{path: value}), quotes.filter(**{path: value})
        if theme := given.get("theme"):
            # Words bear no theme of their own: those of the workshop.
            advice = advice.filter(theme=theme)
            quotes = quotes.filter(session__workshop__themes=theme)
        if whose := given.get("whose"):
            is_quote = whose == QUOTES
            advice = advice.none() if is_quote else advice.filter(whose=whose)
            quotes = quotes if is_quote else quotes.none()
        return advice, quotes
