"""The words of a notice, one language at a time."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from families.actions import notices as actions
from families.models import NoticeText
from partnerships.forms.base import ActingForm


class NoticeTextForm(ActingForm, forms.ModelForm):
    class Meta:
        model = NoticeText
        fields = ["title", "body", "read_over_by"]
        widgets = {"body": forms.Textarea(attrs={"class": "ruled", "rows": 20})}
        help_texts = {
            "body": _(
                "Des phrases courtes. Une ligne qui commence par « ## » est un titre, par « - » "
                "une ligne de liste. Complétez ce qui est noté […]."
            ),
            "read_over_by": _(
                "Le prénom de la personne qui parle cette langue et l’a relu. Vide : la page dit "
                "que le texte reste à relire. Un texte modifié est à faire relire de nouveau."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.language == NoticeText.Language.FRENCH:
            del self.fields["read_over_by"]
        for name in ("title", "body"):
            attrs = {"lang": self.instance.language, "dir": self.instance.direction}
            self.fields[name].widget.attrs.update(attrs)

    def layout(self):
        return Layout(
            Fieldset(self.instance.get_language_display(), "title", "body"),
            *self.present("read_over_by"),
        )

    def act(self):
        return actions.write(text=self.instance, values=self.values(), by=self.user)
