from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluation.actions import reports
from evaluation.models import Grant, Report, ReportSection
from partnerships.forms.base import DateField


class ReportForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ["grant", "kind", "title", "starts_on", "ends_on", "is_shared_with_partners"]
        field_classes = {"starts_on": DateField, "ends_on": DateField}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        grants = Grant.objects.visible_to(user).select_related("funder")
        self.fields["grant"].queryset = grants
        self.fields["grant"].label_from_instance = lambda grant: f"{grant}, {grant.funder}"
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
        fields = ["title", "is_shared_with_partners", "workshops"]
        widgets = {"workshops": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        programmes = self.instance.grant.programmes.all()
        choices = self.fields["workshops"].queryset.filter(programme__in=programmes)
        self.fields["workshops"].queryset = choices.order_by("title")
        self.fields["workshops"].help_text = _("Ceux dont ce rapport rend compte.")
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.Meta.fields)


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
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("title", "body", "version")

    def save(self):
        """True once written; False when somebody else wrote meanwhile: their text is shown."""
        try:
            reports.write(section=self.instance, by=self.user, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True


class NewSectionForm(forms.ModelForm):
    class Meta:
        model = ReportSection
        fields = ["title"]
