"""A document that the parties of a partnership keep together."""

from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from partnerships.actions import documents as actions
from partnerships.forms.base import ActingForm
from partnerships.forms.files import SafeFileField
from partnerships.models import Document


class DocumentForm(ActingForm, forms.ModelForm):
    """To rename it, or say better what it is."""

    class Meta:
        model = Document
        fields = ["kind", "title", "agreement"]
        help_texts = {
            "title": _("Facultatif pour une charte, un diagnostic ou une convention."),
            "agreement": _("Il sera nommé dans cet accord, et lu avant de l’accepter."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        agreements = self.instance.partnership.agreements.order_by("-school_year", "pk")
        self.fields["agreement"].queryset = agreements
        self.fields["agreement"].empty_label = _("aucun")
        if not agreements.exists():
            del self.fields["agreement"]

    def clean(self):
        """« Charte » says enough; « autre document » does not."""
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind and not cleaned.get("title"):
            if kind == Document.Kind.OTHER:
                self.add_error("title", _("Dites en quelques mots ce que c’est."))
            cleaned["title"] = str(Document.Kind(kind).label).capitalize()
        return cleaned

    def act(self):
        return actions.change_document(document=self.instance, values=self.values(), by=self.user)


class NewDocumentForm(DocumentForm):
    mended_by = {"document_once_per_partnership": "paper"}
    paper = SafeFileField(
        label=_("Fichier"),
        help_text=format_lazy(
            _("Un PDF, ou une photo du papier (JPEG, PNG) ; {limit} Mo au plus."),
            limit=settings.UPLOAD_LIMIT // 1024**2,
        ),
    )

    def layout(self):
        return Layout("paper", "kind", "title", *self.present("agreement"))

    def act(self):
        paper = self.cleaned_data["paper"]
        return actions.add(document=self.instance, paper=paper, by=self.user)
