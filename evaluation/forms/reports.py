from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluation.actions import report_sections, reports
from evaluation.models import Grant, Report, ReportComment, ReportSection
from evaluation.report_parts import quotable
from partnerships.forms.base import DateField, name_the_blank
from workshops.quotes import answers_of, printable, saying


class ReportForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = [
            *("grant", "form", "kind", "title", "starts_on", "ends_on"),
            "is_shared_with_partners",
        ]
        field_classes = {"starts_on": DateField, "ends_on": DateField}
        help_texts = {
            "form": _("Le modèle que ce financeur attend ; il ne change plus ensuite."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        grants = Grant.objects.visible_to(user).select_related("funder")
        self.fields["grant"].queryset = grants
        self.fields["grant"].label_from_instance = lambda grant: f"{grant}, {grant.funder}"
        name_the_blank(self.fields["grant"])
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.Meta.fields)

    @staticmethod
    def proposed_for(grant):
        """An interim report of the grant from its first day to today."""
        return {
            "grant": grant,
            "title": _("Rapport d’étape : %(grant)s") % {"grant": grant},
            "starts_on": grant.starts_on,
            "ends_on": min(grant.ends_on, timezone.localdate()),
        }

    def save(self):
        """The draft; None when the action refuses, its reason on the form."""
        try:
            return reports.begin(report=self.instance, by=self.user)
        except ValidationError as refusal:
            self.add_error("ends_on", refusal)


class SharingForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ["title", "is_shared_with_partners", "workshops", "signatory", "signed_in"]
        widgets = {"workshops": forms.CheckboxSelectMultiple}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        programmes = self.instance.grant.programmes.all()
        choices = self.fields["workshops"].queryset.filter(programme__in=programmes)
        self.fields["workshops"].queryset = choices.order_by("sort_key", "pk")
        self.fields["workshops"].help_text = _(
            "Ceux que ce rapport met en valeur. Les chiffres, eux, comptent toutes les séances."
        )
        if self.instance.form != Report.Form.CERFA:
            del self.fields["signatory"], self.fields["signed_in"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.fields)

    def save(self):
        """The report; None when the action refuses, its reason on the form."""
        try:
            return reports.settle(report=self.instance, by=self.user, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)


class SectionForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ReportSection
        fields = ["title", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 8, "class": "ruled"})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["version"].initial = self.instance.version
        if self.instance.kind != ReportSection.Kind.TEXT:
            self.fields["body"].help_text = _(
                "Facultatif : imprimé avant les chiffres de cette partie."
            )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("title", "body", "version")

    def save(self):
        """True once written; False when somebody else wrote meanwhile: their text is shown."""
        try:
            report_sections.write(section=self.instance, by=self.user, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True


class NewSectionForm(forms.ModelForm):
    class Meta:
        model = ReportSection
        fields = ["title"]


class ArrangeForm(forms.Form):
    """The button that was pressed: `up`, `down`, `show` or `hide`, with the key of its part."""

    BUTTONS = ("up", "down", "show", "hide")

    def __init__(self, data, *, report, user):
        super().__init__(data)
        self.user = user
        for name in self.BUTTONS:
            self.fields[name] = forms.ModelChoiceField(report.sections.all(), required=False)

    def clean(self):
        pressed = [name for name in self.BUTTONS if self.cleaned_data.get(name)]
        if len(pressed) != 1:
            raise ValidationError(_("Une partie à la fois."))
        self.pressed = pressed[0]
        self.section = self.cleaned_data[self.pressed]
        return self.cleaned_data

    @property
    def done(self):
        sentences = {
            "up": _("« %(title)s » est montée d’une place."),
            "down": _("« %(title)s » est descendue d’une place."),
            "show": _("« %(title)s » est remise dans le rapport."),
            "hide": _("« %(title)s » est écartée du rapport ; son texte est gardé."),
        }
        return sentences[self.pressed] % {"title": self.section.title}

    def save(self):
        act = {"section": self.section, "by": self.user}
        if self.pressed in ("up", "down"):
            return report_sections.move(up=self.pressed == "up", **act)
        return report_sections.show(is_shown=self.pressed == "show", **act)


class QuotesForm(forms.Form):
    """What was said in the sessions: what may be printed is offered, the rest says why not."""

    quotes = forms.ModelMultipleChoiceField(
        None, required=False, widget=forms.CheckboxSelectMultiple, label=_("Paroles à citer")
    )

    def __init__(self, *args, report, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.report, self.user = report, user
        said = quotable(report).select_related("session__workshop", "parent")
        self.fields["quotes"].queryset = printable(said).order_by("-session__date", "pk")
        self.fields["quotes"].label_from_instance = presented
        self.fields["quotes"].initial = report.quotes.all()
        self.helper = FormHelper()
        self.helper.form_tag = False

    @property
    def withheld(self):
        """Those that may not be printed, and why."""
        offered = self.fields["quotes"].queryset.order_by().values("pk")
        quotes = list(
            quotable(self.report)
            .exclude(pk__in=offered)
            .select_related("session__workshop")
            .order_by("-session__date", "pk")
        )
        answers = answers_of(quote.parent_id for quote in quotes if quote.parent_id)
        for quote in quotes:
            quote.is_printable = False
        return [saying(quote, answers.get(quote.parent_id)) for quote in quotes]

    def save(self):
        """True once chosen; False when an agreement was withdrawn meanwhile."""
        try:
            report_sections.choose_quotes(
                report=self.report, quotes=self.cleaned_data["quotes"], by=self.user
            )
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True


def presented(quote):
    return _("« %(words)s » %(author)s, %(workshop)s") % {
        "words": quote.words,
        "author": quote.label or _("une personne présente"),
        "workshop": quote.session.workshop,
    }


class RemarkForm(forms.ModelForm):
    class Meta:
        model = ReportComment
        fields = ["words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3, "class": "ruled"})}
        labels = {"words": _("Votre remarque")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
